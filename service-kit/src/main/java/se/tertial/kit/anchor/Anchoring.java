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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Scope BEFORE_ALL = Scope.of("");

    private final ServiceDatabase database;
    private final Continuity continuity;
    private final AnchorTopic topic;
    private final KnownAnchors known;
    private final AnchorKeys keys;
    private final AnchorState state;
    private final Clock clock;
    private final Duration every;
    private final CountDownLatch ended = new CountDownLatch(1);
    private @Nullable Thread thread;

    @Inject
    Anchoring(
            ServiceDatabase database,
            Continuity continuity,
            AnchorTopic topic,
            KnownAnchors known,
            AnchorKeys keys,
            AnchorState state,
            Clock clock,
            AnchorConfig config) {
        this.database = database;
        this.continuity = continuity;
        this.topic = topic;
        this.known = known;
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
            boolean areOurs = trails.areOurs();
            // The anchors before the trails: what was anchored is then there, unless somebody took it away.
            // Who anchors nothing reads them too, to be ready when it is asked.
            known.follow(PATIENCE);
            if (areOurs) {
                // Until somebody has looked whether the database lacks anything, that would seem to have been cut.
                if (!continuity.holds(connection)) {
                    return false;
                }
                anchor(trails);
            }
            return known.allIsChecked();
        }
    }

    private void anchor(Trails trails) throws SQLException, InterruptedException {
        int epoch = trails.epoch();
        String topicId = known.topicId();
        Map<Scope, Anchor> newest = known.newest();
        Set<Scope> unseen = new HashSet<>(newest.keySet());
        Set<String> contradicted = new HashSet<>();
        int written = 0;
        List<Trails.Head> page = trails.heads(BEFORE_ALL, AT_ONCE);
        while (!page.isEmpty()) {
            List<Anchor> anchors = new ArrayList<>();
            for (Trails.Head head : page) {
                unseen.remove(head.scope());
                Anchor last = newest.get(head.scope());
                if (known.isDoubtful(head.scope())) {
                    continue; // the next round knows more
                }
                if (last == null) {
                    anchors.add(first(trails, head, epoch, topicId));
                } else if (last.revision() != head.revision()
                        || !last.head().equals(head.digest())
                        || !topicId.equals(last.topicId())) {
                    if (trails.have(last)) {
                        if (last.anchoredAt().isBefore(clock.instant().minus(every.dividedBy(2)))) {
                            anchors.add(next(trails, head, epoch, topicId, last));
                        }
                    } else if (isExplained(trails, last)) {
                        anchors.add(anew(trails, head, epoch, topicId, last));
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
            if (last != null && !isExplained(trails, last)) {
                contradicted.add(gone.toString());
            }
        }
        state.compared(contradicted, written);
    }

    private boolean isExplained(Trails trails, Anchor last) throws SQLException {
        return trails.restoreThatLost(last, topic.restores()).isPresent();
    }

    private Anchor first(Trails trails, Trails.Head head, int epoch, String topicId) throws SQLException {
        Instant now = now();
        return anchor(head, epoch, topicId, trails.count(head.scope(), 0, head.revision()), now, now);
    }

    private Anchor next(Trails trails, Trails.Head head, int epoch, String topicId, Anchor last) throws SQLException {
        long more = trails.count(head.scope(), last.revision(), head.revision());
        Instant now = now();
        return anchor(head, epoch, topicId, last.entries() + more, now, since(last, topicId, now));
    }

    /** After a restore the entries that there were are not those that there are. */
    private Anchor anew(Trails trails, Trails.Head head, int epoch, String topicId, Anchor last) throws SQLException {
        long entries = trails.count(head.scope(), 0, head.revision());
        Instant now = now();
        return anchor(head, epoch, topicId, entries, now, since(last, topicId, now));
    }

    /** What lay on another topic is not there for all to see, though somebody may have copied some of it. */
    private static Instant since(Anchor last, String topicId, Instant now) {
        return topicId.equals(last.topicId()) ? last.anchoredSince() : now;
    }

    private Anchor anchor(Trails.Head head, int epoch, String topicId, long entries, Instant at, Instant since) {
        return new Anchor(
                topic.service(),
                head.scope().municipalityId(),
                head.scope().administrationId(),
                epoch,
                head.revision(),
                head.digest(),
                entries,
                at,
                since,
                topicId);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
