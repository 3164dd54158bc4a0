package se.tertial.finance;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
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
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.tertial.devstack.AsyncApi;
import se.tertial.devstack.TestStack;
import se.tertial.kit.change.Rows;

@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "finance"))
class AsyncApiContractTest {

    @Inject
    @Any
    Instance<Rows<?, ?>> kinds;

    @Test
    void publishedDocumentIsTheCommittedOneWithAllThatItRefersTo() throws IOException {
        AsyncApi published = AsyncApi.of(document());

        assertEquals(List.of(), published.differencesFromCommitted());
    }

    @Test
    void everyKindOfRowHasItsTopicAndWatermarksAndAnchorsTheirs() throws IOException {
        AsyncApi published = AsyncApi.of(document());

        Set<String> topics = kinds.stream().map(Rows::topic).collect(Collectors.toCollection(TreeSet::new));
        topics.add("finance.watermark.v1");
        topics.add("finance.audit-anchor.v1");

        assertEquals(topics, published.topics("send"));
        assertEquals(Set.of(), published.topics("receive"));
    }

    @Test
    void topicsAreMadeAsDocumented() throws IOException {
        AsyncApi published = AsyncApi.of(document());

        assertEquals(List.of(), published.differencesFromTopics());
    }

    @Test
    void yamlSaysTheSameAsJson() throws IOException {
        String json = document();

        String yaml = given().get("/asyncapi?format=yaml").asString();

        assertEquals(new ObjectMapper().readTree(json), new YAMLMapper().readTree(yaml));
    }

    @ParameterizedTest
    @CsvSource({
        "/asyncapi?format=json, text/html, application/json;charset=UTF-8",
        "/asyncapi?format=yaml, application/json, application/yaml;charset=UTF-8",
        "/asyncapi, application/json, application/json;charset=UTF-8",
        "/asyncapi, application/yaml, application/yaml;charset=UTF-8",
        "/asyncapi, */*, application/yaml;charset=UTF-8",
        "/asyncapi, 'text/html, application/json;q=0.9, */*;q=0.1', application/json;charset=UTF-8"
    })
    void formatIsWhatTheAddressNamesOrElseWhatTheClientAccepts(String address, String accept, String type) {
        given().header("Accept", accept + ", */*;q=0.01")
                .get(address)
                .then()
                .statusCode(200)
                .contentType(type);
    }

    @Test
    void unknownFormatIsRefused() {
        given().get("/asyncapi?format=xml")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("violations[0].field", equalTo("format"))
                .body("violations[0].in", equalTo("query"));
    }

    @Test
    void documentTheClientHasIsNotSentAgain() {
        String tag = given().get("/asyncapi").header("ETag");

        var again = given().header("If-None-Match", tag).get("/asyncapi").then();

        again.statusCode(304).header("ETag", tag).body(emptyString());
        given().header("If-None-Match", tag).get("/asyncapi?format=json").then().statusCode(200);
    }

    private static String document() {
        return given().get("/asyncapi?format=json")
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }
}
