package se.tertial.report;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.response.Response;
import java.io.IOException;
import java.util.List;

/** The problems that the API description shows as examples, held against what is answered. */
public final class DocumentedProblems {

    private static final ObjectMapper JSON = new ObjectMapper();

    private DocumentedProblems() {}

    /**
     * Holds an answer against the example of its kind that an operation has for its status.
     *
     * @throws AssertionError if there is none, or it says something else
     */
    public static void assertShown(String operationId, Response answer) throws IOException {
        JsonNode document = JSON.readTree(given().get("/openapi?format=json").asByteArray());
        JsonNode problem = JSON.readTree(answer.asByteArray());
        String kind = problem.path("type").asText().replaceFirst(".*/", "");
        for (JsonNode item : document.path("paths")) {
            for (JsonNode operation : item) {
                if (operation.path("operationId").asText().equals(operationId)) {
                    JsonNode shown = resolved(
                                    document, operation.path("responses").path(Integer.toString(answer.statusCode())))
                            .at("/content/application~1problem+json/examples/" + kind + "/value");
                    assertEquals(comparable(shown), comparable(problem));
                    return;
                }
            }
        }
        fail("There is no operation " + operationId);
    }

    private static JsonNode resolved(JsonNode document, JsonNode response) {
        return response.has("$ref") ? document.at(response.path("$ref").asText().substring(1)) : response;
    }

    /** Without what differs from one request to the next: its path and trace, numbers, and what is listed or quoted. */
    private static JsonNode comparable(JsonNode problem) {
        assertTrue(problem.isObject(), "There is no such example.");
        ObjectNode kept = problem.deepCopy();
        kept.remove(List.of("instance", "traceId"));
        String detail = problem.path("detail").asText();
        return kept.put(
                "detail",
                detail.replaceAll("(?s): .*?( Complete it| Try again|$)", ": …$1")
                        .replaceAll("[0-9]+", "0"));
    }
}
