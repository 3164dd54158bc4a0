package se.tertial.kit.outbox;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Clock;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.database.Continuity;
import se.tertial.kit.database.ServiceDatabase;
import se.tertial.kit.kafka.KafkaClients;

/**
 * Carries changes from the outbox to Kafka: each once, and those of a key in the order of their revisions.
 *
 * <p>One relay per database leads, the one that holds the leader's lock; the others stand by. A batch is a transaction of Kafka: a
 * leader that was held up while another took over commits nothing any more. Whatever fails, the relay starts over.
 */
@ApplicationScoped
class Relay {

    private static final int POLL_MILLIS = 1000;
    private static final String UNKNOWN_DATABASE =
            "nobody has found that the database holds all that was sent from it: see the check database-continuity";

    private final ServiceDatabase database;
    private final Continuity continuity;
    private final KafkaClients clients;
    private final RelayState state;
    private final Clock clock;
    private final String service;
    private volatile boolean running = true;
    private @Nullable Thread thread;

    @Inject
    Relay(
            ServiceDatabase database,
            Continuity continuity,
            KafkaClients clients,
            RelayState state,
            Clock clock,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this.database = database;
        this.continuity = continuity;
        this.clients = clients;
        this.state = state;
        this.clock = clock;
        this.service = service;
    }

    void start(@Observes StartupEvent event) {
        thread = new Thread(this::run, "outbox-relay");
        thread.setDaemon(true);
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        running = false;
        if (thread != null) {
            // It ends by itself, unless it waits for a broker that does not answer.
            thread.join(2 * POLL_MILLIS);
            thread.interrupt();
            thread.join(5_000);
        }
    }

    private void run() {
        while (running) {
            try (Outbox outbox = new Outbox(database.open("outbox-relay"))) {
                while (running && !outbox.leads()) {
                    state.standsBy();
                    outbox.await(POLL_MILLIS);
                }
                state.leads(running);
                while (running) {
                    lead(outbox);
                }
            } catch (Throwable e) { // nothing may end the relay while the service runs
                pauseAfter(e);
            } finally {
                state.leads(false);
            }
        }
    }

    /** Leads until Kafka fails; the lock is kept meanwhile. */
    private void lead(Outbox outbox) throws SQLException, InterruptedException {
        try (EventSender sender = new EventSender(clients, service)) {
            Leader leader = new Leader(outbox, sender, clock);
            leader.begin();
            while (running) {
                boolean whole = outbox.isWhole(continuity);
                long before = leader.transmitted();
                // First, so that a new epoch is announced about when its first event is sent.
                int untilNext = whole ? leader.tell() : POLL_MILLIS;
                int looked = whole ? leader.relay() : 0;
                state.backlog(outbox.backlog());
                if (whole) {
                    state.succeeded((int) (leader.transmitted() - before), leader.waiting());
                } else {
                    state.waitsFor(UNKNOWN_DATABASE);
                }
                if (looked == 0) {
                    outbox.await(untilNext);
                }
            }
        } catch (NotSent | KafkaException e) {
            if (running) {
                state.failed(e instanceof NotSent && e.getCause() != null ? e.getCause() : e);
                state.backlog(outbox.backlog());
                outbox.await(POLL_MILLIS);
            }
        }
    }

    private void pauseAfter(Throwable reason) {
        if (running) {
            Thread.interrupted(); // only a shutdown ends it
            state.failed(reason);
            LockSupport.parkNanos(POLL_MILLIS * 1_000_000L);
        }
    }
}
