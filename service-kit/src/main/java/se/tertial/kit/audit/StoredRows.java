package se.tertial.kit.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.hibernate.Session;
import se.tertial.kit.access.Scope;
import se.tertial.kit.admission.Asker;
import se.tertial.kit.change.Identity;
import se.tertial.kit.change.Row;
import se.tertial.kit.change.Rows;
import se.tertial.kit.change.Stored;
import se.tertial.kit.journal.Journal;

/** The rows of an administration: each must be what the last entry about it tells. */
@ApplicationScoped
class StoredRows implements Evidence {

    private final EntityManager entityManager;
    private final Journal journal;
    private final Asker asker;
    private final Instance<Rows<?, ?>> kinds;
    private final ObjectMapper strict;
    private final ObjectMapper tolerant;

    @Inject
    StoredRows(
            EntityManager entityManager,
            Journal journal,
            Asker asker,
            @Any Instance<Rows<?, ?>> kinds,
            ObjectMapper json) {
        this.asker = asker;
        this.entityManager = entityManager;
        this.journal = journal;
        this.kinds = kinds;
        this.strict = json;
        this.tolerant = json.copy().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        this.tolerant.clearProblemHandlers();
    }

    @Override
    public void compare(Scope scope, Differences differences) {
        int atOnce = journal.atOnce(scope);
        for (Rows<?, ?> rows : kinds) {
            compare(rows, scope, atOnce, differences);
        }
    }

    private <V extends Row<V>, E extends Stored<V>> void compare(
            Rows<V, E> rows, Scope scope, int atOnce, Differences differences) {
        long told = 0;
        String after = "";
        while (!differences.isFull()) {
            asker.require();
            List<E> some = rows.find(
                            "id.municipalityId = ?1 and id.administrationId = ?2 and id.rowKey > ?3 order by id.rowKey",
                            scope.municipalityId(),
                            scope.administrationId(),
                            after)
                    .page(0, atOnce)
                    .list();
            if (some.isEmpty()) {
                break;
            }
            Map<String, String> states = states(
                    rows.topic(),
                    scope,
                    some.stream().map(entity -> entity.identity().rowKey()).toList());
            for (E entity : some) {
                String key = entity.identity().rowKey();
                String state = states.get(key);
                if (state == null) {
                    differences.add(Difference.Kind.UNTOLD, rows.topic(), key);
                } else {
                    told++;
                    if (!isSame(entity.row(), state)) {
                        differences.add(Difference.Kind.CHANGED, rows.topic(), key);
                    }
                }
            }
            after = some.get(some.size() - 1).identity().rowKey();
            entityManager.clear();
        }
        if (told < live(rows.topic(), scope)) {
            nameMissing(rows, scope, atOnce, differences);
        }
    }

    /** What the last entries about these rows tell; nothing of those that were deleted, or that there is no entry of. */
    private Map<String, String> states(String topic, Scope scope, List<String> keys) {
        Map<String, String> states = new HashMap<>();
        entityManager
                .unwrap(Session.class)
                .createNativeQuery(
                        """
                        select distinct on (row_key) row_key, state::text from change
                        where municipality_id = :municipality and administration_id = :administration and topic = :topic
                          and row_key in (:keys)
                        order by row_key, revision desc
                        """,
                        Object[].class)
                .setParameter("municipality", scope.municipalityId())
                .setParameter("administration", scope.administrationId())
                .setParameter("topic", topic)
                .setParameterList("keys", keys)
                .getResultList()
                .stream()
                .filter(columns -> columns[1] != null)
                .forEach(columns -> states.put((String) columns[0], (String) columns[1]));
        return states;
    }

    private static final String LIVE =
            """
            from (select distinct on (row_key) row_key, deleted from change
                  where municipality_id = :municipality and administration_id = :administration and topic = :topic
                  order by row_key, revision desc) as last
            where not deleted
            """;

    private long live(String topic, Scope scope) {
        return (Long) entityManager
                .createNativeQuery("select count(*) " + LIVE, Long.class)
                .setParameter("municipality", scope.municipalityId())
                .setParameter("administration", scope.administrationId())
                .setParameter("topic", topic)
                .getSingleResult();
    }

    private <V extends Row<V>, E extends Stored<V>> void nameMissing(
            Rows<V, E> rows, Scope scope, int atOnce, Differences differences) {
        String after = "";
        while (!differences.isFull()) {
            asker.require();
            List<String> keys = entityManager
                    .unwrap(Session.class)
                    .createNativeQuery(
                            "select row_key " + LIVE + " and row_key > :after order by row_key", String.class)
                    .setParameter("municipality", scope.municipalityId())
                    .setParameter("administration", scope.administrationId())
                    .setParameter("topic", rows.topic())
                    .setParameter("after", after)
                    .setMaxResults(atOnce)
                    .getResultList();
            if (keys.isEmpty()) {
                return;
            }
            List<Identity> ids =
                    keys.stream().map(key -> Identity.of(scope, key)).toList();
            Set<String> there = new HashSet<>();
            rows.list("id in ?1", ids)
                    .forEach(entity -> there.add(entity.identity().rowKey()));
            keys.stream()
                    .filter(key -> !there.contains(key))
                    .forEach(key -> differences.add(Difference.Kind.MISSING, rows.topic(), key));
            after = keys.get(keys.size() - 1);
            entityManager.clear();
        }
    }

    /** Whether a row says what an entry tells. A field that a later release added, or took away, is no difference. */
    private boolean isSame(Object row, String state) {
        try {
            String now = strict.writeValueAsString(row);
            return now.equals(state)
                    || isSame(
                            strict.readTree(now),
                            strict.readTree(strict.writeValueAsString(tolerant.readValue(state, row.getClass()))));
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private static boolean isSame(JsonNode one, JsonNode other) {
        if (one.isContainerNode() && one.getNodeType() == other.getNodeType() && one.size() == other.size()) {
            return one.isArray()
                    ? IntStream.range(0, one.size()).allMatch(index -> isSame(one.get(index), other.get(index)))
                    : one.properties().stream()
                            .allMatch(field ->
                                    other.has(field.getKey()) && isSame(field.getValue(), other.get(field.getKey())));
        }
        return one.equals(other)
                || (one.isTextual() && other.isTextual() && isSameNumber(one.asText(), other.asText()));
    }

    /** A decimal comes from the database with the decimals of its column. */
    private static boolean isSameNumber(String one, String other) {
        try {
            return new BigDecimal(one).compareTo(new BigDecimal(other)) == 0;
        } catch (NumberFormatException e) {
            return Objects.equals(one, other);
        }
    }
}
