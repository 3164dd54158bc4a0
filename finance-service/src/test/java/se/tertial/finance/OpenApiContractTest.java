package se.tertial.finance;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.Contract;
import se.tertial.devstack.OpenApi;
import se.tertial.devstack.TestStack;

@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "finance"))
class OpenApiContractTest {

    @Test
    void publishedDocumentIsTheCommittedOne() throws IOException {
        byte[] published =
                given().get("/openapi").then().statusCode(200).extract().asByteArray();

        Contract.hold("openapi.yaml", new String(published, StandardCharsets.UTF_8));
    }

    @Test
    void everyBodyHasAnExampleThatIsWhatItsSchemaSays() throws IOException {
        String published = given().get("/openapi?format=json")
                .then()
                .statusCode(200)
                .extract()
                .asString();

        assertEquals(List.of(), OpenApi.of(published).wrongExamples());
    }
}
