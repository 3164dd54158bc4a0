package se.tertial.examples;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.tertial.examples.SmallSuite.Service;

/**
 * Kafka goes away while figures are written, report-service is killed meanwhile, and nothing is lost or doubled; nor is it hidden that
 * figures may be missing.
 */
class KafkaOutageTest {

    private static final int UNITS = 40;
    private static final Duration SOON = Duration.ofSeconds(90);

    @TempDir
    Path directory;

    @Test
    void reportEndsUpRightAndNothingIsDoubled() throws Exception {
        try (SmallSuite suite = new SmallSuite(directory)) {
            Service finance = suite.start("finance");
            Service report = suite.start("report");
            finance.awaitReady();
            report.awaitReady();
            suite.prepareReport(report);
            suite.writeActual(finance, UNITS, "1000.00");
            suite.awaitShown(report, UNITS, "40");
            await().atMost(SOON).until(() -> !suite.incomplete(report).contains("behind"));

            suite.stopKafka();
            suite.writeActual(finance, UNITS, "2000.00");
            assertEquals(409, suite.publish(report, "reason=Prov").statusCode());
            await().atMost(SOON).until(() -> suite.incomplete(report).contains("behind"));
            suite.publish(report, "ifBehind=PUBLISH&reason=Sammanträde")
                    .then()
                    .statusCode(201)
                    .body("behind", hasItem("finance-service"));
            assertEquals("40", suite.published(report, UNITS));
            report.kill();
            suite.writeActual(finance, UNITS, "3000.00");
            Service again = suite.start("report", report.port());
            suite.startKafka();
            again.awaitReady();

            await().atMost(SOON).until(() -> suite.publish(again, "reason=Prov").statusCode() == 201);
            assertEquals("120", suite.published(again, UNITS));
            suite.awaitShown(again, UNITS, "120");
            await().atMost(SOON).until(() -> !suite.incomplete(again).contains("behind"));
            assertEquals(
                    UNITS,
                    suite.count("report", "select count(*) from fact where topic = 'finance.operating-line.v1'"));
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> suite.count("finance", "select count(*) from outbox") == 0);
            assertEquals(
                    3 * UNITS,
                    suite.count("finance", "select count(*) from change where topic = 'finance.operating-line.v1'"));
        }
    }
}
