package se.tertial.report.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import se.tertial.kit.admission.Asker;
import se.tertial.kit.problem.Problem;

class CompositionsTest {

    private final Compositions compositions =
            new Compositions(new Asker(CurrentVertxRequest::new), new DocumentMemory(() -> {
                throw new AssertionError("no request");
            }));
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger composed = new AtomicInteger();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void draftsOfAMunicipalityWaitForEachOtherAndThoseOfOthersDoNot() throws Exception {
        List<Compositions.Place> taken = takeAll();
        CompletableFuture<Void> another = CompletableFuture.runAsync(() -> compose("0580"), threads);

        CompletableFuture.runAsync(() -> compose("0581"), threads).get(60, TimeUnit.SECONDS);

        assertEquals(1, composed.get(), "only that of the other municipality");
        taken.forEach(Compositions.Place::close);
        another.get(60, TimeUnit.SECONDS);
        assertEquals(2, composed.get());
    }

    @Test
    void onlySoManyWaitAndTheOthersAreToldAtOnce() {
        List<Compositions.Place> taken = takeAll();
        List<CompletableFuture<Void>> waiting = new ArrayList<>();
        IntStream.range(0, 40)
                .forEach(reader -> waiting.add(CompletableFuture.runAsync(() -> compose("0580"), threads)));

        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> waiting.stream().filter(CompletableFuture::isDone).count() == 10);
        assertThrows(Problem.class, () -> compositions.enter("0580"));
        taken.forEach(Compositions.Place::close);

        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> waiting.stream()
                .allMatch(CompletableFuture::isDone));
        assertEquals(30, composed.get());
        assertTrue(waiting.stream().anyMatch(CompletableFuture::isCompletedExceptionally));
    }

    /** How many there are depends on the machine. */
    private List<Compositions.Place> takeAll() {
        return IntStream.range(0, Compositions.MOST_OF_ONE)
                .mapToObj(number -> compositions.enter("0580"))
                .toList();
    }

    private void compose(String municipality) {
        try (Compositions.Place place = compositions.enter(municipality)) {
            place.allowance().spend(1);
            composed.incrementAndGet();
        }
    }
}
