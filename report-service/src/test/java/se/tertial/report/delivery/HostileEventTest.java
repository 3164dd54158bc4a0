package se.tertial.report.delivery;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.TestStack;
import se.tertial.report.EveryText;
import se.tertial.report.Example;
import se.tertial.report.Page;
import se.tertial.report.Vss;
import se.tertial.report.composition.ReportComposition;
import se.tertial.report.rendering.HtmlReport;
import se.tertial.report.replica.Facts;
import se.tertial.report.replica.Known;

/** Events that no service of ours would send: every text in them, identifiers too, is markup. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
class HostileEventTest {

    private static final String PAYLOAD =
            "\" onmouseover=\"alert(1)\"><img src=x onerror=alert(1)></style></title><script>alert(1)</script>";

    @Test
    void markupInEventsAndTextsStandsAsTextInTheDraftAndInThePublication() throws Exception {
        Vss vss = new Vss();
        Vss.asController()
                .body(Example.json().writeValueAsString(Example.template()))
                .put(vss.path("templates/" + Example.template().templateId()))
                .then()
                .statusCode(201);
        Vss.asController()
                .body(Map.of(
                        "period",
                        "2021-08",
                        "templateId",
                        Example.template().templateId(),
                        "title",
                        "Rapport " + PAYLOAD))
                .put(vss.path("reports/2021-08"))
                .then()
                .statusCode(201);
        Vss.asController()
                .body(Map.of(
                        "period",
                        "2021-08",
                        "sectionId",
                        "overall",
                        "markdown",
                        "# " + PAYLOAD + "\n\n[a](javascript:alert(1))"))
                .put(vss.path("narratives/2021-08~overall"))
                .then()
                .statusCode(201);
        sendExample(vss);
        int rows = rowsOfTheHostileReport();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> page(vss, "draft").document().select("tr").size() == rows
                        && page(vss, "draft").document().select("article.goal").size() == 11);

        Page draft = page(vss, "draft");
        Vss.asController()
                .post(vss.path("reports/2021-08/publications" + Vss.AS_IT_IS))
                .then()
                .statusCode(201);
        Page published = Page.of(
                given().get(vss.path("reports/2021-08/document?format=html")).asString());

        assertEquals(Set.of(), draft.foreign());
        assertEquals(Set.of(), published.foreign());
        assertEquals(Set.of(), draft.dangling());
        assertTrue(draft.document().select("article.goal").first().text().contains(PAYLOAD), "as it was written");
    }

    /** Measures that the template chooses have other identifiers than it says, and no row. */
    private static int rowsOfTheHostileReport() {
        ReportComposition.Input input = Example.input();
        List<Known<?>> facts = Example.facts().stream()
                .filter(known -> !known.topic().equals("finance.municipality.v1"))
                .<Known<?>>map(known -> new Known<>(
                        known.topic(),
                        known.key(),
                        known.revision(),
                        EveryText.rewritten(known.fact(), text -> text + PAYLOAD)))
                .toList();
        String page = HtmlReport.render(ReportComposition.compose(new ReportComposition.Input(
                input.scope(),
                input.period(),
                input.title(),
                input.template(),
                input.templateId(),
                Map.of(),
                List.of(),
                Facts.of(facts),
                input.readModel())));
        return Page.of(page).document().select("tr").size();
    }

    private static Page page(Vss vss, String version) {
        return Page.of(Vss.asController()
                .get(vss.path("reports/2021-08/document?format=html&version=" + version))
                .then()
                .statusCode(200)
                .extract()
                .asString());
    }

    /** Who forges an event gives it a key that fits: what it is of, and of which period. */
    private static String row(Known<?> known, JsonNode hostile) {
        Map.Entry<String, JsonNode> first = hostile.properties().iterator().next();
        String of = first.getKey().endsWith("Id") ? first.getValue().asText() : "it";
        return of + "~" + known.fact().period() + "~" + known.key();
    }

    private static void sendExample(Vss vss) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", TestStack.kafka()), new StringSerializer(), new StringSerializer())) {
            for (Known<?> known : Example.facts()) {
                if (known.topic().equals("finance.municipality.v1")) {
                    continue; // it is that of other tests as well
                }
                JsonNode hostile =
                        Example.json().valueToTree(EveryText.rewritten(known.fact(), text -> text + PAYLOAD));
                String key = vss.key() + "/" + row(known, hostile);
                String body = hostile.toString();
                ProducerRecord<String, String> message = new ProducerRecord<>(known.topic(), 0, key, body);
                message.headers()
                        .add("ce_revision", Long.toString(Vss.nextRevision()).getBytes(StandardCharsets.UTF_8));
                producer.send(message);
            }
            producer.flush();
        }
    }
}
