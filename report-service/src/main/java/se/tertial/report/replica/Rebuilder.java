package se.tertial.report.replica;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import se.tertial.report.replica.Generation.Cause;

/**
 * Builds generations of the read model, in a thread of its own. Every instance looks each second whether a build is wanted that
 * nobody is at, whether one is dead, and whether there are facts that nobody needs any more.
 */
@ApplicationScoped
class Rebuilder {

    private static final Logger LOG = Logger.getLogger(Rebuilder.class);
    private static final int LOOK_MILLIS = 1000;

    /** Few enough for one statement to take well under a second. */
    private static final int PIECE = 5_000;

    private static final int PIECES = 10;

    private static final long REREAD_NANOS = Duration.ofSeconds(10).toNanos();

    /** A rebuild that is wanted meanwhile does not wait long. */
    private static final Duration REREADING = Duration.ofSeconds(3);

    /** More than comes in the seconds that an announcement may take. */
    private static final int MOST_EARLY = 20_000;

    private final String name = UUID.randomUUID().toString();
    private final Generations generations;
    private final Abandonment abandonment;
    private final Building building;
    private final ConsumedTopics topics;
    private final Positions positions;
    private final DeadLetters letters;
    private final Redelivery redelivery;
    private final Rereading rereading;
    private final Announcements announcements;
    private volatile boolean running = true;
    private @Nullable Thread thread;
    private String trouble = "";
    private List<Long> early = List.of();
    private long rereadNanos = System.nanoTime();

    @Inject
    Rebuilder(
            Generations generations,
            Abandonment abandonment,
            Building building,
            ConsumedTopics topics,
            Positions positions,
            DeadLetters letters,
            Redelivery redelivery,
            Rereading rereading,
            Announcements announcements) {
        this.generations = generations;
        this.abandonment = abandonment;
        this.topics = topics;
        this.positions = positions;
        this.building = building;
        this.letters = letters;
        this.redelivery = redelivery;
        this.rereading = rereading;
        this.announcements = announcements;
    }

    void start(@Observes StartupEvent event) {
        thread = new Thread(this::run, "read-model-rebuilder");
        thread.setDaemon(true);
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        running = false;
        building.stop();
        if (thread != null) {
            thread.interrupt();
            thread.join(5_000);
        }
    }

    private void run() {
        while (running) {
            try {
                look();
                told("");
            } catch (RuntimeException | Error e) {
                told(e.toString());
            }
            pause();
        }
    }

    private void look() {
        List<Integer> dead = QuarkusTransaction.requiringNew().call(abandonment::dead);
        dead.forEach(generation ->
                LOG.warnf("Rebuild %d is abandoned: it is not heard of any more, or nobody confirmed it", generation));
        QuarkusTransaction.requiringNew()
                .call(this::whyNotWhole)
                .flatMap(cause -> QuarkusTransaction.requiringNew().call(() -> generations.need(cause)))
                .ifPresent(begun -> LOG.infof(
                        "Rebuild %d begins: %s",
                        begun.number(),
                        begun.cause() == Cause.FIELDS_CHANGED
                                ? "this release reads more of events than the read model has"
                                : "what was deleted may have been missed"));
        QuarkusTransaction.requiringNew()
                .call(() -> generations.claim(name))
                .ifPresent(generation -> building.build(generation, name));
        discard();
        tryLetters();
        tryUnannounced();
        readUnkeptAgain();
        abandonOutdated(); // last, since it asks Kafka
    }

    /** What nobody asked for is built anew when topics are there that were not, or others: it may lack nothing then. */
    private void abandonOutdated() {
        QuarkusTransaction.requiringNew()
                .call(abandonment::unconfirmedUnasked)
                .filter(generation -> !areOf(generation))
                .ifPresent(generation -> {
                    QuarkusTransaction.requiringNew()
                            .run(() -> abandonment.unconfirmed(generation, "the topics are others by now"));
                    LOG.warnf("Rebuild %d is abandoned: the topics are others by now", generation);
                });
    }

    private boolean areOf(int generation) {
        Map<String, ConsumedTopics.Topic> present = topics.present();
        return QuarkusTransaction.requiringNew().call(() -> positions.areOf(generation, present));
    }

    private void tryLetters() {
        List<Long> old = QuarkusTransaction.requiringNew().call(this::lettersToTry);
        Redelivery.Outcome outcome = redelivery.tryAgain(old, Redelivery.PATIENCE);
        if (outcome.tried() > 0) {
            LOG.infof(
                    "This release reads more of events: of %d messages that were put aside it could read %d",
                    outcome.tried(), outcome.resolved());
        }
    }

    /** What came of a restored database before the restore was announced. */
    private void tryUnannounced() {
        List<Long> all = new ArrayList<>(early);
        for (String prefix : announcements.restored()) {
            all.addAll(QuarkusTransaction.requiringNew().call(() -> letters.unannounced(prefix, MOST_EARLY)));
        }
        early = all;
        Redelivery.Outcome outcome = redelivery.tryAgain(all, Redelivery.PATIENCE);
        early = outcome.left();
        if (outcome.tried() > 0) {
            LOG.infof(
                    "A restore was announced: of %d messages that had come before it could read %d",
                    outcome.tried(), outcome.resolved());
        }
    }

    private void readUnkeptAgain() {
        if (System.nanoTime() - rereadNanos >= REREAD_NANOS) {
            rereading.readAgain(REREADING);
            rereadNanos = System.nanoTime();
        }
    }

    /** What an older release could not read, once this one's read model is in use. */
    private List<Long> lettersToTry() {
        boolean hasFields =
                generations.whyNotWhole().filter(Cause.FIELDS_CHANGED::equals).isEmpty();
        return hasFields ? letters.toTry(Fact.VERSION, PIECE) : List.of();
    }

    private Optional<Cause> whyNotWhole() {
        generations.adoptEmpty();
        return generations.whyNotWhole();
    }

    /**
     * In pieces, each in a transaction of its own: no statement takes long, and nothing else waits for it. A few at a time: a
     * rebuild that is wanted meanwhile is begun.
     */
    private void discard() {
        for (int piece = 0; running && piece < PIECES; piece++) {
            Optional<Integer> discarded = QuarkusTransaction.requiringNew().call(generations::discarded);
            if (discarded.isEmpty()) {
                return;
            }
            int generation = discarded.get();
            QuarkusTransaction.requiringNew().call(() -> generations.deleteSome(generation, PIECE));
        }
    }

    /** Once per change, not once a second. */
    private void told(String what) {
        if (!what.equals(trouble) && running) {
            if (what.isEmpty()) {
                LOG.info("Rebuilds are looked after again");
            } else {
                LOG.warnf("Rebuilds are not looked after for now: %s", what);
            }
            trouble = what;
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
