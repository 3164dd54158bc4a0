package se.tertial.report.replica;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.tertial.devstack.OtherServices;
import se.tertial.devstack.TestStack;
import se.tertial.report.Vss;

/** Whoever sends in a service's name what it never announced changes no report, and keeps none from changing. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
@QuarkusTestResource(OtherServices.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ForgedRevisionTest {

    private static final String LINES = "finance.operating-line.v1";

    @Inject
    Announcements announcements;

    /** The other services announce epoch 1 and revision 10. */
    @Order(1)
    @ParameterizedTest
    @CsvSource({"1, 9007199254740991", "2, 5", "100000, 1"})
    void doesNotStick(long epoch, long revision) {
        await().atMost(Duration.ofSeconds(60)).until(() -> announcements.refusal(LINES, epoch, revision) != null);
        Vss vss = new Vss().withReport();

        send(vss, epoch, revision, "1000.00");
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> status(vss)
                .body("putAside.reason", hasItem(containsString("announced none after"))));
        send(vss, 1, 11, "5000.00");

        vss.awaitShown(0, 0, "5");
        status(vss).body("putAside", hasSize(0));
    }

    @Order(2)
    @Test
    void whatCameBeforeItsRestoreWasAnnouncedIsReadThen() {
        await().atMost(Duration.ofSeconds(60)).until(() -> announcements.refusal(LINES, 3, 5) != null);
        Vss vss = new Vss().withReport();
        send(vss, 3, 5, "7000.00");
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> status(vss)
                .body("putAside.reason", hasItem(containsString("announced none after"))));

        announcements.heard("finance", 3, 5);

        vss.awaitShown(0, 0, "7");
        status(vss).body("putAside", hasSize(0));
    }

    private static ValidatableResponse status(Vss vss) {
        return Vss.asController().get(vss.path("reports/2021-08")).then().statusCode(200);
    }

    private static void send(Vss vss, long epoch, long revision, String net) {
        ProducerRecord<String, String> message = new ProducerRecord<>(
                LINES,
                0,
                vss.key() + "/lkdata~actual~2021-08",
                "{\"unitId\": \"lkdata\", \"scenario\": \"ACTUAL\", \"period\": \"2021-08\", \"net\": \"" + net
                        + "\"}");
        message.headers().add("ce_epoch", Long.toString(epoch).getBytes(StandardCharsets.UTF_8));
        message.headers().add("ce_revision", Long.toString(revision).getBytes(StandardCharsets.UTF_8));
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", TestStack.kafka()), new StringSerializer(), new StringSerializer())) {
            producer.send(message);
        }
    }
}
