package se.tertial.kit.restore;

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
import java.util.Optional;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Caller;
import se.tertial.kit.api.Listing;
import se.tertial.kit.api.Page;
import se.tertial.kit.problem.Problem;
import se.tertial.language.Message;

/** The runs of publishing everything anew; {@link Republishing} does them. */
@ApplicationScoped
class Republications {

    private static final String COLUMNS =
            "number, epoch, state, reason, started_at, started_by, rows, deletions, finished_at";

    /** So many that ended are told of. */
    static final int MOST_KEPT = 1_000;

    private static final int MOST_FORGOTTEN = 20;

    private final EntityManager entityManager;
    private final Caller caller;
    private final Clock clock;

    @Inject
    Republications(EntityManager entityManager, Caller caller, Clock clock) {
        this.entityManager = entityManager;
        this.caller = caller;
        this.clock = clock;
    }

    /** What a start did: a run that goes on already is the answer to whoever starts another. */
    record Started(Republication republication, boolean isNew) {}

    /** Starts a run, unless one goes on. In the caller's transaction. */
    Started start(String reason) {
        takeTurn();
        Optional<Republication> running = running();
        if (running.isPresent()) {
            return new Started(running.get(), false);
        }
        int epoch = (Integer) entityManager
                .createNativeQuery("select coalesce(max(epoch), 0) from restore", Integer.class)
                .getSingleResult();
        insert(epoch, reason, clock.instant().truncatedTo(ChronoUnit.MICROS), caller.name());
        return new Started(running().orElseThrow(), true);
    }

    /** Starts a run for a new epoch; what goes on for the old one ends. In the caller's transaction. */
    void startInstead(int epoch, String reason, Instant now, String by) {
        takeTurn();
        entityManager
                .createNativeQuery(
                        "update republication set state = 'SUPERSEDED', finished_at = :now where state = 'RUNNING'")
                .setParameter("now", now)
                .executeUpdate();
        insert(epoch, reason, now, by);
    }

    private void takeTurn() {
        entityManager
                .createNativeQuery("select pg_advisory_xact_lock(hashtextextended('republication', 0))::text")
                .getSingleResult();
    }

    private void insert(int epoch, String reason, Instant now, String by) {
        entityManager
                .createNativeQuery(
                        """
                        insert into republication (number, epoch, reason, started_at, started_by, state, done_to, rows, deletions)
                        select coalesce(max(number), 0) + 1, :epoch, :reason, :now, :by, 'RUNNING', 0, 0, 0 from republication
                        """)
                .setParameter("epoch", epoch)
                .setParameter("reason", reason)
                .setParameter("now", now)
                .setParameter("by", by)
                .executeUpdate();
        entityManager
                .createNativeQuery(
                        """
                        delete from republication where number in (
                            select number from (select number from republication where state <> 'RUNNING'
                                                order by number desc offset :kept) as too_many
                            order by number limit :most)
                        """)
                .setParameter("kept", MOST_KEPT)
                .setParameter("most", MOST_FORGOTTEN)
                .executeUpdate();
    }

    private Optional<Republication> running() {
        return find("where state = 'RUNNING'", null).stream().findFirst();
    }

    /** One page, newest first. */
    @Transactional
    Listing<Republication> list(Page page, UriInfo uri) {
        long total = (Long) entityManager
                .createNativeQuery("select count(*) from republication", Long.class)
                .getSingleResult();
        return Listing.of(
                find("order by number desc offset " + page.first() + " limit " + page.size(), null), page, total, uri);
    }

    /**
     * One of them.
     *
     * @throws Problem 404 if there is none of that number
     */
    @Transactional
    Republication get(int number) {
        return find("where number = :number", number).stream()
                .findFirst()
                .orElseThrow(() -> Problem.notFound(Message.of("There is no “{0}” here.", Integer.toString(number))));
    }

    private List<Republication> find(String ending, @Nullable Integer number) {
        var query = entityManager
                .unwrap(Session.class)
                .createNativeQuery("select " + COLUMNS + " from republication " + ending, Object[].class);
        Map<String, Integer> parameters = number == null ? Map.of() : Map.of("number", number);
        parameters.forEach(query::setParameter);
        return query.getResultList().stream()
                .map(columns -> new Republication(
                        ((Number) columns[0]).intValue(),
                        ((Number) columns[1]).intValue(),
                        Republication.State.valueOf((String) columns[2]),
                        (String) columns[3],
                        (Instant) columns[4],
                        (String) columns[5],
                        ((Number) columns[6]).longValue(),
                        ((Number) columns[7]).longValue(),
                        (Instant) columns[8]))
                .toList();
    }
}
