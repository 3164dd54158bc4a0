package se.tertial.kit.anchor;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
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

    private final AnchorTopic topic;
    private final AnchorKeys keys;

    @Inject
    AnchorComparison(AnchorTopic topic, AnchorKeys keys) {
        this.topic = topic;
        this.keys = keys;
    }

    /** What was found on the topic of the anchors. */
    public static final class Found {

        private final State state;
        private final List<Lying> lying;

        private Found(State state, List<Lying> lying) {
            this.state = state;
            this.lying = lying;
        }
    }

    /** Reads a trail's anchors: before the trail, and outside any transaction, since Kafka is waited for. */
    public Found find(Scope scope) {
        if (!keys.canVerify()) {
            return new Found(State.OFF, List.of());
        }
        try {
            List<Lying> lying = topic.of(scope);
            return new Found(lying.isEmpty() ? State.NONE : State.COMPARED, lying);
        } catch (KafkaException e) {
            LOG.warnf("The audit trail of %s could not be compared with its anchors: %s", scope, e.toString());
            return new Found(State.UNKNOWN, List.of());
        }
    }

    /** Compares what was found with the trail that the connection sees. */
    public AuditAnchors compare(Scope scope, Found found, Connection connection) throws SQLException {
        List<Lying> anchors = found.lying.stream()
                .filter(one -> one.anchor() != null)
                .sorted(Comparator.comparing(AnchorComparison::anchor, Anchor.OLDEST_FIRST))
                .toList();
        Map<Long, String> digests = digests(
                scope, anchors.stream().map(one -> anchor(one).revision()).toList(), connection);
        Map<Integer, Long> restores = restores(connection);
        TreeSet<Integer> explaining = new TreeSet<>();
        List<Contradiction> contradictions = new ArrayList<>();
        for (Lying one : anchors) {
            Anchor anchor = anchor(one);
            String digest = digests.get(anchor.revision());
            if (!anchor.head().equals(digest)) {
                Integer restore = explaining(anchor, restores);
                if (restore == null) {
                    Contradiction.Kind kind = digest == null ? Contradiction.Kind.CUT : Contradiction.Kind.REWRITTEN;
                    contradictions.add(new Contradiction(kind, anchor.revision(), one.partition(), one.offset()));
                } else {
                    explaining.add(restore);
                }
            }
        }
        found.lying.stream()
                .filter(one -> one.anchor() == null)
                .map(one -> new Contradiction(Contradiction.Kind.FORGED, null, one.partition(), one.offset()))
                .forEach(contradictions::add);
        return new AuditAnchors(
                found.state,
                anchors.size(),
                anchors.isEmpty() ? null : newest(anchors.get(anchors.size() - 1)),
                contradictions.stream().limit(MOST).toList(),
                List.copyOf(explaining));
    }

    private static Anchor anchor(Lying lying) {
        Anchor anchor = lying.anchor();
        if (anchor == null) {
            throw new IllegalStateException("It is no anchor.");
        }
        return anchor;
    }

    private static AuditAnchors.Newest newest(Lying lying) {
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

    /** The first restore after which the trail need not have the entry any more. */
    private static @Nullable Integer explaining(Anchor anchor, Map<Integer, Long> restores) {
        return restores.entrySet().stream()
                .filter(restore -> restore.getKey() > anchor.epoch() && restore.getValue() < anchor.revision())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    private static Map<Long, String> digests(Scope scope, List<Long> revisions, Connection connection)
            throws SQLException {
        try (PreparedStatement entries = connection.prepareStatement(
                """
                select revision, digest from change
                where municipality_id = ? and administration_id = ? and revision = any (?)
                """)) {
            entries.setString(1, scope.municipalityId());
            entries.setString(2, scope.administrationId());
            entries.setArray(3, connection.createArrayOf("bigint", revisions.toArray()));
            Map<Long, String> digests = new HashMap<>();
            try (ResultSet row = entries.executeQuery()) {
                while (row.next()) {
                    digests.put(row.getLong(1), row.getString(2));
                }
            }
            return digests;
        }
    }

    /** For each restore, by its epoch, the last revision that the restored database had. */
    private static Map<Integer, Long> restores(Connection connection) throws SQLException {
        try (PreparedStatement restores = connection.prepareStatement("select epoch, restored_revision from restore");
                ResultSet row = restores.executeQuery()) {
            Map<Integer, Long> found = new TreeMap<>();
            while (row.next()) {
                found.put(row.getInt(1), row.getLong(2));
            }
            return found;
        }
    }
}
