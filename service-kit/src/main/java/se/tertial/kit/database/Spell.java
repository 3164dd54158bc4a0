package se.tertial.kit.database;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Something that goes wrong for a while: so that the log tells when it begins and when it has ended, and not each time. */
public final class Spell {

    /** For so long nothing of the kind happens before it has ended: what fails by turns is one spell. */
    private static final Duration QUIET = Duration.ofSeconds(10);

    private final Clock clock;
    private final AtomicReference<@Nullable Instant> last = new AtomicReference<>();

    /** None yet. */
    public Spell(Clock clock) {
        this.clock = clock;
    }

    /** It happened: whether that is the first time of a spell. */
    public boolean begins() {
        return last.getAndSet(clock.instant()) == null;
    }

    /** It went well: whether a spell has ended by that. */
    public boolean ends() {
        Instant failed = last.get();
        return failed != null && !clock.instant().isBefore(failed.plus(QUIET)) && last.compareAndSet(failed, null);
    }
}
