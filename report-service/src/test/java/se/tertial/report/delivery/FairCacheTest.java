package se.tertial.report.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FairCacheTest {

    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong nanos = new AtomicLong();
    private final FairCache<String> cache = new FairCache<>(100, () -> nanos.addAndGet(SECOND + 1));

    @Test
    void howeverMuchOneHasItPushesOutNobodyWhoHasLess() {
        cache.put("0580", "small", 30, "a page");

        for (int number = 1; number <= 50; number++) {
            cache.put("0180", "large-" + number, 20, "another");
        }

        assertEquals("a page", cache.get("small"));
        assertEquals(90, cache.weight());
    }

    @Test
    void whatWasNotAskedForLongestGoesFirst() {
        IntStream.rangeClosed(1, 5).forEach(number -> cache.put("0180", "page-" + number, 20, "page " + number));
        cache.get("page-1");

        cache.put("0180", "page-6", 20, "page 6");

        assertEquals("page 1", cache.get("page-1"));
        assertNull(cache.get("page-2"));
    }

    @Test
    void newcomerGetsItsPlaceFromWhoHasMost() {
        IntStream.rangeClosed(1, 3).forEach(number -> cache.put("0180", "most-" + number, 20, "page"));
        IntStream.rangeClosed(1, 2).forEach(number -> cache.put("0480", "some-" + number, 20, "page"));

        cache.put("0580", "new", 20, "page");

        assertNull(cache.get("most-1"));
        assertEquals(5, cache.values().size());
        assertEquals("page", cache.get("new"));
    }

    @Test
    void whatIsLargerThanAllRoomIsNotKept() {
        cache.put("0180", "huge", 101, "page");

        assertNull(cache.get("huge"));
        assertEquals(0, cache.weight());
    }

    @Test
    void whatIsReplacedOrRemovedWeighsNothing() {
        cache.put("0180", "page", 60, "first");
        cache.put("0180", "page", 40, "second");
        cache.put("0180", "other", 10, "other");

        cache.remove("other");

        assertEquals(40, cache.weight());
        assertEquals(List.of("second"), cache.values());
    }
}
