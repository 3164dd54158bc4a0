package se.tertial.indicators;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static se.tertial.devstack.EventContract.differences;
import static se.tertial.devstack.EventContract.example;
import static se.tertial.devstack.EventContract.sent;
import static se.tertial.devstack.EventContract.violations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.tertial.devstack.Messages.Message;
import se.tertial.devstack.TestStack;

@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "indicators"))
class EventContractTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource({
        "indicators.indicator.v1, indicators, kundnojdhet-kontakt-linkoping",
        "indicators.measurement.v1, measurements, andel-lamnar-anbud~2021-08~mikro",
        "indicators.target.v1, targets, svarsservice-kontakt-linkoping~2021",
        "indicators.forecast.v1, forecasts, arenden-kontakt-linkoping~2021~2021-08",
        "indicators.period.v1, periods, 2021-08"
    })
    void whatIsWrittenIsSentAsTheContractHasIt(String topic, String resource, String rowKey) throws IOException {
        var vss = new Administration("events-" + resource);
        vss.has(
                "indicators",
                Administration.CUSTOMER_SATISFACTION,
                Administration.TENDERS,
                Administration.SERVICE_LEVEL,
                Administration.CALLS);
        JsonNode example = example(topic);

        vss.put(resource + "/" + rowKey, example.toString()).statusCode(201);

        Message message =
                sent(topic, "0580/events-" + resource + "/" + rowKey, 1).get(0);
        assertEquals(List.of(), differences("indicators-service", topic, message, example));
    }

    @Test
    void forecastInWordsIsSentAsTheContractHasIt() throws IOException {
        var vss = new Administration("events-words");
        vss.has("indicators", Administration.SICK_LEAVE);

        vss.put(
                        "forecasts/total-sjukfranvaro~2021~2021-08",
                        """
                        {"indicatorId": "total-sjukfranvaro", "period": "2021", "round": "2021-08", "text": "Ingen förändring"}
                        """)
                .statusCode(201);

        JsonNode body =
                JSON.readTree(sent("indicators.forecast.v1", "0580/events-words/total-sjukfranvaro~2021~2021-08", 1)
                        .get(0)
                        .body());
        assertEquals(Set.of(), violations("indicators.forecast.v1", body));
        assertEquals("Ingen förändring", body.get("text").asText());
        ObjectNode both = ((ObjectNode) body.deepCopy()).put("number", "4.6");
        assertFalse(violations("indicators.forecast.v1", both).isEmpty());
    }

    @Test
    void deletionIsSentAsATombstoneThatTellsItsRevision() {
        var vss = new Administration("events-deletion");
        vss.has("indicators", Administration.CALLS);

        vss.delete("indicators/arenden-kontakt-linkoping").statusCode(204);

        Message tombstone = sent("indicators.indicator.v1", "0580/events-deletion/arenden-kontakt-linkoping", 2)
                .get(1);
        int revision = vss.get("indicators/arenden-kontakt-linkoping/revisions")
                .extract()
                .path("items[0].revision");
        assertNull(tombstone.body());
        assertEquals(Integer.toString(revision), tombstone.headers().get("ce_revision"));
    }
}
