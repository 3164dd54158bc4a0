package se.tertial.report.replica;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Looks every few seconds how the read model stands in the database, so that nobody who asks for metrics or for readiness waits
 * for the database.
 */
@ApplicationScoped
class ReadModelWatch {

    private static final Logger LOG = Logger.getLogger(ReadModelWatch.class);
    private static final int LOOK_MILLIS = 2_000;

    /** More are not counted: what is read does not grow. */
    private static final int MOST_LETTERS = 10_000;

    /** Of the places where messages lie that are not kept, so many are told. */
    private static final int MOST_LINES = 10;

    private final Generations generations;
    private final GenerationHistory history;
    private final DeadLetters letters;
    private final UnkeptLetters unkept;
    private final Clock clock;
    private volatile boolean running = true;
    private volatile @Nullable ReadModelStatus standing;
    private @Nullable Thread thread;

    @Inject
    ReadModelWatch(
            Generations generations,
            GenerationHistory history,
            DeadLetters letters,
            UnkeptLetters unkept,
            MeterRegistry meters,
            Clock clock) {
        this.generations = generations;
        this.history = history;
        this.letters = letters;
        this.unkept = unkept;
        this.clock = clock;
        gauge(
                meters,
                "dead.letters",
                "Messages that were put aside, and nothing newer is known of their rows",
                ReadModelStatus::deadLetters);
        gauge(
                meters,
                "dead.letters.not.kept",
                "Messages that were put aside beyond what is kept, and only counted",
                ReadModelStatus::unkept);
        gauge(
                meters,
                "whole",
                "Whether the read model has all that reports use",
                now -> now.notWholeFor() == null ? 1 : 0);
        gauge(meters, "generation", "Number of the build that reports are composed from", now -> now.inUse()
                .number());
        gauge(
                meters,
                "age.seconds",
                "For how long reports have been composed from this build of the read model",
                now -> Duration.between(now.inUseSince(), clock.instant()).toSeconds());
        for (Rebuild.State state :
                List.of(Rebuild.State.RUNNING, Rebuild.State.NEEDS_CONFIRMATION, Rebuild.State.FAILED)) {
            Gauge.builder("tertial.read.model.rebuild", this, watch -> watch.read(now -> now.isRebuild(state) ? 1 : 0))
                    .tag("state", state.name().toLowerCase(Locale.ROOT))
                    .description("Whether the newest rebuild is in this state")
                    .register(meters);
        }
    }

    private void gauge(MeterRegistry meters, String name, String description, ToLongFunction<ReadModelStatus> value) {
        Gauge.builder("tertial.read.model." + name, this, watch -> watch.read(value))
                .description(description)
                .register(meters);
    }

    /** 0 while the database was never asked. */
    private long read(ToLongFunction<ReadModelStatus> value) {
        ReadModelStatus now = standing;
        return now == null ? 0 : value.applyAsLong(now);
    }

    /** As it stood at the last look; null while the database has not answered yet. */
    @Nullable
    ReadModelStatus standing() {
        return standing;
    }

    void start(@Observes StartupEvent event) {
        thread = new Thread(this::run, "read-model-watch");
        thread.setDaemon(true);
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        running = false;
        if (thread != null) {
            thread.interrupt();
            thread.join(5_000);
        }
    }

    private void run() {
        while (running) {
            try {
                ReadModelStatus before = standing;
                ReadModelStatus now = QuarkusTransaction.requiringNew().call(this::look);
                standing = now;
                tell(before, now);
            } catch (RuntimeException | Error e) {
                LOG.debugf(e, "How the read model stands is not known for now"); // who consumes says so
            }
            pause();
        }
    }

    private ReadModelStatus look() {
        return new ReadModelStatus(
                clock.instant(),
                generations.whyNotWhole().orElse(null),
                history.current(),
                history.page(0, 1).get(0),
                letters.countOpen(MOST_LETTERS),
                unkept.count(),
                unkept.oldest(MOST_LINES));
    }

    private static void tell(@Nullable ReadModelStatus before, ReadModelStatus now) {
        boolean were = before != null && before.deadLetters() > 0;
        if (!were && now.deadLetters() > 0) {
            LOG.warnf("Messages lie aside that could not be read: %d; see read-model/dead-letters", now.deadLetters());
        } else if (were && now.deadLetters() == 0) {
            LOG.info("No message lies aside any more");
        }
        if (now.unkept() > 0 && (before == null || before.unkept() == 0)) {
            LOG.warnf(
                    "More messages lie aside than are kept; the others are counted, and read again as soon as there is room: %s",
                    now.oldestUnkept());
        } else if (now.unkept() == 0 && before != null && before.unkept() > 0) {
            LOG.info("Every message that lies aside is kept again");
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            // only the shutdown interrupts, and the loop ends
        }
    }
}
