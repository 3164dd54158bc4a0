package se.tertial.kit.change;

import jakarta.persistence.EntityManager;
import jakarta.persistence.metamodel.Attribute.PersistentAttributeType;
import jakarta.persistence.metamodel.EntityType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Scope;
import se.tertial.kit.problem.Problem;
import se.tertial.kit.problem.Violation;
import se.tertial.language.Message;

/** The order that a list is asked for in, in the words of the entity; rows that are equal in it stand by their keys. */
final class Ordering {

    private static final Scope NOWHERE = new Scope("", "");

    private Ordering() {}

    /**
     * @param sort as the request says it, null for the order of the kind
     * @throws Problem 400 if a field is none of the list's
     */
    static String of(Rows<?, ?> rows, @Nullable String sort, EntityManager entityManager) {
        if (sort == null) {
            return rows.order();
        }
        Set<String> fields = entity(rows, entityManager).getSingularAttributes().stream()
                .filter(attribute -> attribute.getPersistentAttributeType() == PersistentAttributeType.BASIC)
                .map(attribute -> attribute.getName())
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> order = new ArrayList<>();
        for (String part : sort.split(",", -1)) {
            String field = part.startsWith("-") ? part.substring(1) : part;
            if (!fields.contains(field)) {
                throw Problem.malformed(
                        List.of(new Violation("sort", "query", Message.of("This list is ordered by {0}.", fields))));
            }
            order.add(field + (part.startsWith("-") ? " desc nulls last" : " nulls first"));
        }
        order.add("id.rowKey");
        return String.join(", ", order);
    }

    static EntityType<?> entity(Rows<?, ?> rows, EntityManager entityManager) {
        return entityManager
                .getMetamodel()
                .entity(rows.blank(Identity.of(NOWHERE, "")).getClass());
    }
}
