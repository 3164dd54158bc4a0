package se.tertial.examples;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.tertial.examples.SmallSuite.Service;

/** Two instances of report-service on one database compose each change once, and neither is behind the other. */
class TwoInstancesTest {

    private static final int UNITS = 3;
    private static final int CHANGES = 6;
    private static final String COMPOSITIONS = "select sum(compositions) from composed_document";

    @TempDir
    Path directory;

    @Test
    void everyChangeIsComposedOnceAndSeenThroughBoth() throws Exception {
        try (SmallSuite suite = new SmallSuite(directory)) {
            Service finance = suite.start("finance");
            List<Service> reports = List.of(suite.start("report"), suite.start("report"));
            finance.awaitReady();
            reports.forEach(Service::awaitReady);
            suite.prepareReport(reports.get(0));
            suite.writeActual(finance, UNITS, "1000.00");
            suite.awaitShown(reports.get(0), UNITS, "3");
            assertEquals("3", suite.shown(reports.get(1), UNITS));

            for (int change = 2; change < 2 + CHANGES; change++) {
                String sum = Integer.toString(UNITS * change);
                suite.writeActual(finance, UNITS, change + "000.00");
                awaitConsumed(suite, change + "000.00");
                long before = suite.count("report", COMPOSITIONS);

                List<CompletableFuture<String>> readers = Stream.concat(reports.stream(), reports.stream())
                        .map(report -> CompletableFuture.supplyAsync(() -> suite.shown(report, UNITS)))
                        .toList();

                readers.forEach(reader -> assertEquals(sum, reader.join()));
                assertEquals(before + 1, suite.count("report", COMPOSITIONS));
            }
        }
    }

    private static void awaitConsumed(SmallSuite suite, String net) {
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        suite.count("report", "select count(*) from fact where body::json ->> 'net' = '" + net + "'")
                                == UNITS);
    }

    @Test
    void whatIsPublishedOrWithdrawnThroughOneIsSoThroughTheOther() throws Exception {
        try (SmallSuite suite = new SmallSuite(directory)) {
            Service finance = suite.start("finance");
            List<Service> reports = List.of(suite.start("report"), suite.start("report"));
            finance.awaitReady();
            reports.forEach(Service::awaitReady);
            suite.prepareReport(reports.get(0));
            suite.writeActual(finance, UNITS, "1000.00");
            suite.awaitShown(reports.get(0), UNITS, "3");
            suite.publish(reports.get(0));
            assertEquals("3", suite.published(reports.get(1), UNITS));
            suite.writeActual(finance, UNITS, "2000.00");
            suite.awaitShown(reports.get(1), UNITS, "6");

            suite.publish(reports.get(1));

            reports.forEach(report -> await().atMost(Duration.ofSeconds(60))
                    .until(() -> suite.published(report, UNITS).equals("6")));

            suite.withdraw(reports.get(0), 2);

            reports.forEach(report -> await().atMost(Duration.ofSeconds(60))
                    .until(() -> suite.published(report, UNITS).equals("3")));
        }
    }
}
