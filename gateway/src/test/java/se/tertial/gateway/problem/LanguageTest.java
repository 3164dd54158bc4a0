package se.tertial.gateway.problem;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.tertial.gateway.Client;
import se.tertial.gateway.Surroundings;

/** People read in their language why a request went no further, whether the gateway or a service says it. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class LanguageTest {

    @ParameterizedTest
    @CsvSource({
        "sv, sv, Finns inte, Det finns inget på den här adressen.",
        "'sv-SE,sv;q=0.9,en;q=0.8', sv, Finns inte, Det finns inget på den här adressen.",
        "'de,en;q=0.8', en, Not found, There is nothing at this address.",
        "-, en, Not found, There is nothing at this address."
    })
    void refusalIsInTheLanguageThatIsAskedFor(String asked, String language, String title, String detail) {
        var refused =
                given().header("Accept-Language", asked).get("/nothing/here").then();

        refused.statusCode(404)
                .header("Content-Language", equalTo(language))
                .body("title", equalTo(title))
                .body("detail", equalTo(detail));
        assertTrue(refused.extract().headers().getValues("Vary").stream()
                .anyMatch(vary -> vary.contains("Accept-Language")));
    }

    @Test
    void tokensThatAreNotValidAreRefusedInSwedishToo() {
        var refused = given().header("Accept-Language", "sv")
                .auth()
                .oauth2("x.y.z")
                .get("/finance/v1/echo")
                .then();

        refused.statusCode(401).body("title", equalTo("Inloggningen är inte giltig"));
    }

    @Test
    void whatIsPutIntoASentenceStandsInTheSwedishOneToo() {
        String answer = Client.send(
                "GET /finance/v1/echo HTTP/1.1",
                "Host: localhost",
                "Accept-Language: sv",
                "Authorization: Bearer a",
                "Authorization: Bearer b",
                "Connection: close",
                "",
                "");

        assertTrue(answer.contains("Huvudet Authorization finns mer än en gång."), answer);
    }
}
