package se.tertial.report.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.TestStack;
import se.tertial.kit.access.Scope;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.report.Vss;
import se.tertial.report.delivery.EncodedDocument.Format;
import se.tertial.report.narrative.Narratives;
import se.tertial.report.narrative.SignificantEvents;
import se.tertial.report.replica.InputVersions;
import se.tertial.report.replica.ReadModel;
import se.tertial.report.reports.Publications;
import se.tertial.report.reports.Reports;
import se.tertial.report.template.Templates;
import se.tertial.report.watermark.Watermarks;

/** Two delivery sides, each with its own memory and its own count of compositions, on one database. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
class TwoInstancesTest {

    private static final ReportingPeriod AUGUST = ReportingPeriod.parse("2021-08");
    private static final String LINES = "finance.operating-line.v1";
    private static final int READERS = 8;
    private static final int CHANGES = 40;

    @Inject
    EntityManager entityManager;

    @Inject
    Reports reports;

    @Inject
    Templates templates;

    @Inject
    Narratives narratives;

    @Inject
    SignificantEvents events;

    @Inject
    ReadModel readModel;

    @Inject
    InputVersions versions;

    @Inject
    DocumentMemory memory;

    @Inject
    Publications publications;

    @Inject
    ObjectMapper json;

    @Inject
    Clock clock;

    @Inject
    Compositions composing;

    @Inject
    Watermarks watermarks;

    private Instance first;
    private Instance second;

    private record Instance(DocumentCache cache, MeterRegistry meters) {

        int compositions() {
            return (int) meters.counter("report.compositions").count();
        }
    }

    @BeforeEach
    void start() {
        first = instance();
        second = instance();
    }

    @Test
    void whatOneComposedTheOtherServes() {
        Vss vss = changed(new Vss().withReport());
        JsonNode composed = read(first, vss);

        JsonNode served = read(second, vss);

        assertEquals(composed, served);
        assertEquals(List.of(1, 0), List.of(first.compositions(), second.compositions()));
    }

    @Test
    void readersOfBothAtTheSameTimeComposeOncePerChange() {
        Vss vss = new Vss().withReport();

        for (int change = 1; change <= 5; change++) {
            changed(vss);
            List<CompletableFuture<JsonNode>> readers = IntStream.range(0, READERS)
                    .mapToObj(
                            reader -> CompletableFuture.supplyAsync(() -> read(reader % 2 == 0 ? first : second, vss)))
                    .toList();

            assertEquals(
                    1, readers.stream().map(CompletableFuture::join).distinct().count());
            assertEquals(change, first.compositions() + second.compositions());
        }
    }

    @Test
    void neitherServesAReportOlderThanWhatIsConsumed() {
        Vss vss = new Vss().withReport().withActual("lkdata", "1000.00", 1).awaitShown(0, 0, "1");
        long versionBefore = version(vss);
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> IntStream.rangeClosed(2, CHANGES)
                .forEach(revision -> vss.withActual("lkdata", revision + "000.00", revision)));

        List<CompletableFuture<Void>> readers = Stream.of(first, second, first, second)
                .map(instance -> CompletableFuture.runAsync(() -> readUntilLast(instance, vss)))
                .toList();

        readers.forEach(CompletableFuture::join);
        writing.join();
        long changes = version(vss) - versionBefore;
        int compositions = first.compositions() + second.compositions();
        assertTrue(compositions <= changes + 1, compositions + " compositions of " + changes + " changes");
    }

    private void readUntilLast(Instance instance, Vss vss) {
        long shown = 0;
        while (shown < CHANGES) {
            long consumed = QuarkusTransaction.requiringNew()
                    .call(() -> readModel.consumed(scope(vss)).get(LINES));
            JsonNode document = read(instance, vss);
            shown = document.get("readModel").get(LINES).asLong();
            assertTrue(shown >= consumed, "shows " + shown + ", consumed " + consumed);
            assertEquals(
                    shown + "000.00",
                    document.at("/sections/1/blocks/0/rows/0/cells/0/value").asText());
        }
    }

    private static Vss changed(Vss vss) {
        Vss.asController()
                .body(
                        "{\"items\": [{\"period\": \"2021-08\", \"sectionId\": \"overall\", \"markdown\": \"Läget %d.\"}]}"
                                .formatted(Vss.nextRevision()))
                .put(vss.path("narratives"))
                .then()
                .statusCode(200);
        return vss;
    }

    private JsonNode read(Instance instance, Vss vss) {
        EncodedDocument document =
                QuarkusTransaction.requiringNew().call(() -> instance.cache().draft(scope(vss), AUGUST, Format.JSON));
        byte[] bytes = new byte[document.plain().bytes().remaining()];
        document.plain().bytes().duplicate().get(bytes);
        try {
            return json.readTree(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long version(Vss vss) {
        return QuarkusTransaction.requiringNew().call(() -> versions.current(scope(vss)));
    }

    private static Scope scope(Vss vss) {
        return new Scope("0580", vss.key().substring("0580/".length()));
    }

    private Instance instance() {
        MeterRegistry meters = new SimpleMeterRegistry();
        Drafts drafts = new Drafts(
                entityManager,
                reports,
                templates,
                narratives,
                events,
                readModel,
                versions,
                json,
                clock,
                composing,
                watermarks,
                meters);
        return new Instance(
                new DocumentCache(publications, drafts, new Hearing(Duration.ZERO, System::nanoTime), memory), meters);
    }
}
