package se.tertial.indicators;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

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
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.AsyncApi;
import se.tertial.devstack.TestStack;
import se.tertial.kit.change.Rows;

@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "indicators"))
class AsyncApiContractTest {

    @Inject
    @Any
    Instance<Rows<?, ?>> kinds;

    @Test
    void publishedDocumentIsTheCommittedOneWithAllThatItRefersTo() throws IOException {
        AsyncApi published = published();

        assertEquals(List.of(), published.differencesFromCommitted());
    }

    @Test
    void everyKindOfRowHasItsTopicAndWatermarksAndAnchorsTheirs() throws IOException {
        AsyncApi published = published();

        Set<String> topics = kinds.stream().map(Rows::topic).collect(Collectors.toCollection(TreeSet::new));
        topics.add("indicators.watermark.v1");
        topics.add("indicators.audit-anchor.v1");

        assertEquals(topics, published.topics("send"));
        assertEquals(Set.of("finance.administration.v1", "goals.goal.v1"), published.topics("receive"));
    }

    @Test
    void topicsAreMadeAsDocumented() throws IOException {
        assertEquals(List.of(), published().differencesFromTopics());
    }

    private static AsyncApi published() throws IOException {
        return AsyncApi.of(given().get("/asyncapi?format=json")
                .then()
                .statusCode(200)
                .extract()
                .asString());
    }
}
