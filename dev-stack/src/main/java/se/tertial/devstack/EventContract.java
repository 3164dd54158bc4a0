package se.tertial.devstack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import se.tertial.devstack.Messages.Message;

/** What a service sends, for tests that hold it against the schemas and the examples of its contract. */
public final class EventContract {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration UNTIL_SENT = Duration.ofSeconds(60);

    private EventContract() {}

    /**
     * The messages of a key, oldest first, once there are as many.
     *
     * @throws AssertionError if there are fewer after a minute, or more
     */
    public static List<Message> sent(String topic, String key, int count) {
        Instant end = Instant.now().plus(UNTIL_SENT);
        while (true) {
            try {
                List<Message> sent = Messages.read(TestStack.kafka(), topic, key);
                if (sent.size() == count) {
                    return sent;
                }
                if (Instant.now().isAfter(end)) {
                    throw new AssertionError(count + " messages of " + key + " on " + topic + ", not " + sent);
                }
            } catch (KafkaException e) {
                // A topic may be made when it is first sent to.
                if (Instant.now().isAfter(end)) {
                    throw new AssertionError(topic + " cannot be read", e);
                }
            }
            pause();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The example of what is sent to a topic. */
    public static ObjectNode example(String topic) throws IOException {
        return (ObjectNode) JSON.readTree(Contract.read(topic + ".example.json"));
    }

    /** How a body differs from the schema of its topic. */
    public static Set<ValidationMessage> violations(String topic, JsonNode body) throws IOException {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Contract.read(topic + ".schema.json"))
                .validate(body);
    }

    /**
     * How what was sent of a row differs from what the contract says of it.
     *
     * @param service the module that sends it
     * @param state   what was written, which is what is sent besides the revision
     */
    public static List<String> differences(String service, String topic, Message message, JsonNode state)
            throws IOException {
        List<String> differences = new ArrayList<>();
        JsonNode body = body(message, differences);
        String revision = body.path("revision").asText();
        Map<String, String> headers = message.headers();
        String epoch = headers.getOrDefault("ce_epoch", "none");
        String id = service + "-" + (epoch.equals("0") ? "" : epoch + "-") + revision;
        Map.of(
                        "ce_specversion",
                        "1.0",
                        "ce_source",
                        "/" + service,
                        "ce_type",
                        "se.tertial." + topic,
                        "ce_subject",
                        message.key(),
                        "content-type",
                        "application/json",
                        "ce_revision",
                        revision,
                        "ce_id",
                        id,
                        "ce_time",
                        instant(headers.get("ce_time")))
                .forEach((name, value) -> equal(name, value, headers.get(name), differences));
        violations(topic, body).forEach(violation -> differences.add(violation.toString()));
        equal("body", withoutRevision(state), withoutRevision(body), differences);
        return differences;
    }

    private static JsonNode body(Message message, List<String> differences) {
        try {
            return JSON.readTree(Objects.requireNonNullElse(message.body(), "null"));
        } catch (JsonProcessingException e) {
            differences.add("body: " + e.getOriginalMessage());
            return JSON.nullNode();
        }
    }

    private static String instant(@Nullable String time) {
        try {
            return Instant.parse(Objects.requireNonNullElse(time, "none")).toString();
        } catch (DateTimeException e) {
            return "a time";
        }
    }

    private static void equal(String what, Object right, @Nullable Object is, List<String> differences) {
        if (!right.equals(is)) {
            differences.add(what + ": " + right + ", not " + is);
        }
    }

    private static JsonNode withoutRevision(JsonNode body) {
        return body instanceof ObjectNode object ? object.deepCopy().without("revision") : body;
    }
}
