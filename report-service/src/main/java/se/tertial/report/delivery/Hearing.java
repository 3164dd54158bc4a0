package se.tertial.report.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Whether this instance is told of publications. While it is, what lies in memory is the latest. While it is not, that may have
 * been superseded: it is served for some time, marked, unless another instance is told and can answer in its place.
 */
@ApplicationScoped
class Hearing {

    /** An instance whose heartbeat was answered longer ago is not told of anything, whatever its connection looks like. */
    static final Duration PROMPT = Duration.ofSeconds(5);

    private final Duration patience;
    private final LongSupplier nanos;
    private volatile boolean begun;
    private volatile boolean listening;
    private volatile boolean othersHear;
    private volatile long heardAt;

    @Inject
    Hearing(PublicationConfig config) {
        this(config.unheard(), System::nanoTime);
    }

    /** @param nanos the time, as {@link System#nanoTime} counts */
    Hearing(Duration patience, LongSupplier nanos) {
        this.patience = patience;
        this.nanos = nanos;
    }

    /** Whether what lies in memory is known to be the latest. */
    boolean hears() {
        return listening && silence().compareTo(PROMPT) <= 0;
    }

    /** Whether it ever was told, since it started. */
    boolean hasBegun() {
        return begun;
    }

    /** Whether another instance is told of publications while this one is not. */
    boolean isDeafAlone() {
        return othersHear && !hears();
    }

    /** The age with which what lies in memory may be served, in seconds, 0 if it is the latest; empty if it may not. */
    OptionalLong ageOfKept() {
        Duration silence = silence();
        if (listening && silence.compareTo(PROMPT) <= 0) {
            return OptionalLong.of(0);
        }
        boolean may = begun && !othersHear && silence.compareTo(patience) <= 0;
        return may ? OptionalLong.of(Math.max(1, silence.toSeconds())) : OptionalLong.empty();
    }

    /** For how long nothing was heard: what lies in memory was the latest then. */
    Duration silence() {
        return Duration.ofNanos(nanos.getAsLong() - heardAt);
    }

    /**
     * Everything published before a point in time has been heard of.
     *
     * @param since that time, as {@link System#nanoTime} counts
     */
    void heard(long since) {
        heardAt = since;
        begun = true;
        listening = true;
        othersHear = false;
    }

    /** Nothing is heard until further notice. */
    void deaf() {
        listening = false;
    }

    void othersHear(boolean hear) {
        othersHear = hear;
    }
}
