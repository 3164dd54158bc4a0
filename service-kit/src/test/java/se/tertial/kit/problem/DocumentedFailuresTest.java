package se.tertial.kit.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.File;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import se.tertial.language.Language;

/** What the services' API descriptions show as failures of a service is what it answers. */
class DocumentedFailuresTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TestFactory
    Stream<DynamicTest> documentedFailuresAreThoseAnswered() {
        return Stream.of("finance", "indicators", "goals", "report")
                .map(service -> DynamicTest.dynamicTest(service, () -> {
                    JsonNode responses = new YAMLMapper()
                            .readTree(new File("../" + service + "-service/contract/openapi.yaml"))
                            .at("/components/responses");
                    hold(responses, "Failed", Problem.failed());
                    hold(responses, "Unavailable", Problem.crowded());
                }));
    }

    private static void hold(JsonNode responses, String component, Problem failure) {
        ObjectNode shown = responses
                .at("/" + component + "/content/application~1problem+json/examples/" + failure.kind() + "/value")
                .deepCopy();
        String instance = shown.path("instance").asText();
        String trace = shown.path("traceId").asText();

        assertEquals(
                JSON.<JsonNode>valueToTree(ProblemDetails.of(failure, instance, trace, Language.ENGLISH)),
                shown,
                component);
    }
}
