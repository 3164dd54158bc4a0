package se.tertial.report.delivery;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.quarkus.arc.Arc;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.TestStack;
import se.tertial.kit.access.Scope;
import se.tertial.kit.database.ServiceDatabase;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.kit.problem.Problem;
import se.tertial.report.Vss;
import se.tertial.report.delivery.EncodedDocument.Format;
import se.tertial.report.reports.HeldUpPublications;

/** What an instance keeps of publications while it hears of them, while it does not, and when it does again. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
class DocumentCacheTest {

    private static final ReportingPeriod AUGUST = ReportingPeriod.parse("2021-08");

    @Inject
    EntityManager entityManager;

    @Inject
    ServiceDatabase database;

    @Inject
    Drafts drafts;

    @Inject
    DocumentMemory memory;

    private final Hearing hearing = new Hearing(Duration.ofMinutes(10), System::nanoTime);
    private HeldUpPublications publications;
    private DocumentCache cache;
    private Vss vss;

    @BeforeEach
    void publishOnce() throws Exception {
        publications = new HeldUpPublications(entityManager);
        cache = new DocumentCache(publications, drafts, hearing, memory);
        vss = new Vss().withReport();
        publish(1);
        hear();
    }

    @Test
    void whatWasReadBeforeItFellDeafIsNotKeptWhenItHearsAgain() throws Exception {
        publications.holdUp();
        CompletableFuture<String> slow = CompletableFuture.supplyAsync(this::served);
        publications.awaitHeldUp(1);
        hearing.deaf();
        publish(2);
        hear();

        publications.goOn();

        assertEquals(version(1), slow.get(30, TimeUnit.SECONDS));
        assertEquals(version(2), served());
    }

    @Test
    void whatIsPublishedWhileItIsReadIsNotHiddenByIt() throws Exception {
        publications.holdUp();
        CompletableFuture<String> slow = CompletableFuture.supplyAsync(this::served);
        publications.awaitHeldUp(1);
        publish(2);
        cache.publicationsChanged(vss.key() + "/2021-08");

        publications.goOn();

        assertEquals(version(1), slow.get(30, TimeUnit.SECONDS));
        assertEquals(version(2), served());
    }

    @Test
    void whatWasSupersededUnheardIsGoneWhenItHearsAgain() throws Exception {
        served();
        hearing.deaf();
        publish(2);
        assertEquals(version(1), served());

        hear();

        assertEquals(version(2), served());
    }

    @Test
    void whatWasWithdrawnUnheardIsGoneWhenItHearsAgain() throws Exception {
        publish(2);
        hear();
        served();
        served(2);
        hearing.deaf();
        withdraw(2);
        assertEquals(served(), served(2));

        hear();

        assertEquals(version(1), served());
        assertNull(read(2));
    }

    @Test
    void whatIsWithdrawnWhileItIsReadIsNotKept() throws Exception {
        publish(2);
        publications.holdUp();
        CompletableFuture<String> slow = CompletableFuture.supplyAsync(() -> served(2));
        publications.awaitHeldUp(1);
        withdraw(2);
        cache.publicationsChanged(vss.key() + "/2021-08");

        publications.goOn();

        slow.get(30, TimeUnit.SECONDS);
        assertNull(read(2));
    }

    @Test
    void earlierVersionSaysThatThereIsALaterOne() throws Exception {
        served(1);
        publish(2);
        cache.publicationsChanged(vss.key() + "/2021-08");

        List<String> links = links(1);

        assertEquals(
                List.of(
                        "<document?version=2&format=json>; rel=\"successor-version\", <document?version=2&format=json>; rel=\"latest-version\""),
                links);
    }

    @Test
    void whatIsStillTheLatestStaysAndIsNotReadAgain() throws Exception {
        served();
        served(1);
        hearing.deaf();
        hear();

        int readings = publications.readings();

        assertEquals(version(1), served());
        assertEquals(version(1), served(1));
        assertEquals(readings, publications.readings());
    }

    @Test
    void oldVersionIsReadOnce() throws Exception {
        publish(2);
        served(1);
        served(2);
        int readings = publications.readings();

        String first = served(1);

        assertEquals(version(1), first);
        assertEquals(readings, publications.readings());
    }

    @Test
    void publicationThatTheDatabaseNoLongerHasIsGone() throws Exception {
        served();
        served(1);
        hearing.deaf();
        // As nobody but the server's administration may.
        try (Connection connection = DriverManager.getConnection(TestStack.database("report"), "postgres", "");
                Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    update publication set published_at = published_at + interval '1 day', json = '{"restored": true}'
                    where municipality_id || '/' || administration_id = '%s'
                    """
                            .formatted(vss.key()));
        }

        hear();

        assertEquals("{\"restored\": true}", served());
        assertEquals("{\"restored\": true}", served(1));
    }

    @Test
    void whoReadsMuchOfOneMunicipalityHindersNoOther() throws Exception {
        publications.holdUp();
        List<CompletableFuture<Void>> readers = IntStream.rangeClosed(1, 4)
                .mapToObj(number -> CompletableFuture.runAsync(() -> asked("0580", number)))
                .toList();
        publications.awaitHeldUp(4);

        Problem refused = assertThrows(Problem.class, () -> asked("0580", 5));

        assertEquals(
                "Many documents of this municipality are being read just now. Nothing was changed; try again soon.",
                refused.getMessage());
        publications.goOn();
        for (CompletableFuture<Void> reader : readers) {
            reader.get(30, TimeUnit.SECONDS);
        }
        assertDoesNotThrow(() -> asked("0580", 5));
    }

    @Test
    void whoIsReadWhileMuchOfAnotherIsReadIsServed() throws Exception {
        publications.holdUp();
        List<CompletableFuture<Void>> readers = IntStream.rangeClosed(1, 4)
                .mapToObj(number -> CompletableFuture.runAsync(() -> asked("0580", number)))
                .toList();
        publications.awaitHeldUp(4);
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> asked("0180", 1));

        publications.awaitHeldUp(1);

        publications.goOn();
        other.get(30, TimeUnit.SECONDS);
        for (CompletableFuture<Void> reader : readers) {
            reader.get(30, TimeUnit.SECONDS);
        }
    }

    private void asked(String municipalityId, int number) {
        inRequest(() -> cache.published(new Scope(municipalityId, "any"), AUGUST, number, Format.JSON));
    }

    private void hear() throws Exception {
        try (Connection connection = database.open("cache-test")) {
            long since = System.nanoTime();
            cache.verify(connection);
            hearing.heard(since);
        }
    }

    private void publish(int number) {
        Vss.asController()
                .body(
                        "{\"items\": [{\"period\": \"2021-08\", \"sectionId\": \"overall\", \"markdown\": \"Läget %d.\"}]}"
                                .formatted(number))
                .put(vss.path("narratives"))
                .then()
                .statusCode(200);
        Vss.asController()
                .post(vss.path("reports/2021-08/publications" + Vss.AS_IT_IS))
                .then()
                .statusCode(201);
    }

    private void withdraw(int number) {
        Vss.asController()
                .body("{\"reason\": \"Fel.\"}")
                .post(vss.path("reports/2021-08/publications/" + number + "/withdrawal"))
                .then()
                .statusCode(200);
    }

    private List<String> links(int number) {
        return read(number).document().plain().headersNotModified().stream()
                .filter(header -> "Link".contentEquals(header.name()))
                .map(header -> header.value().toString())
                .toList();
    }

    private String version(int number) {
        return given().get(vss.path("reports/2021-08/document?version=" + number))
                .asString();
    }

    private String served() {
        return served(null);
    }

    private DocumentCache.Served read(Integer number) {
        Scope scope = new Scope("0580", vss.key().substring("0580/".length()));
        return inRequest(() -> cache.published(scope, AUGUST, number, Format.JSON));
    }

    private String served(Integer number) {
        ByteBuffer bytes = read(number).document().plain().bytes().duplicate();
        return UTF_8.decode(bytes).toString();
    }

    private static <T> T inRequest(Supplier<T> action) {
        var context = Arc.container().requestContext();
        if (context.isActive()) {
            return action.get();
        }
        context.activate();
        try {
            return action.get();
        } finally {
            context.terminate();
        }
    }
}
