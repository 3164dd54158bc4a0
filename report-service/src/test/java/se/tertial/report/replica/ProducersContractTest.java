package se.tertial.report.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import se.tertial.kit.api.Json;

/** What the other services promise in their contracts is read without losing anything that reports are composed from. */
class ProducersContractTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<String> topics() {
        return Fact.TOPICS.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("topics")
    void exampleOfTheContractIsReadAsItStands(String topic) throws IOException, FactReader.Poison {
        JsonNode example = JSON.readTree(Files.readString(contract(topic)));

        FactReader.Received received = reader().receive(message(topic, row(example), example));

        JsonNode read = JSON.readTree(received.body());
        Map<String, JsonNode> lost = new TreeMap<>();
        read.properties().forEach(field -> {
            JsonNode promised = example.get(field.getKey());
            if (promised != null && !promised.equals(without(field.getValue(), promised))) {
                lost.put(field.getKey(), promised);
            }
        });
        assertEquals(Map.of(), lost);
        assertEquals(18, received.revision());
    }

    @ParameterizedTest
    @MethodSource("topics")
    void whatReportsUseIsPromised(String topic) throws IOException {
        JsonNode schema = JSON.readTree(Files.readString(contract(topic).resolveSibling(topic + ".schema.json")));

        List<String> broken = new ArrayList<>();
        hold(Fact.TOPICS.get(topic), schema, topic, broken);

        assertEquals(List.of(), broken);
    }

    /** Each field stands in the schema, always there where it must be, and with no word that is not understood. */
    private static void hold(Class<?> type, JsonNode schema, String place, List<String> broken) {
        for (RecordComponent field : type.getRecordComponents()) {
            String at = place + "/" + field.getName();
            JsonNode promised = schema.at("/properties/" + field.getName());
            boolean mayBeAbsent = field.getAnnotatedType().isAnnotationPresent(Nullable.class);
            if (promised.isMissingNode()) {
                broken.add(at + " is not promised");
            } else if (!mayBeAbsent && !texts(schema.get("required")).contains(field.getName())) {
                broken.add(at + " may be absent");
            } else if (field.getType().isEnum() && !words(field.getType()).containsAll(texts(promised.get("enum")))) {
                broken.add(at + " may have another word");
            } else if (field.getType().isRecord() && field.getType().getEnclosingClass() != null) {
                hold(field.getType(), promised, at, broken);
            } else if (field.getGenericType() instanceof ParameterizedType list
                    && list.getActualTypeArguments()[0] instanceof Class<?> element
                    && element.isRecord()) {
                hold(element, promised.get("items"), at, broken);
            }
        }
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static Set<String> words(Class<?> enumeration) {
        return Stream.of(enumeration.getEnumConstants())
                .map(constant -> JSON.valueToTree(constant).asText())
                .collect(Collectors.toSet());
    }

    /** Nulls and fields that the producer leaves out say nothing. */
    private static JsonNode without(JsonNode read, JsonNode promised) {
        if (!read.isObject() && !read.isArray()) {
            return read;
        }
        JsonNode pruned = read.deepCopy();
        prune(pruned);
        return promised.isArray() && !pruned.equals(promised) && pruned.isArray() ? fieldsOf(pruned, promised) : pruned;
    }

    /** Of elements, fields that reports do not use are passed over. */
    private static JsonNode fieldsOf(JsonNode read, JsonNode promised) {
        for (int index = 0; index < promised.size() && index < read.size(); index++) {
            JsonNode element = read.get(index);
            for (var field : element.properties()) {
                if (!field.getValue().equals(promised.get(index).get(field.getKey()))) {
                    return read;
                }
            }
        }
        return read.size() == promised.size() ? promised : read;
    }

    private static void prune(JsonNode node) {
        node.forEach(ProducersContractTest::prune);
        if (node instanceof com.fasterxml.jackson.databind.node.ObjectNode object) {
            object.properties().removeIf(field -> field.getValue().isNull());
        }
    }

    private static Path contract(String topic) {
        String service = topic.substring(0, topic.indexOf('.')) + "-service";
        return Path.of("..", service, "contract", topic + ".example.json");
    }

    /** A key such as producers make: what the row is of, and the period. */
    private static String row(JsonNode example) {
        String row = example.properties().iterator().next().getValue().asText();
        return example.has("period") ? row + "~" + example.get("period").asText() : row;
    }

    private static ConsumerRecord<byte[], byte[]> message(String topic, String row, JsonNode body) throws IOException {
        RecordHeaders headers = new RecordHeaders();
        headers.add("ce_revision", "18".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        byte[] key = ("0580/vss/" + row).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return new ConsumerRecord<>(
                topic,
                0,
                0,
                0,
                org.apache.kafka.common.record.TimestampType.CREATE_TIME,
                key.length,
                0,
                key,
                JSON.writeValueAsBytes(body),
                headers,
                java.util.Optional.empty());
    }

    private static FactReader reader() {
        ObjectMapper strict = new ObjectMapper().findAndRegisterModules();
        new Json().customize(strict);
        return new FactReader(strict, new Announcements(Duration.ZERO));
    }
}
