package se.tertial.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.Contract;
import se.tertial.report.replica.Fact;

/** The AsyncAPI document names what is sent and received, and what it refers to is there. */
class AsyncApiContractTest {

    private static final Set<String> SENT = Set.of(
            "report.template.v1",
            "report.report.v1",
            "report.narrative.v1",
            "report.event.v1",
            "report.publication.v1",
            "report.period.v1",
            "report.dead-letter.v1");

    @Test
    void channelsAreTheTopicsThatAreSentAndReceived() throws IOException {
        JsonNode document = document();
        Set<String> expected = new TreeSet<>(SENT);
        expected.addAll(Fact.TOPICS.keySet());

        Set<String> addresses = new TreeSet<>();
        document.get("channels")
                .forEach(channel -> addresses.add(channel.get("address").asText()));

        assertEquals(expected, addresses);
    }

    @Test
    void everyTopicIsSentOrReceivedAndNotBoth() throws IOException {
        JsonNode document = document();

        Set<String> sent = new TreeSet<>();
        Set<String> received = new TreeSet<>();
        document.get("operations").forEach(operation -> {
            String address = at(document, operation.at("/channel/$ref").asText())
                    .get("address")
                    .asText();
            (operation.get("action").asText().equals("send") ? sent : received).add(address);
        });

        assertEquals(new TreeSet<>(SENT), sent);
        assertEquals(new TreeSet<>(Fact.TOPICS.keySet()), received);
    }

    @Test
    void everythingReferredToIsThere() throws IOException {
        JsonNode document = document();

        List<String> dangling = document.findValuesAsText("$ref").stream()
                .filter(reference -> reference.startsWith("#")
                        ? at(document, reference).isMissingNode()
                        : !Files.isRegularFile(Path.of("contract").resolve(reference)))
                .toList();

        assertEquals(List.of(), dangling);
    }

    private static JsonNode at(JsonNode document, String reference) {
        return document.at(reference.substring(1));
    }

    private static JsonNode document() throws IOException {
        return new ObjectMapper(new YAMLFactory()).readTree(Contract.read("asyncapi.yaml"));
    }
}
