package se.tertial.kit.change;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Scope;
import se.tertial.kit.admission.Asker;
import se.tertial.kit.admission.RequestMemory;
import se.tertial.kit.api.Filter;
import se.tertial.kit.api.Listing;
import se.tertial.kit.api.Page;
import se.tertial.kit.api.Paging;
import se.tertial.kit.api.Preconditions;
import se.tertial.kit.change.BulkOutcome.BulkRow;
import se.tertial.kit.change.BulkOutcome.Effect;
import se.tertial.kit.elsewhere.Warning;
import se.tertial.kit.journal.Journal;
import se.tertial.kit.problem.Problem;
import se.tertial.kit.problem.Violation;
import se.tertial.kit.problem.Violations;
import se.tertial.language.Message;

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
    private static final int MOST_STALE = 100;

    private final EntityManager entityManager;
    private final ObjectMapper json;
    private final Journal journal;
    private final Preconditions preconditions;
    private final ClosedPeriods closedPeriods;
    private final RequestMemory memory;
    private final Asker asker;
    private final History history;
    private final Instance<Parents> parents;
    private final Doubts doubts;

    @Inject
    Register(
            EntityManager entityManager,
            ObjectMapper json,
            Journal journal,
            Preconditions preconditions,
            ClosedPeriods closedPeriods,
            RequestMemory memory,
            Asker asker,
            History history,
            @Any Instance<Parents> parents,
            Doubts doubts) {
        this.entityManager = entityManager;
        this.json = json;
        this.journal = journal;
        this.preconditions = preconditions;
        this.closedPeriods = closedPeriods;
        this.memory = memory;
        this.asker = asker;
        this.history = history;
        this.parents = parents;
        this.doubts = doubts;
    }

    /**
     * One page of an administration's rows.
     *
     * @throws Problem 404 if what they belong to is known not to be there
     */
    @Transactional
    public <V extends Row<V>, E extends Stored<V>> Listing<V> list(
            Rows<V, E> rows, Scope scope, Filter filter, Paging paging, UriInfo uri) {
        requireParents(rows, scope);
        preconditions.answering(journal.last(scope, rows.topic()));
        Instant since = paging.changedSince();
        Filter within = filter.and("id.municipalityId", scope.municipalityId())
                .and("id.administrationId", scope.administrationId())
                .and("revision", ">", since == null ? null : journal.lastBefore(scope, since));
        long total = rows.count(within.query(), within.parameters());
        Page page = paging.only();
        String order = Ordering.of(rows, paging.sort(), entityManager);
        memory.forPage(journal.bytes(revisions(rows, within, order, page)));
        List<V> items = page.size() == 0
                ? List.of()
                : rows
                        .find(within.query() + " order by " + order, within.parameters())
                        .page(page.page() - 1, page.limit())
                        .stream()
                        .map(Stored::row)
                        .toList();
        return Listing.of(items, page, total, uri);
    }

    /** At which revisions the rows of a page stand, in its order. */
    private List<Long> revisions(Rows<?, ?> rows, Filter within, String order, Page page) {
        if (page.size() == 0) {
            return List.of();
        }
        var query = entityManager.createQuery(
                "select revision from " + Ordering.entity(rows, entityManager).getName() + " where " + within.query()
                        + " order by " + order,
                Long.class);
        within.parameters().forEach(query::setParameter);
        return query.setFirstResult(page.first()).setMaxResults(page.size()).getResultList();
    }

    /**
     * One row.
     *
     * @throws Problem 404 if there is none, or not what it belongs to
     */
    @Transactional
    public <V extends Row<V>, E extends Stored<V>> V get(Rows<V, E> rows, Scope scope, String key) {
        requireParents(rows, scope);
        return existing(rows, scope, key).row();
    }

    /**
     * One page of the changes of one row, newest first.
     *
     * @throws Problem 404 if there never was such a row
     */
    @Transactional
    public Listing<Revision> history(Rows<?, ?> rows, Scope scope, String key, Page page, UriInfo uri) {
        return history.of(rows.topic(), scope, key, page, uri);
    }

    /**
     * Writes one row: creates it, or replaces the content that the request says it has seen. The same content again changes
     * nothing.
     *
     * @param key the last segment of the address; must be the row's own key
     * @throws Problem 404 if what it belongs to is known not to be there
     */
    @Transactional
    public <V extends Row<V>, E extends Stored<V>> Put<V> put(Rows<V, E> rows, Scope scope, String key, V row) {
        if (!row.key().equals(key)) {
            Violations violations = new Violations();
            violations.add("", Message.of("The body is about “{0}”, the address about “{1}”.", row.key(), key));
            violations.throwIfAny();
        }
        journal.takeTurn(scope);
        requireParents(rows, scope);
        E stored = rows.findById(Identity.of(scope, key));
        if (stored == null) {
            preconditions.beforeCreating();
        } else if (stored.row().at(null).equals(row.at(null))) {
            preconditions.beforeRepeating();
        } else {
            preconditions.beforeChanging(stored.revision());
        }
        V seen = row.at(stored == null ? 0 : stored.revision());
        BulkOutcome outcome = write(rows, scope, List.of(seen), Writing.USUAL, index -> "", () -> {});
        return new Put<>(existing(rows, scope, key).row(), outcome.created() > 0, outcome.warnings());
    }

    /**
     * Writes many rows in one transaction: all of them or, if anything is wrong with any, none. Each row may say by its
     * revision, and the request by the tag of the list, what it has seen; where nothing differs, nothing is overwritten. A
     * trial does all of it and then undoes it. When the client has gone before the end, all of it is undone.
     *
     * @throws Problem 404 if what they belong to is known not to be there, 503 if the client has gone
     */
    @Transactional
    public <V extends Row<V>, E extends Stored<V>> BulkOutcome putAll(
            Rows<V, E> rows, Scope scope, List<V> items, Writing writing) {
        journal.takeTurn(scope);
        requireParents(rows, scope);
        memory.forStored(
                journal.bytes(rows.topic(), scope, items.stream().map(Row::key).toList()));
        long last = journal.last(scope, rows.topic());
        return write(rows, scope, items, writing, index -> "/items/" + index, () -> preconditions.whereStated(last));
    }

    /**
     * Deletes a row; its history stays.
     *
     * @throws Problem 404 if there is none, 409 if something refers to it or its period is closed
     */
    @Transactional
    public <V extends Row<V>, E extends Stored<V>> void delete(
            Rows<V, E> rows, Scope scope, String key, Deletion deletion) {
        journal.takeTurn(scope);
        requireParents(rows, scope);
        E entity = existing(rows, scope, key);
        preconditions.beforeChanging(entity.revision());
        V row = entity.row();
        closedPeriods.in(scope).checkDelete(row, deletion.reason());
        rows.checkDelete(scope, row);
        rows.delete(entity);
        rows.flush();
        journal.append(
                rows.topic(),
                scope,
                List.of(new Journal.Line(journal.revisions(1).get(0), key, null, deletion.reason())));
        rows.changed(scope);
    }

    private <V extends Row<V>, E extends Stored<V>> BulkOutcome write(
            Rows<V, E> rows,
            Scope scope,
            List<V> items,
            Writing writing,
            Function<Integer, String> pointer,
            Runnable beforeChanging) {
        ClosedPeriods.Closed closed = closedPeriods.in(scope);
        Map<String, E> stored = new HashMap<>();
        for (int from = 0; from < items.size(); from += CHUNK) {
            asker.require();
            List<Identity> ids = items.subList(from, Math.min(items.size(), from + CHUNK)).stream()
                    .map(row -> Identity.of(scope, row.key()))
                    .toList();
            rows.list("id in ?1", ids)
                    .forEach(entity -> stored.put(entity.identity().rowKey(), entity));
        }
        Violations violations = new Violations();
        Map<String, Integer> seen = new HashMap<>();
        List<Rows.Written<V>> written = new ArrayList<>();
        List<Rows.Written<V>> changes = new ArrayList<>();
        List<BulkRow> told = new ArrayList<>();
        List<Violation> stale = new ArrayList<>();
        for (int index = 0; index < items.size(); index++) {
            asker.require();
            V row = items.get(index).at(null);
            Integer earlier = seen.putIfAbsent(row.key(), index);
            if (earlier != null) {
                violations.add(
                        pointer.apply(index),
                        Message.of("The same as {0}: “{1}” stands twice.", pointer.apply(earlier), row.key()));
                continue;
            }
            row.check(pointer.apply(index), violations);
            E entity = stored.get(row.key());
            V before = entity == null ? null : entity.row().at(null);
            boolean differs = !row.equals(before);
            Rows.Written<V> one = new Rows.Written<>(pointer.apply(index), items.get(index), differs, before);
            written.add(one);
            told.add(new BulkRow(
                    row.key(),
                    entity == null ? Effect.CREATED : differs ? Effect.REPLACED : Effect.UNCHANGED,
                    entity == null ? null : entity.revision()));
            if (differs) {
                checkSeen(pointer.apply(index), items.get(index), entity, stale);
                changes.add(one);
            }
        }
        if (!stale.isEmpty()) {
            throw Problem.stale(stale);
        }
        if (!changes.isEmpty()) {
            beforeChanging.run();
        }
        violations.throwIfAny();
        int created = 0;
        List<Journal.Line> lines = new ArrayList<>(changes.size());
        List<Long> revisions = journal.revisions(changes.size());
        for (Rows.Written<V> change : changes) {
            asker.require();
            V row = change.row();
            E old = stored.get(row.key());
            E entity = old == null ? rows.blank(Identity.of(scope, row.key())) : old;
            entity.take(row);
            entity.revised(revisions.get(lines.size()));
            String state = write(entity.row());
            Journal.checkSize(change.pointer(), state, violations);
            lines.add(new Journal.Line(entity.revision(), row.key(), state, row.reason()));
            if (old == null) {
                rows.persist(entity);
                created++;
            }
        }
        violations.throwIfAny();
        rows.flush();
        asker.require();
        if (created > 0) {
            checkNumber(rows, scope, changes, violations);
        }
        rows.check(scope, written, violations);
        violations.throwIfAny();
        closed.check(written);
        List<Warning> warnings = doubts.of(rows, scope, written);
        asker.require();
        long last = 0;
        if (writing.changesNothing()) {
            if (!lines.isEmpty()) {
                journal.requireRoom(rows.topic(), scope, lines.size());
            }
            QuarkusTransaction.setRollbackOnly();
        } else if (!lines.isEmpty()) {
            journal.append(rows.topic(), scope, lines);
            rows.changed(scope);
            asker.require();
            last = revisions.get(revisions.size() - 1);
        }
        return new BulkOutcome(
                created,
                lines.size() - created,
                items.size() - lines.size(),
                last,
                rows.topic(),
                writing.tellsOfEach() ? at(writing.changesNothing() ? List.of() : revisions, told) : null,
                warnings.isEmpty() ? null : warnings);
    }

    /** Before anything else is checked: what is checked against too many would take too much memory. */
    private static <V extends Row<V>, E extends Stored<V>> void checkNumber(
            Rows<V, E> rows, Scope scope, List<Rows.Written<V>> changes, Violations violations) {
        long count = rows.most() == Long.MAX_VALUE ? 0 : rows.count(scope);
        if (count > rows.most()) {
            changes.stream()
                    .filter(one -> one.before() == null)
                    .findFirst()
                    .ifPresent(first -> violations.add(
                            first.pointer(),
                            Message.of(
                                    "An administration has at most {0} of these, and would have {1}. Delete some first.",
                                    rows.most(), count)));
        }
        violations.throwIfAny();
    }

    /** The rows at the revisions that those which changed were given, if they were. */
    private static List<BulkRow> at(List<Long> revisions, List<BulkRow> rows) {
        Iterator<Long> given = revisions.iterator();
        return rows.stream()
                .map(row -> row.effect() == Effect.UNCHANGED || !given.hasNext()
                        ? row
                        : new BulkRow(row.key(), row.effect(), given.next()))
                .toList();
    }

    /** A row of many says by its revision what its sender has seen, if it says anything. */
    private static <V extends Row<V>, E extends Stored<V>> void checkSeen(
            String pointer, V row, @Nullable E stored, List<Violation> stale) {
        Long seen = row.revision();
        long now = stored == null ? 0 : stored.revision();
        if (seen != null && seen != now && stale.size() < MOST_STALE) {
            stale.add(Violation.inBody(
                    pointer + "/revision",
                    stored == null
                            ? Message.of("“{0}” is not there any more.", row.key())
                            : Message.of(
                                    "“{0}” was changed since; it stands at revision {1} now.",
                                    row.key(), Long.toString(now))));
        }
    }

    private String write(Object row) {
        try {
            return json.writeValueAsString(row);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void requireParents(Rows<?, ?> rows, Scope scope) {
        parents.forEach(known -> known.require(rows.topic(), scope));
    }

    private static <V extends Row<V>, E extends Stored<V>> E existing(Rows<V, E> rows, Scope scope, String key) {
        E entity = rows.findById(Identity.of(scope, key));
        if (entity == null) {
            throw Problem.notFound(Message.of("There is no “{0}” here.", key));
        }
        return entity;
    }
}
