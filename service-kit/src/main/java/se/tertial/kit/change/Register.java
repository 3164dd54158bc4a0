package se.tertial.kit.change;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.core.UriInfo;
import java.sql.PreparedStatement;
import java.sql.Types;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.Session;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Scope;
import se.tertial.kit.api.Filter;
import se.tertial.kit.api.Listing;
import se.tertial.kit.api.Paging;
import se.tertial.kit.problem.Problem;
import se.tertial.kit.problem.Violations;

/**
 * Reads and writes the rows of an administration.
 *
 * <p>Writers of one administration take turns (an advisory lock held to the end of the transaction): so rules over several
 * rows see all that is stored, revisions of a key grow in the order of commits, and two writers never fail on each other.
 * Each changed row gets a revision, a line in the history and a place in the outbox, in the transaction that changed it.
 */
@ApplicationScoped
public class Register {

    private static final int CHUNK = 500;

    private final EntityManager entityManager;
    private final ObjectMapper json;
    private final Clock clock;
    private final SecurityIdentity caller;
    private final CurrentVertxRequest request;

    @Inject
    Register(
            EntityManager entityManager,
            ObjectMapper json,
            Clock clock,
            SecurityIdentity caller,
            CurrentVertxRequest request) {
        this.entityManager = entityManager;
        this.json = json;
        this.clock = clock;
        this.caller = caller;
        this.request = request;
    }

    /** One page of an administration's rows. */
    @Transactional
    public <V extends Row<V>, E extends Stored<V>> Listing<V> list(
            Rows<V, E> rows, Scope scope, Filter filter, Paging paging, UriInfo uri) {
        Filter within = filter.and("id.municipalityId", scope.municipalityId())
                .and("id.administrationId", scope.administrationId());
        long total = rows.count(within.query(), within.parameters());
        List<V> items = paging.isEmpty()
                ? List.of()
                : rows
                        .find(within.query() + " order by " + rows.order(), within.parameters())
                        .page(paging.page() - 1, paging.limit())
                        .stream()
                        .map(Stored::row)
                        .toList();
        return Listing.of(items, paging, total, uri);
    }

    /**
     * One row.
     *
     * @throws Problem 404 if there is none
     */
    @Transactional
    public <V extends Row<V>, E extends Stored<V>> V get(Rows<V, E> rows, Scope scope, String key) {
        return existing(rows, scope, key).row();
    }

    /**
     * Every change of one row, newest first, at most a thousand.
     *
     * @throws Problem 404 if there never was such a row
     */
    @Transactional
    public List<Revision> history(Rows<?, ?> rows, Scope scope, String key) {
        List<?> found = entityManager
                .createNativeQuery(
                        """
                        select revision, recorded_at, recorded_by, reason, deleted, state::text
                        from change
                        where municipality_id = :municipality and administration_id = :administration
                          and topic = :topic and row_key = :key
                        order by revision desc
                        limit 1000
                        """)
                .setParameter("municipality", scope.municipalityId())
                .setParameter("administration", scope.administrationId())
                .setParameter("topic", rows.topic())
                .setParameter("key", key)
                .getResultList();
        if (found.isEmpty()) {
            throw Problem.notFound("There never was a “" + key + "” here.");
        }
        return found.stream().map(row -> revision((Object[]) row)).toList();
    }

    /**
     * Writes one row: creates it or replaces its content. The same content again changes nothing.
     *
     * @param key the last segment of the address; must be the row's own key
     */
    @Transactional
    public <V extends Row<V>, E extends Stored<V>> Put<V> put(Rows<V, E> rows, Scope scope, String key, V row) {
        if (!row.key().equals(key)) {
            Violations violations = new Violations();
            violations.add("", "The body is about “" + row.key() + "”, the address about “" + key + "”.");
            violations.throwIfAny();
        }
        BulkOutcome outcome = write(rows, scope, List.of(row), index -> "");
        return new Put<>(existing(rows, scope, key).row(), outcome.created() > 0);
    }

    /** Writes many rows in one transaction: all of them or, if anything is wrong with any, none. */
    @Transactional
    public <V extends Row<V>, E extends Stored<V>> BulkOutcome putAll(Rows<V, E> rows, Scope scope, List<V> items) {
        return write(rows, scope, items, index -> "/items/" + index);
    }

    /**
     * Deletes a row; its history stays.
     *
     * @throws Problem 404 if there is none, 409 if something refers to it
     */
    @Transactional
    public <V extends Row<V>, E extends Stored<V>> void delete(Rows<V, E> rows, Scope scope, String key) {
        lock(scope);
        E entity = existing(rows, scope, key);
        V row = entity.row();
        rows.checkDelete(scope, row);
        rows.delete(entity);
        rows.flush();
        record(rows.topic(), scope, List.of(new Change(key, null, null)), revisions(1));
        rows.changed(scope);
    }

    /** What a single write did. */
    public record Put<V>(V row, boolean created) {

        /** 201 for what was not there before, 200 for what was. */
        public RestResponse<V> response() {
            return RestResponse.status(created ? RestResponse.Status.CREATED : RestResponse.Status.OK, row);
        }
    }

    private record Change(String key, @Nullable String state, @Nullable String reason) {}

