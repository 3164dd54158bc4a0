package se.tertial.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static se.tertial.devstack.EventContract.differences;
import static se.tertial.devstack.EventContract.example;
import static se.tertial.devstack.EventContract.sent;
import static se.tertial.devstack.EventContract.violations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.tertial.devstack.Contract;
import se.tertial.devstack.Messages.Message;
import se.tertial.devstack.TestStack;

@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
class EventContractTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource({
        "report.template.v1, templates, delarsrapport",
        "report.report.v1, reports, 2021-08",
        "report.narrative.v1, narratives, 2021-08~overall",
        "report.event.v1, events, 2021-08~besoksdisken-i-berga",
        "report.period.v1, periods, 2021-08"
    })
    void whatIsWrittenIsSentAsTheContractHasIt(String topic, String resource, String rowKey) throws IOException {
        Vss vss = new Vss();
        if (resource.equals("reports")) {
            put(vss, "templates/delarsrapport", "report.template.v1");
        }
        JsonNode example = example(topic);

        Vss.asController()
                .body(example.toString())
                .put(vss.path(resource + "/" + rowKey))
                .then()
                .statusCode(201);

        Message message = sent(topic, vss.key() + "/" + rowKey, 1).get(0);
        assertEquals(List.of(), differences("report-service", topic, message, example));
    }

    @Test
    void templateOfAWholeReportIsSentAsTheSchemaHasIt() throws IOException {
        Vss vss = new Vss();
        JsonNode template = new ObjectMapper(new YAMLFactory())
                .readTree(Path.of("../examples/linkoping-vss-2021-08/report/template.yaml")
                        .toFile())
                .get(0);

        Vss.asController()
                .body(template.toString())
                .put(vss.path("templates/delarsrapport"))
                .then()
                .statusCode(201);

        Message message =
                sent("report.template.v1", vss.key() + "/delarsrapport", 1).get(0);
        assertEquals(Set.of(), violations("report.template.v1", JSON.readTree(message.body())));
    }

    @Test
    void deletionIsSentAsATombstoneThatTellsItsRevision() throws IOException {
        Vss vss = new Vss();
        put(vss, "narratives/2021-08~overall", "report.narrative.v1");

        Vss.overwriting().delete(vss.path("narratives/2021-08~overall")).then().statusCode(204);

        Message tombstone =
                sent("report.narrative.v1", vss.key() + "/2021-08~overall", 2).get(1);
        int revision = Vss.asController()
                .get(vss.path("narratives/2021-08~overall/revisions"))
                .path("items[0].revision");
        assertNull(tombstone.body());
        assertEquals(Integer.toString(revision), tombstone.headers().get("ce_revision"));
    }

    private static void put(Vss vss, String address, String topic) throws IOException {
        Vss.asController()
                .body(Contract.read(topic + ".example.json"))
                .put(vss.path(address))
                .then()
                .statusCode(201);
    }
}
