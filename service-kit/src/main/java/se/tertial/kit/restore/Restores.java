package se.tertial.kit.restore;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.Session;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Caller;
import se.tertial.kit.access.Scope;
import se.tertial.kit.anchor.AnchorComparison;
import se.tertial.kit.api.Listing;
import se.tertial.kit.api.Page;
import se.tertial.kit.database.Continuity;
import se.tertial.kit.journal.Journal;
import se.tertial.kit.problem.Problem;
import se.tertial.kit.restore.Restore.LostHead;
import se.tertial.language.Message;

/** The times that the database was restored. Nothing of it is ever changed. */
@ApplicationScoped
class Restores {

    /** More than a service writes while Kafka is away: as many may have been acknowledged and never sent. */
    private static final long GAP = 1_000_000;

    private static final Logger LOG = Logger.getLogger(Restores.class);
    private static final String COLUMNS =
            "epoch, declared_at, declared_by, reason, lost_revision, restored_revision, continues_after, lost_trails,"
                    + " lost_heads::text";

    private final EntityManager entityManager;
    private final Journal journal;
    private final Republications republications;
    private final OwnTopics topics;
    private final LostHeads lostHeads;
    private final Continuity continuity;
    private final ObjectMapper json;
    private final Caller caller;
    private final Clock clock;

    @Inject
    Restores(
            EntityManager entityManager,
            Journal journal,
            Republications republications,
            OwnTopics topics,
            LostHeads lostHeads,
            Continuity continuity,
            ObjectMapper json,
            Caller caller,
            Clock clock) {
        this.entityManager = entityManager;
        this.journal = journal;
        this.republications = republications;
        this.topics = topics;
        this.lostHeads = lostHeads;
        this.continuity = continuity;
        this.json = json;
        this.caller = caller;
        this.clock = clock;
    }

    /**
     * Declares that the database was restored: raises the epoch, goes on beyond all revisions that Kafka knows, tells it in the
     * trail of every administration, and starts to publish everything anew. In the caller's transaction.
     *
     * @param known the last change that Kafka knows of
     * @param anchored what Kafka knows of trails: of one that was lost whole, nothing in the database tells
     */
    Restore declare(String reason, Position known, List<AnchorComparison.Head> anchored) {
        // One at a time, over all instances.
        entityManager
                .createNativeQuery("select pg_advisory_xact_lock(hashtextextended('restore', 0))::text")
                .getSingleResult();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Position own = own();
        int epoch = Math.max(own.epoch(), known.epoch()) + 1;
        if (epoch > Position.HIGHEST_EPOCH) {
            throw Problem.conflict(Message.of(
                    "The database was declared restored {0} times, and readers believe no higher number.",
                    Position.HIGHEST_EPOCH));
        }
        long continuesAfter = Math.max(own.revision(), Math.min(known.revision(), Position.FARTHEST)) + GAP;
        List<LostHead> lost = lostHeads.of(anchored);
        Restore restore = new Restore(
                epoch,
                now,
                caller.name(),
                reason,
                known.revision(),
                own.revision(),
                continuesAfter,
                lost.size(),
                lost.stream().limit(Restore.MOST_NAMED).toList());
        entityManager
                .createNativeQuery("select setval('revision_seq', :last)", Long.class)
                .setParameter("last", continuesAfter)
                .getSingleResult();
        entityManager
                .createNativeQuery(
                        """
                        insert into restore (epoch, declared_at, declared_by, reason, lost_epoch, lost_revision,
                                             restored_revision, continues_after, lost_trails, lost_heads)
                        values (:epoch, :at, :by, :reason, :lostEpoch, :lost, :restored, :continues, :lostTrails,
                                cast(:lostHeads as jsonb))
                        """)
                .setParameter("lostTrails", restore.lostTrails())
                .setParameter("lostHeads", write(restore.lostHeads()))
                .setParameter("epoch", epoch)
                .setParameter("at", now)
                .setParameter("by", caller.name())
                .setParameter("reason", reason)
                .setParameter("lostEpoch", known.epoch())
                .setParameter("lost", known.revision())
                .setParameter("restored", own.revision())
                .setParameter("continues", continuesAfter)
                .executeUpdate();
        entityManager.unwrap(Session.class).doWork(continuity::accept);
        tell(restore, anchored, lost);
        republications.startInstead(epoch, reason, now, caller.name());
        LOG.warnf(
                "The database was declared restored by %s: epoch %d, revisions go on after %d; Kafka knew %d, the database %d",
                caller.name(), epoch, continuesAfter, known.revision(), own.revision());
        return restore;
    }

