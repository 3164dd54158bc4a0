package se.tertial.kit.admission;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Places of which each key has only so many. Whoever finds none waits in the order of arrival; but not more than so many, and
 * not longer than so long.
 */
public final class Waiting {

    private final int places;
    private final int most;
    private final Duration longest;
    private final ConcurrentMap<String, Line> lines = new ConcurrentHashMap<>();

    /**
     * Places for each of any number of keys.
     *
     * @param places how many have one at once
     * @param most how many wait at once
     * @param longest how long one waits
     */
    public Waiting(int places, int most, Duration longest) {
        this.places = places;
        this.most = most;
        this.longest = longest;
    }

    /** A place, until it is closed. */
    public final class Place implements AutoCloseable {

        private final String key;
        private final Line line;

        private Place(String key, Line line) {
            this.key = key;
            this.line = line;
        }

        @Override
        public void close() {
            line.free.release();
            leave(key);
        }
    }

    /** Those of one key; there are as many of these as keys in use, and no more. */
    private static final class Line {

        private final Semaphore free;
        private int present;

        Line(int places) {
            free = new Semaphore(places, true);
        }
    }

    /** A place; null if too many wait, or it took too long. */
    public @Nullable Place enter(String key) {
        return enter(key, longest);
    }

    /** A place; null if too many wait, or it took longer than this. */
    @Nullable
    Place enter(String key, Duration longest) {
        Line line = join(key);
        if (line == null) {
            return null;
        }
        try {
            if (line.free.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                return new Place(key, line);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        leave(key);
        return null;
    }

    private @Nullable Line join(String key) {
        boolean[] joined = {false};
        Line line = lines.compute(key, (same, present) -> {
            Line here = present == null ? new Line(places) : present;
            if (here.present < places + most) {
                here.present++;
                joined[0] = true;
            }
            return here;
        });
        return joined[0] ? line : null;
    }

    private void leave(String key) {
        lines.computeIfPresent(key, (same, line) -> --line.present == 0 ? null : line);
    }
}
