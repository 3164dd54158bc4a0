package se.tertial.report.replica;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.tertial.devstack.Messages;
import se.tertial.devstack.TestStack;
import se.tertial.report.Topics;
import se.tertial.report.Vss;

@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
class FactConsumerTest {

    @Test
    void changedFigureChangesTheReport() {
        Vss vss = new Vss().withReport().withUnit("lkdata", "LKDATA", 10).withActual("lkdata", "6113164.11", 10);
        vss.awaitShown(0, 0, "6\u202F113");

        vss.withActual("lkdata", "6114164.11", 11);

        vss.awaitShown(0, 0, "6\u202F114");
        assertEquals("6\u202F114", vss.shown(1, 0), "the sum follows");
    }

    @Test
    void messageDeliveredTwiceIsAppliedOnce() {
        Vss vss = new Vss().withReport().withUnit("lkdata", "LKDATA", 10).withActual("lkdata", "1000.00", 10);

        vss.withActual("lkdata", "1000.00", 10).withActual("stadsarkiv", "2000.00", 12);

        vss.awaitShown(1, 0, "2");
        assertEquals("3", vss.shown(2, 0), "the sum counts each once");
    }

    @Test
    void olderRevisionThatComesLateIsIgnored() {
        Vss vss = new Vss().withReport().withActual("lkdata", "5000.00", 20);

        vss.withActual("lkdata", "1000.00", 19).withActual("stadsarkiv", "2000.00", 21);

        vss.awaitShown(1, 0, "2");
        assertEquals("5", vss.shown(0, 0));
    }

    @Test
    void deletedFigureLeavesTheReportAndStaysAway() {
        Vss vss = new Vss().withReport().withActual("lkdata", "5000.00", 20).withActual("stadsarkiv", "2000.00", 21);
        vss.awaitShown(2, 0, "7");

        Topics.send("finance.operating-line.v1", vss.key() + "/lkdata~actual~2021-08", 22, null);
        vss.withActual("lkdata", "5000.00", 20);

        vss.awaitShown(1, 0, "2");
    }

    @Test
    void messageThatCannotBeReadIsPutAsideAndTheNextOneLands() {
        Vss vss = new Vss().withReport();
        String poisoned = vss.key() + "/lkdata~budget~2021-08";

        Topics.send("finance.operating-line.v1", poisoned, 30, "{\"scenario\": \"hope\"}");
        vss.withActual("lkdata", "5000.00", 31);

        vss.awaitShown(0, 0, "5");
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            List<Messages.Message> letters = Messages.read(TestStack.kafka(), DeadLetterTopic.NAME, poisoned);
            assertEquals("finance.operating-line.v1", letters.get(0).headers().get("dead-letter-topic"));
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            textBlock =
                    """
                    finance.operating-line.v1 | /lkdata~actual~2021-08 | {"unitId": "lkdata", "scenario": "ACTUAL", "period": "2021-08"}
                    finance.operating-line.v1 | /lkdata~actual~2021-08 | {"unitId": "lkdata", "scenario": "ACTUAL", "period": "2021-08", "income": "1.00"}
                    finance.operating-line.v1 | /lkdata~actual~2021-08 | {"unitId": "a\\u0000b", "scenario": "ACTUAL", "period": "2021-08", "net": "1.00"}
                    finance.unit.v1           | /lkdata | {"unitId": "lkdata", "name": "LKDATA", "contribution": "ADDITIVE", "placements": []}
                    finance.unit.v1           | /lkdata | {"unitId": "lkdata", "name": "LKDATA", "order": 1, "contribution": "ADDITIVE", "placements": [{}]}
                    finance.unit.v1           | /lkdata | {"unitId": "lkdata", "name": "LKDATA", "order": 1, "contribution": "ADDITIVE", "placements": [null]}
                    finance.unit.v1           | ''      | {"unitId": "lkdata", "name": "LKDATA", "order": 1, "contribution": "ADDITIVE", "placements": []}
                    finance.unit.v1           | /       | {"unitId": "lkdata", "name": "LKDATA", "order": 1, "contribution": "ADDITIVE", "placements": []}
                    indicators.measurement.v1 | /m~2021-08~total | {"indicatorId": "m", "period": "2021-08", "breakdown": "total", "value": {"state": "NUMBER"}, "preliminary": false}
                    indicators.measurement.v1 | /m~2021-08~total | {"indicatorId": "m", "period": "2021-08", "breakdown": "total", "value": {"state": "TEXT"}, "preliminary": false}
                    goals.assessment.v1       | /god~2021-08 | {"goalId": "god", "period": "2021-08", "status": "FULFILLED", "results": [null]}
                    """)
    void messageThatNoReportCouldBeComposedFromIsPutAside(String topic, String row, String body) {
        Vss vss = new Vss().withReport();
        String poisoned = vss.key() + row;

        Topics.send(topic, poisoned, 30, body);
        vss.withActual("stadsarkiv", "5000.00", 31);

        vss.awaitShown(0, 0, "5");
        assertEquals("5", vss.shown(1, 0));
        awaitPutAside(poisoned);
    }

    @Test
    void messageWithAnEndlessKeyIsPutAside() {
        Vss vss = new Vss().withReport();
        String poisoned = vss.key() + "/" + "å".repeat(3000);

        Topics.send("finance.operating-line.v1", poisoned, 30, null);
        vss.withActual("lkdata", "5000.00", 31);

        vss.awaitShown(0, 0, "5");
        awaitPutAside(poisoned);
    }

    @Test
    void textThatIsNoCleanUnicodeDoesNotHoldTheNextOneUp() {
        Vss vss = new Vss().withReport();

        Topics.send(
                "finance.unit.v1",
                vss.key() + "/lkdata",
                30,
                "{\"unitId\": \"lkdata\", \"name\": \"LK\\ud800\", \"order\": 1, \"contribution\": \"ADDITIVE\", \"placements\": []}");
        vss.withActual("stadsarkiv", "5000.00", 31);

        vss.awaitShown(0, 0, "5");
    }

    private static void awaitPutAside(String key) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertEquals(
                        1,
                        Messages.read(TestStack.kafka(), DeadLetterTopic.NAME, key)
                                .size()));
    }

    @Test
    void figureOfAnUnknownUnitIsShownAndReportedAsIncomplete() {
        Vss vss = new Vss().withReport().withActual("okand-enhet", "5000.00", 31);

        vss.awaitShown(0, 0, "5");

        vss.document()
                .body("incomplete.kind", hasItem("unknown-unit"))
                .body("incomplete.kind", hasItem("unknown-administration"))
                .body("sections[1].blocks[0].rows[0].label", equalTo("okand-enhet"));
    }
}
