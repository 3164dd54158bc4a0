package se.tertial.finance;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.tertial.devstack.Messages;
import se.tertial.devstack.Messages.Message;
import se.tertial.devstack.TestStack;

@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "finance"))
class EventContractTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource({
        "finance.unit.v1, units, upphandling-och-inkop",
        "finance.operating-line.v1, operating-lines, lkdata~forecast~2021~2021-08",
        "finance.period.v1, periods, 2021-08",
        "finance.investment-object.v1, investment-objects, it-utrustning",
        "finance.investment-line.v1, investment-lines, it-utrustning~forecast~2021~2021-08"
    })
    void whatIsWrittenIsSentAsTheContractHasIt(String topic, String resource, String rowKey) throws IOException {
        var vss = Administration.registered("events-" + resource);
        vss.has("units", Administration.LKDATA);
        if (!resource.equals("investment-objects")) {
            vss.has("investment-objects", Administration.IT_EQUIPMENT);
        }
        JsonNode example = example(topic);

        vss.put(resource + "/" + rowKey, example.toString()).statusCode(201);

        hold(topic, "0580/events-" + resource + "/" + rowKey, example);
    }

    @Test
    void municipalityAndAdministrationAreSentAsTheContractHasThem() throws IOException {
        ObjectNode municipality = example("finance.municipality.v1");
        municipality.put("municipalityId", "0586");
        JsonNode administration = example("finance.administration.v1");

        create("/municipalities/0586", municipality);
        create("/municipalities/0586/administrations/vss", administration);

        hold("finance.municipality.v1", "0586/municipality", municipality);
        hold("finance.administration.v1", "0586/vss/administration", administration);
    }

    private static void create(String address, JsonNode body) {
        given().contentType("application/json")
                .auth()
                .oauth2(TestStack.token("administrator", "administrator:0586:*"))
                .body(body.toString())
                .put(address)
                .then()
                .statusCode(201);
    }

    private static void hold(String topic, String key, JsonNode example) throws IOException {
        Message message = sent(topic, key, 1).get(0);
        assertEquals(List.of(), differences("finance-service", topic, message, example));
    }

    @Test
    void deletionIsSentAsATombstoneThatTellsItsRevision() {
        var vss = Administration.registered("events-deletion");
        vss.has("units", Administration.LKDATA);

        vss.delete("units/lkdata").statusCode(204);

        Message tombstone =
                sent("finance.unit.v1", "0580/events-deletion/lkdata", 2).get(1);
        int revision = vss.get("units/lkdata/revisions").extract().path("items[0].revision");
        assertNull(tombstone.body());
        assertEquals(Integer.toString(revision), tombstone.headers().get("ce_revision"));
    }

    @Test
    void watermarksAreAsTheContractHasThem() throws IOException {
        String topic = "finance.watermark.v1";

        List<Message> told = await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> Messages.read(TestStack.kafka(), topic, "finance-service"), not(empty()));

        JsonNode last = JSON.readTree(told.get(told.size() - 1).body());
        assertEquals(Set.of(), violations(topic, last));
        assertEquals(Set.of(), violations(topic, example(topic)));
    }
}