    private <V extends Row<V>, E extends Stored<V>> BulkOutcome write(
            Rows<V, E> rows, Scope scope, List<V> items, Function<Integer, String> pointer) {
        lock(scope);
        Map<String, E> stored = new HashMap<>();
        for (int from = 0; from < items.size(); from += CHUNK) {
            List<Identity> ids = items.subList(from, Math.min(items.size(), from + CHUNK)).stream()
                    .map(row -> Identity.of(scope, row.key()))
                    .toList();
            rows.list("id in ?1", ids)
                    .forEach(entity -> stored.put(entity.identity().rowKey(), entity));
        }
        Violations violations = new Violations();
        Map<String, Integer> seen = new HashMap<>();
        List<Rows.Written<V>> written = new ArrayList<>();
        List<E> changed = new ArrayList<>();
        int created = 0;
        for (int index = 0; index < items.size(); index++) {
            V row = items.get(index).at(null);
            Integer earlier = seen.putIfAbsent(row.key(), index);
            if (earlier != null) {
                violations.add(
                        pointer.apply(index),
                        "The same as " + pointer.apply(earlier) + ": “" + row.key() + "” stands twice.");
                continue;
            }
            row.check(pointer.apply(index), violations);
            E entity = stored.get(row.key());
            boolean changes = entity == null || !entity.row().at(null).equals(row);
            if (entity == null) {
                entity = rows.blank(Identity.of(scope, row.key()));
                entity.take(items.get(index));
                rows.persist(entity);
                created++;
            } else if (changes) {
                entity.take(items.get(index));
            }
            if (changes) {
                changed.add(entity);
            }
            written.add(new Rows.Written<>(pointer.apply(index), items.get(index), changes));
        }
        violations.throwIfAny();
        rows.flush();
        rows.check(scope, written, violations);
        violations.throwIfAny();
        long last = changed.isEmpty() ? 0 : recordAll(rows, scope, changed);
        return new BulkOutcome(created, changed.size() - created, items.size() - changed.size(), last, rows.topic());
    }

    private <V extends Row<V>, E extends Stored<V>> long recordAll(Rows<V, E> rows, Scope scope, List<E> changed) {
        List<Long> revisions = revisions(changed.size());
        List<Change> changes = new ArrayList<>(changed.size());
        for (int index = 0; index < changed.size(); index++) {
            E entity = changed.get(index);
            entity.revised(revisions.get(index));
            V row = entity.row();
            changes.add(new Change(row.key(), write(row), row.reason()));
        }
        rows.flush();
        record(rows.topic(), scope, changes, revisions);
        rows.changed(scope);
        return revisions.get(revisions.size() - 1);
    }

    private void lock(Scope scope) {
        entityManager
                .createNativeQuery("select pg_advisory_xact_lock(hashtextextended(:scope, 0))::text")
                .setParameter("scope", scope.toString())
                .getSingleResult();
    }

    private List<Long> revisions(int count) {
        List<?> numbers = entityManager
                .createNativeQuery("select nextval('revision_seq') from generate_series(1, :count)", Long.class)
                .setParameter("count", count)
                .getResultList();
        return numbers.stream().map(Long.class::cast).sorted().collect(Collectors.toList());
    }

    private void record(String topic, Scope scope, List<Change> changes, List<Long> revisions) {
        OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
        String who = Objects.requireNonNull(caller.getPrincipal().getName());
        String trace = request.getCurrent() == null
                ? null
                : request.getCurrent().request().getHeader("traceparent");
        entityManager.unwrap(Session.class).doWork(connection -> {
            try (PreparedStatement change = connection.prepareStatement(
                            """
                            insert into change (revision, topic, municipality_id, administration_id, row_key, deleted,
                                                state, reason, recorded_at, recorded_by, trace_parent)
                            values (?, ?, ?, ?, ?, ?, ?::json, ?, ?, ?, ?)
                            """);
                    PreparedStatement outbox = connection.prepareStatement("insert into outbox (revision) values (?)");
                    PreparedStatement wake = connection.prepareStatement("select pg_notify('outbox', '')")) {
                for (int index = 0; index < changes.size(); index++) {
                    Change one = changes.get(index);
                    change.setLong(1, revisions.get(index));
                    change.setString(2, topic);
                    change.setString(3, scope.municipalityId());
                    change.setString(4, scope.administrationId());
                    change.setString(5, one.key());
                    change.setBoolean(6, one.state() == null);
                    change.setString(7, one.state());
                    change.setString(8, one.reason());
                    change.setObject(9, now, Types.TIMESTAMP_WITH_TIMEZONE);
                    change.setString(10, who);
                    change.setString(11, trace);
                    change.addBatch();
                    outbox.setLong(1, revisions.get(index));
                    outbox.addBatch();
                }
                change.executeBatch();
                outbox.executeBatch();
                wake.execute();
            }
        });
    }

    private Revision revision(Object[] columns) {
        try {
            return new Revision(
                    ((Number) columns[0]).longValue(),
                    (java.time.Instant) columns[1],
                    (String) columns[2],
                    (String) columns[3],
                    (Boolean) columns[4],
                    columns[5] == null ? null : json.readTree((String) columns[5]));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("history holds what is not JSON", e);
        }
    }

    private String write(Object row) {
        try {
            return json.writeValueAsString(row);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <V extends Row<V>, E extends Stored<V>> E existing(Rows<V, E> rows, Scope scope, String key) {
        E entity = rows.findById(Identity.of(scope, key));
        if (entity == null) {
            throw Problem.notFound("There is no “" + key + "” here.");
        }
        return entity;
    }
}
