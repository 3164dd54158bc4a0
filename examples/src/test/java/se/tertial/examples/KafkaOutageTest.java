package se.tertial.examples;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.tertial.examples.SmallSuite.Service;

/** Kafka goes away while figures are written, report-service is killed meanwhile, and nothing is lost or doubled. */
class KafkaOutageTest {

    private static final int UNITS = 40;

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

            suite.stopKafka();
            suite.writeActual(finance, UNITS, "2000.00");
            report.kill();
            suite.writeActual(finance, UNITS, "3000.00");
            Service again = suite.start("report", report.port());
            suite.startKafka();
            again.awaitReady();

            suite.awaitShown(again, UNITS, "120");
            assertEquals(
                    UNITS,
                    suite.count("report", "select count(*) from fact where topic = 'finance.operating-line.v1'"));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> suite.count("finance", "select count(*) from outbox") == 0);
            assertEquals(3 * UNITS, suite.count("finance", "select count(*) from change"));
        }
    }
}
