package se.tertial.kit.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Scope;
import se.tertial.kit.admission.RequestMemory;
import se.tertial.kit.api.Listing;
import se.tertial.kit.api.Page;
import se.tertial.kit.api.Preconditions;

/** Reads the journal, a page at a time: for those who follow it, and for those who audit. */
@ApplicationScoped
class JournalPages {

    /** What the row was before the change {@code c}. */
    private static final String BEFORE =
            """
            select state, bytes from change
            where municipality_id = c.municipality_id and administration_id = c.administration_id
              and topic = c.topic and row_key = c.row_key and revision < c.revision
            order by revision desc limit 1
            """;

    /** For those who do not ask what it was. */
    private static final String NOTHING_BEFORE = "select null::json as state, 0 as bytes";

    private final EntityManager entityManager;
    private final Journal journal;
    private final TrailLengths lengths;
    private final ObjectMapper json;
    private final Preconditions preconditions;
    private final RequestMemory memory;

    @Inject
    JournalPages(
            EntityManager entityManager,
            Journal journal,
            TrailLengths lengths,
            ObjectMapper json,
            Preconditions preconditions,
            RequestMemory memory) {
        this.entityManager = entityManager;
        this.journal = journal;
        this.lengths = lengths;
        this.json = json;
        this.preconditions = preconditions;
        this.memory = memory;
    }

    /** What of the journal a caller wants to see; null leaves a question open. */
    record Question(
            @Nullable Long since,
            @Nullable String topic,
            @Nullable String key,
            @Nullable String recordedBy,
            @Nullable Instant changedSince) {

        boolean isOfAll() {
            return since == null && topic == null && key == null && recordedBy == null && changedSince == null;
        }
    }

    /** The changes of an administration, oldest first. */
    @Transactional
    Listing<Change> changes(Scope scope, Question question, Page page, UriInfo uri) {
        return page(
                scope,
                question,
                page,
                uri,
                "asc",
                NOTHING_BEFORE,
                columns -> new Change(
                        ((Number) columns[0]).longValue(),
                        (String) columns[1],
                        (String) columns[2],
                        (Instant) columns[3],
                        columns[4] == null,
                        tree(columns[4])));
    }

    /** The audit trail of an administration, newest first. */
    @Transactional
    Listing<AuditEntry> audit(Scope scope, Question question, Page page, UriInfo uri) {
        return page(
                scope,
                question,
                page,
                uri,
                "desc",
                BEFORE,
                columns -> new AuditEntry(
                        ((Number) columns[0]).longValue(),
                        (Instant) columns[3],
                        (String) columns[5],
                        (String) columns[6],
                        (String) columns[1],
                        (String) columns[2],
                        (String) columns[7],
                        tree(columns[9]),
                        tree(columns[4]),
                        (String) columns[8]));
    }

    private <T> Listing<T> page(
            Scope scope,
            Question question,
            Page page,
            UriInfo uri,
            String order,
            String before,
            Function<Object[], T> item) {
        preconditions.answering(journal.last(scope));
        Map<String, Object> parameters = new HashMap<>();
        String where = where(scope, question, parameters);
        long total = question.isOfAll() ? lengths.of(scope) : count(where, parameters, page.mostCounted());
        String rows = "select * from change c where " + where + " order by c.revision " + order + " offset "
                + page.first() + " limit " + page.size();
        String from =
                " from (" + rows + ") c left join lateral (" + before + ") p on true order by c.revision " + order;
        var bytes = entityManager
                .unwrap(Session.class)
                .createNativeQuery("select c.bytes + coalesce(p.bytes, 0)::bigint" + from, Long.class);
        parameters.forEach(bytes::setParameter);
        memory.forPage(bytes.getResultList());
        var query = entityManager
                .unwrap(Session.class)
                .createNativeQuery(
                        "select c.revision, c.topic, c.row_key, c.recorded_at, c.state::text, c.recorded_by, c.client,"
                                + " c.reason, c.digest, p.state::text as before" + from,
                        Object[].class);
        parameters.forEach(query::setParameter);
        List<T> items = query.getResultList().stream().map(item).toList();
        return Listing.of(items, page, total, uri);
    }

    private long count(String where, Map<String, Object> parameters, long most) {
        var count = entityManager.createNativeQuery(
                "select count(*) from (select from change c where " + where + " limit " + most + ") as counted",
                Long.class);
        parameters.forEach(count::setParameter);
        return (Long) count.getSingleResult();
    }

    private static String where(Scope scope, Question question, Map<String, Object> parameters) {
        StringBuilder where =
                new StringBuilder("c.municipality_id = :municipality and c.administration_id = :administration");
        parameters.put("municipality", scope.municipalityId());
        parameters.put("administration", scope.administrationId());
        and(where, parameters, "c.revision > :since", "since", question.since());
        and(where, parameters, "c.topic = :topic", "topic", question.topic());
        and(where, parameters, "c.row_key = :key", "key", question.key());
        and(where, parameters, "c.recorded_by = :by", "by", question.recordedBy());
        and(where, parameters, "c.recorded_at >= :time", "time", question.changedSince());
        return where.toString();
    }

    private static void and(
            StringBuilder where,
            Map<String, Object> parameters,
            String condition,
            String name,
            @Nullable Object value) {
        if (value != null) {
            where.append(" and ").append(condition);
            parameters.put(name, value);
        }
    }

    private @Nullable JsonNode tree(@Nullable Object state) {
        try {
            return state == null ? null : json.readTree((String) state);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the journal holds what is not JSON", e);
        }
    }
}
