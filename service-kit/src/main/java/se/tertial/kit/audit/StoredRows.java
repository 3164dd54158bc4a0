package se.tertial.kit.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Scope;
import se.tertial.kit.change.Identity;
import se.tertial.kit.change.Rows;
import se.tertial.kit.journal.TrailPages.Told;

/** The rows of an administration: each must be what the last entry about it tells. */
@ApplicationScoped
class StoredRows implements Evidence {

    private final Map<String, Rows<?, ?>> kinds = new HashMap<>();
    private final ObjectMapper strict;
    private final ObjectMapper tolerant;

    @Inject
    StoredRows(@Any Instance<Rows<?, ?>> kinds, ObjectMapper json) {
        kinds.forEach(rows -> this.kinds.put(rows.topic(), rows));
        this.strict = json;
        this.tolerant = json.copy().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        this.tolerant.clearProblemHandlers();
    }

    @Override
    public Set<String> kinds() {
        return kinds.keySet();
    }

    @Override
    public void compare(Scope scope, String kind, List<Told> told, Differences differences) {
        List<Identity> ids =
                told.stream().map(one -> Identity.of(scope, one.key())).toList();
        Map<String, Object> stored = new HashMap<>();
        rows(kind)
                .list("id in ?1", ids)
                .forEach(entity -> stored.put(entity.identity().rowKey(), entity.row()));
        for (Told one : told) {
            Object row = stored.get(one.key());
            if (row == null ? one.state() != null : one.state() == null || !isSame(row, one.state())) {
                differences.add(kind(row, one), kind, one.key());
            }
        }
    }

    private static Difference.Kind kind(@Nullable Object row, Told told) {
        if (row == null) {
            return Difference.Kind.MISSING;
        }
        return told.state() == null ? Difference.Kind.UNTOLD : Difference.Kind.CHANGED;
    }

    @Override
    public List<String> keys(Scope scope, String kind, String after, int most) {
        return rows(kind).keys(scope, after, most);
    }

    private Rows<?, ?> rows(String kind) {
        return Objects.requireNonNull(kinds.get(kind));
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
