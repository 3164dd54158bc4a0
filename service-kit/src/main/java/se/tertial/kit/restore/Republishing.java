package se.tertial.kit.restore;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.restore.Remainder.Part;
import se.tertial.kit.restore.Remainder.Step;

/**
 * Looks, every second, whether the database came anew and lacks what was sent from it; and publishes everything anew when somebody
 * has asked for it. Each instance looks whether a run goes on and does the next part of it, so that a run outlives whoever began
 * it.
 */
@ApplicationScoped
class Republishing {

    private static final Logger LOG = Logger.getLogger(Republishing.class);
    private static final int PAUSE_MILLIS = 1_000;
    private static final int LONG_LOOKS = 30;

    private final ContinuityCheck continuity;
    private final Remainder remainder;
    private final OwnTopics topics;
    private volatile boolean running = true;
    private boolean failing;
    private int waited;
    private @Nullable Thread thread;

    @Inject
    Republishing(ContinuityCheck continuity, Remainder remainder, OwnTopics topics) {
        this.continuity = continuity;
        this.remainder = remainder;
        this.topics = topics;
    }

    void start(@Observes StartupEvent event) {
        thread = new Thread(this::run, "republication");
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
            boolean goesOn = false;
            try {
                goesOn = continuity.look() && step();
                failing = false;
            } catch (RuntimeException | Error e) {
                if (running && !failing) {
                    LOG.warnf("Neither looked whether the database is whole nor published anew: %s", e.toString());
                    failing = true;
                }
            }
            if (!goesOn) {
                pause();
            }
        }
    }

    /** Does the next part of the run that goes on, if there is one; says whether there may be more to do at once. */
    private boolean step() {
        Part part = QuarkusTransaction.requiringNew().call(remainder::sendRows);
        tell(part);
        if (part.step() == Step.KEYS_NEXT) {
            topics.readAll(topics.names(), messages -> deleteUnknown(part.run(), messages));
            QuarkusTransaction.requiringNew().run(() -> remainder.finish(part.run()));
        }
        return part.step() == Step.MORE;
    }

    /** Once, if it lasts: the relay may be sending what lies before it. */
    private void tell(Part part) {
        if (part.step() != Step.WAIT || part.run() == 0) {
            waited = 0;
        } else if (++waited == LONG_LOOKS) {
            LOG.warnf(
                    "Publishing anew (run %d) waits until less lies unsent in the outbox; the check outbox says what is waited for",
                    part.run());
        }
    }

    private void deleteUnknown(int run, List<ConsumerRecord<byte[], byte[]>> messages) {
        List<Remainder.Key> keys = messages.stream()
                .filter(message -> message.value() != null && message.key() != null)
                .map(message -> Remainder.Key.of(message.topic(), new String(message.key(), StandardCharsets.UTF_8)))
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        List<Remainder.Key> unknown = remainder.unknown(keys);
        if (!unknown.isEmpty()) {
            QuarkusTransaction.requiringNew().run(() -> remainder.delete(run, unknown));
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
