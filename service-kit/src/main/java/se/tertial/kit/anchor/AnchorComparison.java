package se.tertial.kit.anchor;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Scope;
import se.tertial.kit.anchor.AnchorTopic.Lying;
import se.tertial.kit.anchor.AuditAnchors.Contradiction;
import se.tertial.kit.anchor.AuditAnchors.State;

/** Holds a trail against its anchors. */
@ApplicationScoped
public class AnchorComparison {

    private static final Logger LOG = Logger.getLogger(AnchorComparison.class);
    private static final int MOST = 100;

    /** For a request, which the gateway gives 25 seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final KnownAnchors known;
    private final AnchorTopic topic;
    private final AnchorKeys keys;
    private final AtomicBoolean unread = new AtomicBoolean();

    @Inject
    AnchorComparison(KnownAnchors known, AnchorTopic topic, AnchorKeys keys) {
        this.known = known;
        this.topic = topic;
        this.keys = keys;
    }

    /** What was found on the topic of the anchors. */
    public static final class Found {

        private final State state;
        private final KnownAnchors.OfTrail ofTrail;

        private Found(State state, KnownAnchors.OfTrail ofTrail) {
            this.state = state;
            this.ofTrail = ofTrail;
        }

        private Found(State state) {
            this(state, new KnownAnchors.OfTrail(List.of(), List.of()));
        }
    }

    /** Reads a trail's anchors: before the trail, and outside any transaction, since Kafka is waited for. */
    public Found find(Scope scope) {
        if (!keys.canVerify()) {
            return new Found(State.OFF);
        }
        try {
            follow();
            KnownAnchors.OfTrail ofTrail = known.of(scope);
            boolean isNothing = ofTrail.anchors().isEmpty() && ofTrail.forged().isEmpty();
            return new Found(isNothing ? State.NONE : State.COMPARED, ofTrail);
        } catch (KafkaException e) {
            return new Found(State.UNKNOWN);
        }
    }

    /**
     * What a trail was last anchored with.
     *
     * @param revision the number of its last entry then
     * @param head the digest of that entry, and so of all before it
     */
    public record Head(Scope scope, long revision, String head, Instant anchoredAt) {}

    /**
     * The newest anchor of each trail that there are anchors of. Outside any transaction.
     *
     * @throws KafkaException if Kafka does not tell of all of them in time
     */
    public List<Head> heads() {
        if (!keys.canVerify()) {
            return List.of();
        }
        follow();
        return known.newest().values().stream()
                .map(anchor -> new Head(anchor.scope(), anchor.revision(), anchor.head(), anchor.anchoredAt()))
                .toList();
    }

    /** Says once when the anchors cannot be read, and once when they can again. */
    private void follow() {
        try {
            known.follow(PATIENCE);
        } catch (KafkaException e) {
            if (unread.compareAndSet(false, true)) {
                LOG.warnf("Audit trails cannot be compared with their anchors: %s", e.toString());
            }
            throw e;
        }
        if (unread.compareAndSet(true, false)) {
            LOG.info("Audit trails can be compared with their anchors again");
        }
    }

    /** Compares what was found with the trail that the connection sees. */
    public AuditAnchors compare(Found found, Connection connection) throws SQLException {
        Trails trails = new Trails(connection);
        TreeSet<Integer> restores = new TreeSet<>();
        List<Contradiction> contradictions = new ArrayList<>();
        for (Lying one : found.ofTrail.anchors()) {
            Anchor anchor = anchor(one);
            Optional<String> digest = trails.digest(anchor);
            if (!digest.equals(Optional.of(anchor.head()))) {
                Optional<Integer> restore = trails.restoreThatLost(anchor, topic.restores());
                if (restore.isPresent()) {
                    restores.add(restore.get());
                } else {
                    contradictions.add(new Contradiction(
                            digest.isPresent() ? Contradiction.Kind.REWRITTEN : Contradiction.Kind.CUT,
                            anchor.revision(),
                            one.partition(),
                            one.offset()));
                }
            }
        }
        found.ofTrail.forged().stream()
                .map(one -> new Contradiction(Contradiction.Kind.FORGED, null, one.partition(), one.offset()))
                .forEach(contradictions::add);
        return new AuditAnchors(
                found.state,
                newest(found.ofTrail.anchors()),
                contradictions.stream().limit(MOST).toList(),
                List.copyOf(restores));
    }

    private static Anchor anchor(Lying lying) {
        Anchor anchor = lying.anchor();
        if (anchor == null) {
            throw new IllegalStateException("It is no anchor.");
        }
        return anchor;
    }

    private static AuditAnchors.@Nullable Newest newest(List<Lying> anchors) {
        if (anchors.isEmpty()) {
            return null;
        }
        Lying lying = anchors.get(anchors.size() - 1);
        Anchor anchor = anchor(lying);
        return new AuditAnchors.Newest(
                anchor.revision(),
                anchor.head(),
                anchor.entries(),
                anchor.epoch(),
                anchor.anchoredAt(),
                anchor.anchoredSince(),
                lying.keyId(),
                lying.partition(),
                lying.offset());
    }
}
