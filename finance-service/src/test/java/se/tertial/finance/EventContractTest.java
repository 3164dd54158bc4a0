package se.tertial.finance;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.tertial.devstack.Contract;
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
        JsonNode example = JSON.readTree(Contract.read(topic + ".example.json"));

        vss.put(resource + "/" + rowKey, example.toString()).statusCode(201);

        hold(topic, "0580/events-" + resource + "/" + rowKey, example);
    }

    @Test
    void municipalityAndAdministrationAreSentAsTheContractHasThem() throws IOException {
        JsonNode municipality = JSON.readTree(Contract.read("finance.municipality.v1.example.json"));
        ((ObjectNode) municipality).put("municipalityId", "0586");
        JsonNode administration = JSON.readTree(Contract.read("finance.administration.v1.example.json"));

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
        JsonNode body = JSON.readTree(message.body());
        assertEquals("1.0", message.headers().get("ce_specversion"));
        assertEquals("/finance-service", message.headers().get("ce_source"));
        assertEquals("se.tertial." + topic, message.headers().get("ce_type"));
        assertEquals(message.key(), message.headers().get("ce_subject"));
        assertEquals("application/json", message.headers().get("content-type"));
        assertEquals(body.get("revision").asText(), message.headers().get("ce_revision"));
        String epoch = message.headers().get("ce_epoch");
        assertEquals(
                "finance-service-" + (epoch.equals("0") ? "" : epoch + "-")
                        + body.get("revision").asText(),
                message.headers().get("ce_id"));
        assertEquals(
                message.headers().get("ce_time"),
                Instant.parse(message.headers().get("ce_time")).toString());
        assertEquals(Set.of(), violations(topic, body));
        assertEquals(withoutRevision(example), withoutRevision(body));
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
        assertEquals(Set.of(), violations(topic, JSON.readTree(Contract.read(topic + ".example.json"))));
    }

    private static List<Message> sent(String topic, String key, int count) {
        return await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> Messages.read(TestStack.kafka(), topic, key), hasSize(count));
    }

    private static Set<?> violations(String topic, JsonNode body) throws IOException {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Contract.read(topic + ".schema.json"))
                .validate(body);
    }

    private static JsonNode withoutRevision(JsonNode body) {
        return ((ObjectNode) body.deepCopy()).without("revision");
    }
}
