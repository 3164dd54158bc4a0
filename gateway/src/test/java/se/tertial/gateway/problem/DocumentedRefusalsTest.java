package se.tertial.gateway.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import se.tertial.language.Language;

/** What the services' API descriptions show as the gateway's refusals is what it answers. */
class DocumentedRefusalsTest {

    private static final int LARGEST_BODY = 20 * 1024 * 1024;

    @TestFactory
    Stream<DynamicTest> documentedRefusalsAreThoseAnswered() {
        return Stream.of("finance", "indicators", "goals", "report")
                .map(service -> DynamicTest.dynamicTest(service, () -> {
                    JsonNode responses = new YAMLMapper()
                            .readTree(new File("../" + service + "-service/contract/openapi.yaml"))
                            .at("/components/responses");
                    hold(responses, "TooLarge", Problem.tooLarge(LARGEST_BODY));
                    hold(responses, "UnsupportedMediaType", Problem.encoded());
                    hold(responses, "Unauthenticated", Problem.unauthenticated());
                    hold(responses, "TooManyRequests", Problem.tooMany(Duration.ofSeconds(2)));
                    hold(responses, "Other", Problem.timedOut(false));
                }));
    }

    private static void hold(JsonNode responses, String component, Problem refusal) {
        JsonNode shown = responses
                .at("/" + component + "/content/application~1problem+json/examples")
                .elements()
                .next()
                .get("value");
        assertEquals(
                List.of(
                        refusal.status(),
                        refusal.kind(),
                        refusal.title().in(Language.ENGLISH),
                        refusal.detail().in(Language.ENGLISH)),
                List.of(
                        shown.get("status").asInt(),
                        shown.get("type").asText().replaceFirst(".*/", ""),
                        shown.get("title").asText(),
                        shown.get("detail").asText()),
                component);
    }
}
