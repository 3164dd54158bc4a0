package se.tertial.report.narrative;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.tertial.devstack.TestStack;
import se.tertial.report.Topics;
import se.tertial.report.Vss;

/** An administration that finance-service has not registered is written to, and the answer tells of it. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
class UnknownAdministrationTest {

    private static final String TEXT =
            "{\"period\": \"2021-08\", \"sectionId\": \"overall\", \"markdown\": \"Läget är gott.\"}";

    @Test
    void unknownAdministrationIsToldOfUntilItIsRegistered() {
        Vss vss = new Vss().withReport();
        Vss.asController()
                .body(TEXT)
                .put(vss.path("narratives/2021-08~overall"))
                .then()
                .statusCode(201);

        eventually(() -> Vss.overwriting()
                .body(TEXT)
                .put(vss.path("narratives/2021-08~overall"))
                .then()
                .body("markdown", equalTo("Läget är gott."))
                .body("warnings.code", contains("NOT_REGISTERED"))
                .body("warnings.register", contains("finance.administration.v1"))
                .body("warnings.field", contains("administrationId"))
                .body("warnings.in", contains("path"))
                .body(
                        "warnings.message",
                        contains("As far as is known here, there is no “"
                                + vss.key().replace("0580/", "") + "” in finance-service.")));
        Vss.asController()
                .get(vss.path("narratives/2021-08~overall"))
                .then()
                .statusCode(200)
                .body("$", not(hasKey("warnings")));

        Topics.send(
                "finance.administration.v1",
                vss.key() + "/administration",
                Vss.nextRevision(),
                "{\"administrationId\": \"%s\", \"name\": \"VSS\", \"shortName\": \"VSS\"}"
                        .formatted(vss.key().replace("0580/", "")));

        eventually(() -> Vss.overwriting()
                .body(TEXT)
                .put(vss.path("narratives/2021-08~overall"))
                .then()
                .statusCode(200)
                .body("$", not(hasKey("warnings"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    narratives         | {"period": "2021-08", "sectionId": "overall", "markdown": "Läget är gott."}
                    reports            | {"period": "2021-12", "templateId": "small", "title": "Årsrapport"}
                    templates          | {"templateId": "other", "name": "Annan", "sections": [{"sectionId": "a", "heading": "A", "kind": "NARRATIVE"}]}
                    events             | {"eventId": "storm", "period": "2021-08", "text": "En storm.", "details": [], "economicEffect": {"kind": "NEUTRAL"}, "order": 1}
                    """)
    void whateverIsWrittenTellsOfIt(String resource, String row) {
        Vss vss = new Vss().withReport();

        eventually(() -> Vss.asController()
                .body("{\"items\": [" + row + "]}")
                .put(vss.path(resource + "?mode=TRY"))
                .then()
                .statusCode(200)
                .body("warnings.field", contains("administrationId")));
    }

    private static void eventually(ThrowingRunnable assertion) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).untilAsserted(assertion);
    }
}
