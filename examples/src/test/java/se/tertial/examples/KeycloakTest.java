package se.tertial.examples;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.in;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The suite with the tokens of a real Keycloak, set up as docs/access.md tells; nothing of the demo issuer is there. */
@EnabledIfSystemProperty(named = "keycloak.home", matches = ".+")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KeycloakTest {

    private static final String MUNICIPALITY = "/finance/v1/municipalities/0580";
    private static final String VSS = MUNICIPALITY + "/administrations/vss";
    private static final String LINE = VSS + "/operating-lines/lkdata~forecast~2021~2021-08";
    private static final String WEB = "tertial-web";
    private static final String SYSTEM = "ekonomisystem";

    private static Keycloak keycloak;
    private static RunningExample suite;
    private static String anna;

    @BeforeAll
    static void start() throws Exception {
        keycloak = Keycloak.start(Path.of(System.getProperty("keycloak.home")));
        keycloak.webClient(WEB);
        keycloak.system(SYSTEM, "tertial/integration/0580/vss/operating-lines/write");
        keycloak.system("annat-system", "tertial/controller/all/all");
        keycloak.withoutScope("annat-system");
        anna = keycloak.person("anna", "tertial/reporter/0580/vss");
        keycloak.person("lasse", "tertial/reader/0580/vss");
        keycloak.person("cecilia", "tertial/controller/0580/all");
        keycloak.person("adam", "tertial/administrator/0580/all");
        suite = RunningExample.start(
                Map.of(
                        "TERTIAL_ACCESS_CLAIM", "groups",
                        "TERTIAL_ACCESS_PATTERN",
                                "/tertial/{role}/{municipality}/{administration}[/{resource}[/{access}]]",
                        "TERTIAL_ACCESS_ALL", "all"),
                "--issuer",
                keycloak.issuer(),
                "--no-example");
        made(MUNICIPALITY, Map.of("municipalityId", "0580", "name", "Linköping"));
        made(
                VSS,
                Map.of(
                        "administrationId", "vss",
                        "name", "Verksamhetsstöd och service",
                        "shortName", "VSS",
                        "board", "Kommunstyrelsen"));
        made(
                VSS + "/units/lkdata",
                Map.of(
                        "unitId",
                        "lkdata",
                        "name",
                        "LKDATA",
                        "shortName",
                        "LKDATA",
                        "order",
                        10,
                        "contribution",
                        "ADDITIVE",
                        "placements",
                        List.of(Map.of("validFrom", "2020-01-01"))));
    }

    private static void made(String path, Map<String, ?> body) throws Exception {
        Response answer = person("adam").body(body).put(suite.url(path));
        assertEquals(201, answer.statusCode(), answer.asString());
    }

    @AfterAll
    static void stop() {
        if (suite != null) {
            suite.close();
        }
        if (keycloak != null) {
            keycloak.close();
        }
    }

    @Test
    @Order(1)
    void systemWritesWhatItIsGrantedAndNothingElse() {
        String token = keycloak.systemToken(SYSTEM);

        with(token).body(line("100.00")).put(suite.url(LINE)).then().statusCode(201);
        with(token).get(suite.url(LINE)).then().statusCode(200).body("cost", equalTo("100.00"));

        with(token).get(suite.url(VSS + "/units")).then().statusCode(403);
        with(token)
                .body(line("1.00"))
                .put(suite.url(LINE.replace("/vss/", "/ksf/")))
                .then()
                .statusCode(in(List.of(403, 404)));
        with(token)
                .body(line("1.00"))
                .put(suite.url(LINE.replace("/0580/", "/0114/")))
                .then()
                .statusCode(in(List.of(403, 404)));
        with(token)
                .get(suite.url(VSS.replace("finance", "goals") + "/goals"))
                .then()
                .statusCode(403);
        with(token)
                .body("{\"period\": \"2021-08\", \"state\": \"CLOSED\"}")
                .put(suite.url(VSS + "/periods/2021-08"))
                .then()
                .statusCode(403);
    }

    @Test
    @Order(2)
    void personSignsInReadsAndWritesAndIsRefusedWhatIsNotTheirs() throws Exception {
        var replaced = person("anna")
                .header("If-Match", "*")
                .body(line("200.00"))
                .put(suite.url(LINE))
                .then();

        replaced.statusCode(200).body("cost", equalTo("200.00"));
        person("anna").get(suite.url(VSS + "/units")).then().statusCode(200).body("items.unitId", hasItem("lkdata"));
        person("anna")
                .body("{\"period\": \"2021-08\", \"state\": \"CLOSED\"}")
                .put(suite.url(VSS + "/periods/2021-08"))
                .then()
                .statusCode(403);
        person("lasse").get(suite.url(LINE)).then().statusCode(200);
        person("lasse")
                .header("If-Match", "*")
                .body(line("300.00"))
                .put(suite.url(LINE))
                .then()
                .statusCode(403);
        person("cecilia").get(suite.url(LINE)).then().statusCode(200).body("cost", equalTo("200.00"));
    }

    @Test
    @Order(3)
    void onlyAnAccessTokenForThisApiIsTaken() throws Exception {
        Keycloak.Tokens tokens = keycloak.signIn(WEB, "anna");

        given().get(suite.url(LINE)).then().statusCode(401);
        with(tokens.access()).get(suite.url(LINE)).then().statusCode(200);
        with(tokens.id()).get(suite.url(LINE)).then().statusCode(401);
        with(tokens.refresh()).get(suite.url(LINE)).then().statusCode(401);
        with(keycloak.systemToken("annat-system")).get(suite.url(LINE)).then().statusCode(401);
        with(keycloak.adminToken()).get(suite.url(LINE)).then().statusCode(401);
    }

    @Test
    @Order(4)
    void trailKeepsTheUserIdAndNothingElseOfThePerson() throws Exception {
        person("cecilia")
                .queryParam("limit", 100)
                .get(suite.url(VSS + "/audit-entries"))
                .then()
                .statusCode(200)
                .body("items.recordedBy", hasItem(anna))
                .body(not(containsString("anna")))
                .body(not(containsString("Exempel")))
                .body(not(containsString("@kommun")));
    }

    @Test
    @Order(5)
    void keyThatIsNewIsFetched() throws Exception {
        keycloak.rotateKeys();
        String token = keycloak.signIn(WEB, "lasse").access();

        // Somebody has just sent a key that is unknown still; the next is asked for some seconds later.
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> with(token).get(suite.url(LINE)).then().statusCode(200));
    }

    @Test
    @Order(6)
    void whoLeavesTheGroupMayNoMore() throws Exception {
        keycloak.leave(anna, "tertial/reporter/0580/vss");

        person("anna").get(suite.url(LINE)).then().statusCode(403);
    }

    @Test
    @Order(7)
    void noDemoTokensAreGiven() {
        given().get(suite.url("/docs/token?user=reader")).then().statusCode(404);
    }

    private static String line(String cost) {
        return """
                {"unitId": "lkdata", "scenario": "FORECAST", "period": "2021", "round": "2021-08", "income": "0.00", "cost": "%s"}"""
                .formatted(cost);
    }

    private static RequestSpecification person(String name) throws Exception {
        return with(keycloak.signIn(WEB, name).access());
    }

    private static RequestSpecification with(String token) {
        return given().auth().oauth2(token).contentType("application/json; charset=UTF-8");
    }
}