    /** The last change in the database. */
    Position own() {
        Object[] columns = (Object[]) entityManager
                .createNativeQuery(
                        """
                        select (select coalesce(max(epoch), 0) from restore), (select coalesce(max(revision), 0) from change)
                        """)
                .getSingleResult();
        return new Position(((Number) columns[0]).intValue(), ((Number) columns[1]).longValue());
    }

    /**
     * Every trail tells it, so that who reads one knows why there is a gap, and of whom to ask; and of its own lost end, what it was
     * anchored with.
     */
    private void tell(Restore restore, List<AnchorComparison.Head> anchored, List<LostHead> lost) {
        Map<Scope, LostHead> lostOf = lost.stream()
                .collect(Collectors.toMap(
                        head -> new Scope(head.municipalityId(), head.administrationId()), Function.identity()));
        Set<Scope> trails = new TreeSet<>(Remainder.TURNS);
        anchored.forEach(head -> trails.add(head.scope()));
        entityManager
                .unwrap(Session.class)
                .createNativeQuery("select distinct municipality_id, administration_id from change", Object[].class)
                .getResultList()
                .forEach(columns -> trails.add(new Scope((String) columns[0], (String) columns[1])));
        for (Scope scope : trails) {
            journal.takeTurn(scope);
            long revision = journal.revisions(1).get(0);
            journal.note(
                    topics.restores(),
                    scope,
                    new Journal.Line(
                            revision,
                            Integer.toString(restore.epoch()),
                            state(restore, lostOf.get(scope)),
                            restore.reason()));
        }
    }

    /** What a trail tells: nothing of others' trails but how many lost something. */
    private String state(Restore restore, @Nullable LostHead lost) {
        ObjectNode state = json.valueToTree(restore);
        state.remove("lostHeads");
        if (lost != null) {
            state.set("lostHead", json.valueToTree(lost));
        }
        return write(state);
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<LostHead> heads(String text) {
        try {
            return json.readValue(text, new TypeReference<List<LostHead>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a restore's lost heads cannot be read", e);
        }
    }

    /** One page, newest first. */
    @Transactional
    Listing<Restore> list(Page page, UriInfo uri) {
        long total = (Long) entityManager
                .createNativeQuery("select count(*) from restore", Long.class)
                .getSingleResult();
        List<Restore> items = find("order by epoch desc offset " + page.first() + " limit " + page.size(), Map.of());
        return Listing.of(items, page, total, uri);
    }

    /**
     * One of them.
     *
     * @throws Problem 404 if there is none of that number
     */
    @Transactional
    Restore get(int epoch) {
        return find("where epoch = :epoch", Map.of("epoch", epoch)).stream()
                .findFirst()
                .orElseThrow(() -> Problem.notFound(Message.of("There is no “{0}” here.", Integer.toString(epoch))));
    }

    private List<Restore> find(String ending, Map<String, Object> parameters) {
        var query = entityManager
                .unwrap(Session.class)
                .createNativeQuery("select " + COLUMNS + " from restore " + ending, Object[].class);
        parameters.forEach(query::setParameter);
        return query.getResultList().stream()
                .map(columns -> new Restore(
                        ((Number) columns[0]).intValue(),
                        (Instant) columns[1],
                        (String) columns[2],
                        (String) columns[3],
                        ((Number) columns[4]).longValue(),
                        ((Number) columns[5]).longValue(),
                        ((Number) columns[6]).longValue(),
                        ((Number) columns[7]).intValue(),
                        heads((String) columns[8])))
                .toList();
    }
}
