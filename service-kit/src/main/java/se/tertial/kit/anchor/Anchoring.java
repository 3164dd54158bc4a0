package se.tertial.kit.anchor;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Scope;
import se.tertial.kit.database.Continuity;
import se.tertial.kit.database.ServiceDatabase;

/**
 * Anchors the trails that have changed, every few minutes, one instance at a time. A trail that lacks what it was last anchored with is
 * not anchored again, so that what was done to it stays to be seen; unless a restore explains it.
 */
@ApplicationScoped
class Anchoring {

    private static final Logger LOG = Logger.getLogger(Anchoring.class);
    private static final int AT_ONCE = 500;
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Scope BEFORE_ALL = Scope.of("");

    private final ServiceDatabase database;
    private final Continuity continuity;
    private final AnchorTopic topic;
    private final AnchorKeys keys;
    private final AnchorState state;
    private final Clock clock;
    private final Duration every;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final Map<Scope, Anchor> newest = new HashMap<>();
    private @Nullable Thread thread;

    @Inject
    Anchoring(
            ServiceDatabase database,
            Continuity continuity,
            AnchorTopic topic,
            AnchorKeys keys,
            AnchorState state,
            Clock clock,
            AnchorConfig config) {
        this.database = database;
        this.continuity = continuity;
        this.topic = topic;
        this.keys = keys;
        this.state = state;
        this.clock = clock;
        this.every = config.every();
    }

    void start(@Observes StartupEvent event) {
        if (!keys.canSign()) {
            LOG.warn("Audit trails are not anchored: there is no key (tertial.audit-anchors.private-key)");
            return;
        }
        thread = new Thread(this::run, "audit-anchors");
        thread.setDaemon(true);
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        ended.countDown();
        if (thread != null) {
            thread.join(2_000);
            thread.interrupt();
            thread.join(5_000);
        }
    }

    private void run() {
        boolean running = true;
        while (running) {
            boolean done = false;
            try {
                done = anchor();
            } catch (Throwable e) { // nothing may end it while the service runs
                if (ended.getCount() > 0) {
                    state.failed(e);
                }
            }
            try {
                Duration pause = done || every.compareTo(SOON) < 0 ? every : SOON;
                running = !ended.await(pause.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                running = false;
            }
        }
    }

    /** Whether there is nothing more to do for now. */
    private boolean anchor() throws SQLException, InterruptedException {
        try (Connection connection = database.open("audit-anchors")) {
            Trails trails = new Trails(connection);
            if (!trails.areOurs()) {
                return true;
            }
            // Until somebody has looked whether the database lacks anything, what it lacks would seem to have been cut.
            if (!continuity.holds(connection)) {
                return false;
            }
            // The anchors before the trails: what was anchored is then there, unless somebody took it away.
            topic.read(positions, this::forget, this::remember);
            anchor(trails);
            return true;
        }
    }

    private void forget() {
        LOG.warn("The topic of the audit anchors was made anew: what was anchored on it before is lost");
        newest.clear();
    }

    private void remember(AnchorTopic.Lying lying) {
        Anchor anchor = lying.anchor();
        if (anchor != null) {
            newest.merge(anchor.scope(), anchor, Anchor::orLater);
        }
    }

    private void anchor(Trails trails) throws SQLException, InterruptedException {
        int epoch = trails.epoch();
        Set<Scope> unseen = new HashSet<>(newest.keySet());
        Set<String> contradicted = new HashSet<>();
        int written = 0;
        List<Trails.Head> page = trails.heads(BEFORE_ALL, AT_ONCE);
        while (!page.isEmpty()) {
            List<Anchor> anchors = new ArrayList<>();
            for (Trails.Head head : page) {
                unseen.remove(head.scope());
                Anchor last = newest.get(head.scope());
                if (last == null) {
                    anchors.add(first(trails, head, epoch));
                } else if (last.revision() != head.revision() || !last.head().equals(head.digest())) {
                    if (trails.have(last)) {
                        if (last.anchoredAt().isBefore(clock.instant().minus(every.dividedBy(2)))) {
                            anchors.add(next(trails, head, epoch, last));
                        }
                    } else if (trails.lost(last)) {
                        anchors.add(anew(trails, head, epoch, last));
                    } else {
                        contradicted.add(head.scope().toString());
                    }
                }
            }
            if (!anchors.isEmpty()) {
                topic.write(anchors);
                written += anchors.size();
            }
            page = trails.heads(page.get(page.size() - 1).scope(), AT_ONCE);
        }
        for (Scope gone : unseen) {
            Anchor last = newest.get(gone);
            if (last != null && !trails.lost(last)) {
                contradicted.add(gone.toString());
            }
        }
        state.compared(contradicted, written);
    }

    private Anchor first(Trails trails, Trails.Head head, int epoch) throws SQLException {
        Instant now = now();
        return anchor(head, epoch, trails.count(head.scope(), 0, head.revision()), now, now);
    }

    private Anchor next(Trails trails, Trails.Head head, int epoch, Anchor last) throws SQLException {
        long more = trails.count(head.scope(), last.revision(), head.revision());
        return anchor(head, epoch, last.entries() + more, now(), last.anchoredSince());
    }

    /** After a restore the entries that there were are not those that there are. */
    private Anchor anew(Trails trails, Trails.Head head, int epoch, Anchor last) throws SQLException {
        return anchor(head, epoch, trails.count(head.scope(), 0, head.revision()), now(), last.anchoredSince());
    }

    private Anchor anchor(Trails.Head head, int epoch, long entries, Instant at, Instant since) {
        return new Anchor(
                topic.service(),
                head.scope().municipalityId(),
                head.scope().administrationId(),
                epoch,
                head.revision(),
                head.digest(),
                entries,
                at,
                since);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
