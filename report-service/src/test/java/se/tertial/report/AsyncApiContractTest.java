package se.tertial.report;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.AsyncApi;
import se.tertial.devstack.TestStack;
import se.tertial.kit.change.Rows;
import se.tertial.report.replica.Fact;

/** The AsyncAPI document tells of all topics that are sent and received: of the latter as those who send them do. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
class AsyncApiContractTest {

    /** What is sent besides rows. */
    private static final Set<String> NO_ROWS =
            Set.of("report.publication.v1", "report.dead-letter.v1", "report.audit-anchor.v1", "report.watermark.v1");

    @Inject
    @Any
    Instance<Rows<?, ?>> kinds;

    @Test
    void publishedDocumentIsTheCommittedOneWithAllThatItRefersTo() throws IOException {
        assertEquals(List.of(), published().differencesFromCommitted());
    }

    @Test
    void everyTopicIsSentOrReceived() throws IOException {
        Set<String> sent = new TreeSet<>(NO_ROWS);
        kinds.forEach(rows -> sent.add(rows.topic()));

        assertEquals(sent, published().topics("send"));
        Set<String> received = new TreeSet<>(Fact.TOPICS.keySet());
        received.addAll(Set.of("finance.watermark.v1", "indicators.watermark.v1", "goals.watermark.v1"));
        assertEquals(received, published().topics("receive"));
    }

    @Test
    void topicsAreMadeAsDocumented() throws IOException {
        assertEquals(List.of(), published().differencesFromTopics());
    }

    @Test
    void yamlSaysTheSameAsJson() throws IOException {
        assertEquals(new ObjectMapper().readTree(document("json")), new YAMLMapper().readTree(document("yaml")));
    }

    private static AsyncApi published() throws IOException {
        return AsyncApi.of(document("json"));
    }

    private static String document(String format) {
        return given().get("/asyncapi?format=" + format)
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }
}
