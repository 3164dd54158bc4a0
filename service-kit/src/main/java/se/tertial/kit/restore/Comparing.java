package se.tertial.kit.restore;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.database.ServiceDatabase;
import se.tertial.kit.restore.ToldRows.Seeming;

/**
 * Compares what the database holds with what lies on the topics, when somebody has asked for it: one topic after the other, so
 * that no more than one need be kept. An instance that ends leaves it to another, which begins anew.
 */
@ApplicationScoped
class Comparing {

    private static final Logger LOG = Logger.getLogger(Comparing.class);
    private static final int PAUSE_MILLIS = 1_000;

    private final Comparisons comparisons;
    private final Remainder rows;
    private final OwnTopics topics;
    private final ServiceDatabase database;
    private volatile boolean running = true;
    private @Nullable Thread thread;

    @Inject
    Comparing(Comparisons comparisons, Remainder rows, OwnTopics topics, ServiceDatabase database) {
        this.comparisons = comparisons;
        this.rows = rows;
        this.topics = topics;
        this.database = database;
    }

    void start(@Observes StartupEvent event) {
        thread = new Thread(this::run, "comparison");
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
                look();
            } catch (SQLException | RuntimeException | Error e) {
                LOG.debugf(e, "Nobody looked whether a comparison is wanted"); // others say that the database is away
            }
            pause();
        }
    }

    private Optional<Comparison> wanted() {
        return QuarkusTransaction.requiringNew().call(comparisons::running);
    }

    private void look() throws SQLException {
        if (wanted().isEmpty()) {
            return;
        }
        try (ToldRows told = new ToldRows(database.open("comparison"))) {
            if (told.isMine()) {
                wanted().ifPresent(comparison -> compare(comparison.number(), told));
            }
        }
    }

    private void compare(int number, ToldRows told) {
        Tally tally = new Tally();
        try {
            Set<String> names = topics.names();
            for (String topic : names) {
                compare(topic, told, tally);
                comparisons.keep(number, tally);
            }
            comparisons.finish(number, tally);
            if (tally.total() > 0) {
                LOG.warnf("Comparison %d: of %d rows the topics tell something else", number, tally.total());
            } else {
                LOG.infof("Comparison %d: what the database holds lies on the topics", number);
            }
        } catch (SQLException | RuntimeException e) {
            if (running) { // who is shut down leaves it to another
                LOG.warnf("Comparison %d failed: %s", number, e);
                comparisons.fail(number, tally, e.toString());
            }
        }
    }

    private void compare(String topic, ToldRows told, Tally tally) throws SQLException {
        told.begin();
        topics.readAll(Set.of(topic), messages -> {
            tally.read(messages.size());
            tell(told, messages);
        });
        told.differences(topic, some -> judge(some, tally));
        told.end();
    }

    private static void tell(ToldRows told, List<ConsumerRecord<byte[], byte[]>> messages) {
        try {
            told.told(messages);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** What changed since the reading began may have been told too late to be read. */
    private void judge(List<Seeming> some, Tally tally) {
        Map<Remainder.Key, Long> newest =
                rows.newest(some.stream().map(Seeming::key).toList());
        for (Seeming one : some) {
            if (one.waits() || !Objects.equals(newest.get(one.key()), one.held())) {
                tally.leaveOut(1);
            } else {
                tally.add(one.difference());
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            // only the shutdown interrupts, and the loop ends
        }
    }
}
