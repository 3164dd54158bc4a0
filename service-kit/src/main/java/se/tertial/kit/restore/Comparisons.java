package se.tertial.kit.restore;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Caller;
import se.tertial.kit.api.Listing;
import se.tertial.kit.api.Page;
import se.tertial.kit.problem.Problem;
import se.tertial.kit.restore.Comparison.Difference;
import se.tertial.kit.restore.Comparison.Kind;
import se.tertial.kit.restore.Comparison.State;
import se.tertial.language.Message;

/** The comparisons with the topics; {@link Comparing} does them. */
@ApplicationScoped
class Comparisons {

    private static final String COLUMNS =
            "number, state, started_at, started_by, messages, missing, extra, older, newer, other, changing, first, failure, finished_at";

    /** So many that ended are told of. */
    static final int MOST_KEPT = 1_000;

    private static final int MOST_FORGOTTEN = 20;

    private final EntityManager entityManager;
    private final ObjectMapper json;
    private final Caller caller;
    private final Clock clock;

    @Inject
    Comparisons(EntityManager entityManager, ObjectMapper json, Caller caller, Clock clock) {
        this.entityManager = entityManager;
        this.json = json;
        this.caller = caller;
        this.clock = clock;
    }

    /** What a start did: one that goes on already is the answer to whoever starts another. */
    record Started(Comparison comparison, boolean isNew) {}

    /** Starts one, unless one goes on. In the caller's transaction. */
    Started start() {
        int inserted = entityManager
                .createNativeQuery(
                        """
                        insert into comparison (number, started_at, started_by, state)
                        select coalesce(max(number), 0) + 1, :now, :by, 'RUNNING' from comparison
                        on conflict do nothing
                        """)
                .setParameter("now", now())
                .setParameter("by", caller.name())
                .executeUpdate();
        entityManager
                .createNativeQuery(
                        """
                        delete from comparison where number in (
                            select number from (select number from comparison where state <> 'RUNNING'
                                                order by number desc offset :kept) as too_many
                            order by number limit :most)
                        """)
                .setParameter("kept", MOST_KEPT)
                .setParameter("most", MOST_FORGOTTEN)
                .executeUpdate();
        return new Started(running().orElseThrow(), inserted == 1);
    }

    /** The one that goes on. In the caller's transaction. */
    Optional<Comparison> running() {
        return find("where state = 'RUNNING'", null).stream().findFirst();
    }

    /** Keeps what was found so far. In a transaction of its own. */
    @Transactional
    void keep(int number, Tally tally) {
        end(number, State.RUNNING, tally, null);
    }

    @Transactional
    void finish(int number, Tally tally) {
        end(number, State.DONE, tally, null);
    }

    @Transactional
    void fail(int number, Tally tally, String why) {
        end(number, State.FAILED, tally, why);
    }

    private void end(int number, State state, Tally tally, @Nullable String failure) {
        var query = entityManager
                .unwrap(Session.class)
                .createNativeMutationQuery(
                        """
                        update comparison
                        set state = :state, messages = :messages, missing = :missing, extra = :extra, older = :older,
                            newer = :newer, other = :other, changing = :changing, first = :first, failure = :failure,
                            finished_at = :finished
                        where number = :number and state = 'RUNNING'
                        """)
                .setParameter("state", state.name())
                .setParameter("messages", tally.messages())
                .setParameter("changing", tally.changing())
                .setParameter("first", write(tally.first()))
                .setParameter("failure", failure, String.class)
                .setParameter("finished", state == State.RUNNING ? null : now(), Instant.class)
                .setParameter("number", number);
        for (Kind kind : Kind.values()) {
            query.setParameter(kind.name().toLowerCase(Locale.ROOT), tally.count(kind));
        }
        query.executeUpdate();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private String write(List<Difference> first) {
        try {
            return json.writeValueAsString(first);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Difference> read(String first) {
        try {
            return json.readValue(first, new TypeReference<List<Difference>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One page, newest first. */
    @Transactional
    Listing<Comparison> list(Page page, UriInfo uri) {
        long total = (Long) entityManager
                .createNativeQuery("select count(*) from comparison", Long.class)
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
    Comparison get(int number) {
        return find("where number = :number", number).stream()
                .findFirst()
                .orElseThrow(() -> Problem.notFound(Message.of("There is no “{0}” here.", Integer.toString(number))));
    }

    private List<Comparison> find(String ending, @Nullable Integer number) {
        var query = entityManager
                .unwrap(Session.class)
                .createNativeQuery("select " + COLUMNS + " from comparison " + ending, Object[].class);
        Map<String, Integer> parameters = number == null ? Map.of() : Map.of("number", number);
        parameters.forEach(query::setParameter);
        return query.getResultList().stream()
                .map(columns -> new Comparison(
                        ((Number) columns[0]).intValue(),
                        State.valueOf((String) columns[1]),
                        (Instant) columns[2],
                        (String) columns[3],
                        ((Number) columns[4]).longValue(),
                        ((Number) columns[5]).longValue(),
                        ((Number) columns[6]).longValue(),
                        ((Number) columns[7]).longValue(),
                        ((Number) columns[8]).longValue(),
                        ((Number) columns[9]).longValue(),
                        ((Number) columns[10]).longValue(),
                        read((String) columns[11]),
                        (String) columns[12],
                        (Instant) columns[13]))
                .toList();
    }
}
