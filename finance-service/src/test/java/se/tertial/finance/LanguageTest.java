package se.tertial.finance;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import se.tertial.devstack.TestStack;

@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "finance"))
class LanguageTest {

    private static final String LINE =
            """
            {"unitId": "lkdata", "scenario": "ACTUAL", "period": "2021-08", "income": "1.00", "cost": "2.00"}
            """;

    @Test
    void problemIsInTheLanguageThatWasAskedFor() {
        var vss = Administration.registered("language-asked");
        vss.has("units", Administration.LKDATA);

        var refused = put(
                asking("sv-SE,sv;q=0.9,en;q=0.8"),
                vss.address("operating-lines/support~actual~2021-08"),
                LINE.replace("lkdata", "support"));

        refused.statusCode(422)
                .header("Content-Language", "sv")
                .header("Vary", containsString("Accept-Language"))
                .body("title", equalTo("Innehållet bryter mot en regel"))
                .body("detail", equalTo("/unitId: Det finns ingen enhet ”support”."))
                .body("violations.message", contains("Det finns ingen enhet ”support”."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "en-GB", "de", "*", "sv;q=0", "sv;q=2", "-", ";;", "sv_SE"})
    void problemIsInEnglishWhereNothingElseCanBeReadFromTheHeader(String acceptLanguage) {
        var vss = Administration.registered("language-default");

        var refused = asking(acceptLanguage).get(vss.address("units/support")).then();

        refused.statusCode(404)
                .header("Content-Language", "en")
                .header("Vary", containsString("Accept-Language"))
                .body("title", equalTo("Not found"))
                .body("detail", equalTo("There is no “support” here."));
    }

    @Test
    void problemIsInEnglishWhereNoLanguageIsAskedFor() {
        var vss = Administration.registered("language-none");

        var refused = vss.get("units/support");

        refused.statusCode(404).header("Content-Language", "en").body("title", equalTo("Not found"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    PUT    | units/lkdata           | {"unitId":          | 400 | Anropet går inte att läsa
                    PUT    | units/lkdata           | {"unitId": "L K"}   | 400 | Anropet har fel form
                    GET    | operating-lines?limit=0 |                    | 400 | Anropet har fel form
                    GET    | operating-lines?scenario=x |                 | 400 | Anropet har fel form
                    GET    | nothing                |                     | 404 | Finns inte
                    """)
    void everyKindOfProblemSpeaksSwedish(String method, String path, String body, int status, String title) {
        var vss = Administration.registered("language-kinds");

        var refused = asking("sv")
                .body(body == null ? "" : body)
                .request(method, vss.address(path))
                .then();

        refused.statusCode(status).header("Content-Language", "sv").body("title", equalTo(title));
    }

    @Test
    void unsupportedMediaTypeIsToldInSwedish() {
        var vss = Administration.registered("language-media-type");

        var refused = put(asking("sv").contentType("text/csv"), vss.address("units/lkdata"), "lkdata;LKDATA");

        refused.statusCode(415).header("Content-Language", "sv").body("title", equalTo("Formatet stöds inte"));
    }

    @Test
    void whoIsNotLetInIsToldInSwedish() {
        var address = Administration.registered("language-access").address("units");

        var unknown = given().header("Accept-Language", "sv").get(address).then();
        var other = given().header("Accept-Language", "sv")
                .auth()
                .oauth2(TestStack.token("reader", "reader:0581:*"))
                .get(address)
                .then();

        unknown.statusCode(401).header("Content-Language", "sv").body("title", equalTo("Inloggning krävs"));
        other.statusCode(403).header("Content-Language", "sv").body("title", equalTo("Behörighet saknas"));
    }

    @Test
    void brokenConstraintsSpeakSwedish() {
        var vss = Administration.registered("language-constraints");

        var refused = put(
                asking("sv"),
                vss.address("units/lkdata"),
                """
                {"unitId": "LKDATA", "order": 1000001, "contribution": "ADDITIVE", "name": "%s", "placements": []}
                """
                        .formatted("x".repeat(201)));

        refused.statusCode(400)
                .body(
                        "violations.message",
                        containsInAnyOrder(
                                "En identifierare är 1–80 tecken: små bokstäver a–z, siffror och enstaka bindestreck mellan dem.",
                                "Värdet får vara högst 1\u00a0000\u00a0000.",
                                "Texten är längre än 200 tecken.",
                                "Här måste det finnas minst en."));
    }

    @Test
    void whatCannotBeReadIsToldInSwedish() {
        var vss = Administration.registered("language-reading");

        var refused = put(
                asking("sv"),
                vss.address("operating-lines/lkdata~actual~2021-08"),
                """
                {"unitId": "lkdata", "scenario": "guess", "period": "2021-13", "income": "1.005", "cost": 2, "colour": "red"}
                """);

        refused.statusCode(400)
                .body("detail", containsString("5 fel. Det första finns i /scenario: Måste vara något av"))
                .body(
                        "violations.message",
                        containsInAnyOrder(
                                "Måste vara något av ”ACTUAL”, ”BUDGET”, ”FORECAST”, ”ANNUAL_ACCOUNTS”.",
                                "En period är ett år, till exempel ”2021”, eller ett år och en månad, till exempel ”2021-08”.",
                                "Ett belopp anges i kronor med decimalpunkt, högst två decimaler och högst 15 siffror, till exempel ”-1234.50”.",
                                "Måste vara en text inom citattecken.",
                                "Det finns inget fält ”colour” här."));
    }

    @Test
    void periodIsInTheWordsOfTheLanguage() {
        var vss = Administration.registered("language-period");
        vss.has("units", Administration.LKDATA);
        vss.put("periods/2021-08", "{\"period\": \"2021-08\", \"state\": \"CLOSED\"}")
                .statusCode(201);
        String address = vss.address("operating-lines/lkdata~actual~2021-08");

        var swedish = put(asking("sv"), address, LINE);
        var english = put(asking("en"), address, LINE);

        swedish.statusCode(409)
                .body(
                        "violations.message",
                        contains("Perioden januari–augusti 2021 är stängd; en rättelse anger varför den görs."));
        english.statusCode(409)
                .body(
                        "violations.message",
                        contains("The period 2021-08 is closed; a correction says why it is made."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{0}", "{max}", "${7*7}", "#{7*7}", "{jakarta.validation.constraints.NotNull.message}", "$1"})
    void whatTheCallerWroteIsQuotedAndNeverInterpreted(String hostile) {
        var vss = Administration.registered("language-quoted");

        var swedish = put(asking("sv"), vss.address("units/lkdata"), "{\"" + hostile + "\": 1}");
        var missing = asking("en")
                .urlEncodingEnabled(false)
                .get(vss.address("units/") + URLEncoder.encode(hostile, StandardCharsets.UTF_8))
                .then();

        swedish.statusCode(400).body("violations.message", contains("Det finns inget fält ”" + hostile + "” här."));
        missing.statusCode(404).body("detail", equalTo("There is no “" + hostile + "” here."));
    }

    @Test
    void severalHeadersAddUp() {
        var address = Administration.registered("language-several").address("units/support");

        var refused =
                asking("en;q=0.5").header("Accept-Language", "sv").get(address).then();

        refused.statusCode(404).header("Content-Language", "sv");
    }

    private static ValidatableResponse put(RequestSpecification request, String address, String body) {
        return request.body(body).put(address).then();
    }

    private static RequestSpecification asking(String acceptLanguage) {
        return given().contentType("application/json")
                .header("Accept-Language", acceptLanguage)
                .auth()
                .oauth2(TestStack.token("controller", "administrator:0580:*", "controller:0580:*"));
    }
}
