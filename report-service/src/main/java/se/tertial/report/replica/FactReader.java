package se.tertial.report.replica;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Reads facts from messages and from the database. Fields that reports do not use are passed over. */
@ApplicationScoped
class FactReader {

    private final ObjectMapper tolerant;

    @Inject
    FactReader(ObjectMapper json) {
        this.tolerant = json.copy().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        this.tolerant.clearProblemHandlers();
    }

    /** A message as it will be stored. The body is null where the thing was deleted. */
    record Received(
            String topic,
            String municipalityId,
            String administrationId,
            String key,
            long revision,
            @Nullable String period,
            @Nullable String body) {}

    /** A message that is not what its topic promises. */
    static final class Poison extends Exception {

        private static final long serialVersionUID = 1L;

        Poison(String reason) {
            super(reason);
        }
    }

    /**
     * @throws Poison if the message is not what its topic promises
     */
    Received receive(ConsumerRecord<byte[], byte[]> message) throws Poison {
        String key = message.key() == null ? "" : new String(message.key(), StandardCharsets.UTF_8);
        String[] parts = key.split("/", 3);
        if (parts.length < 2) {
            throw new Poison("the key “" + key + "” names no municipality and row");
        }
        boolean ofMunicipality = parts.length == 2;
        long revision = revision(message);
        Class<? extends Fact> type = Fact.TOPICS.get(message.topic());
        if (type == null) {
            throw new Poison("nothing is expected on " + message.topic());
        }
        String period = null;
        String body = null;
        if (message.value() != null) {
            Fact fact = read(message.value(), type);
            period = fact.period() == null ? null : fact.period().toString();
            body = write(fact);
        }
        return new Received(
                message.topic(),
                parts[0],
                ofMunicipality ? "" : parts[1],
                ofMunicipality ? parts[1] : parts[2],
                revision,
                period,
                body);
    }

    Fact stored(String topic, String body) {
        try {
            return tolerant.readValue(body, Fact.TOPICS.get(topic));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the read model holds a " + topic + " that cannot be read", e);
        }
    }

    private Fact read(byte[] value, Class<? extends Fact> type) throws Poison {
        try {
            Fact fact = tolerant.readValue(value, type);
            if (fact == null) {
                throw new Poison("the message is null");
            }
            requireWhole((Record) fact);
            return fact;
        } catch (IOException e) {
            throw new Poison("not a " + type.getSimpleName() + ": " + e.getMessage());
        }
    }

    /** What is not declared nullable must be there. */
    private static void requireWhole(Record part) throws Poison {
        for (RecordComponent component : part.getClass().getRecordComponents()) {
            Object value;
            try {
                value = component.getAccessor().invoke(part);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
            if (value instanceof Record nested) {
                requireWhole(nested);
            } else if (value == null && !component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                throw new Poison(part.getClass().getSimpleName() + " without " + component.getName());
            }
        }
    }

    private String write(Fact fact) {
        try {
            return tolerant.writeValueAsString(fact);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long revision(ConsumerRecord<byte[], byte[]> message) throws Poison {
        Header header = message.headers().lastHeader("ce_revision");
        try {
            if (header != null) {
                return Long.parseLong(new String(header.value(), StandardCharsets.UTF_8));
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new Poison("the header ce_revision is missing or no number");
    }
}
