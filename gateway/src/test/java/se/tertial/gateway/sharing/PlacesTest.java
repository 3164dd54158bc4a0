package se.tertial.gateway.sharing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import se.tertial.gateway.sharing.Places.NoPlace;
import se.tertial.gateway.sharing.Places.Place;

class PlacesTest {

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();

    @AfterEach
    void close() {
        vertx.close();
    }

    @Test
    void tenantTakesNoMoreThanItsShareWithHoweverManyClients() {
        Places places = new Places(8, 100, Duration.ofMinutes(1));

        long taken = takenAtOnce(places, "big", 20);

        assertEquals(4, taken);
        assertTrue(places.takeFree(of("small", "client")).isPresent());
    }

    @Test
    void placeThatBecomesFreeGoesToWhoHasTheFewest() throws InterruptedException {
        Places places = new Places(8, 100, Duration.ofMinutes(1));
        Place first = places.takeFree(of("other", "x")).orElseThrow();
        takenAtOnce(places, "other", 3);
        takenAtOnce(places, "big", 3);
        takenAtOnce(places, "third", 1);
        Future<Place> waitingOfBig = places.take(context, of("big", "b"));
        places.take(context, of("big", "c"));
        Future<Place> small = places.take(context, of("small", "d"));

        first.leave();

        await(small);
        assertFalse(waitingOfBig.isComplete());
        assertEquals(2, places.waiting());
        assertEquals(8, places.taken());
    }

    @Test
    void whoWaitsTooLongGetsNoPlaceAndLeavesNoTrace() throws InterruptedException {
        Places places = new Places(1, 100, Duration.ofMillis(20));
        Place only = places.takeFree(of("one", "a")).orElseThrow();

        Future<Place> late = places.take(context, of("two", "b"));

        await(late);
        assertInstanceOf(NoPlace.class, late.cause());
        only.leave();
        only.leave();
        assertEquals(0, places.waiting());
        assertEquals(0, places.taken());
    }

    @Test
    void tenantTakesNoMoreThanItsShareOfTheQueue() {
        Places places = new Places(2, 8, Duration.ofMinutes(1));
        List<Future<Place>> asked = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            asked.add(places.take(context, of("big", "client" + i)));
        }

        Future<Place> other = places.take(context, of("small", "client"));

        assertEquals(15, asked.stream().filter(Future::failed).count());
        assertTrue(other.succeeded());
    }

    private static long takenAtOnce(Places places, String tenant, int clients) {
        long taken = 0;
        for (int client = 0; client < clients; client++) {
            taken += places.takeFree(of(tenant, tenant + client)).isPresent() ? 1 : 0;
        }
        return taken;
    }

    private static void await(Future<Place> future) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        future.onComplete(place -> done.countDown());
        assertTrue(done.await(30, TimeUnit.SECONDS));
    }

    private static List<Share> of(String tenant, String client) {
        return List.of(new Share(tenant, 2), new Share(client, 4), Share.ALL);
    }
}
