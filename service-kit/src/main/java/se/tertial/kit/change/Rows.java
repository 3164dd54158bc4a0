package se.tertial.kit.change;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Scope;
import se.tertial.kit.elsewhere.Named;
import se.tertial.kit.problem.Violations;

/**
 * All rows of one kind. {@link Register} reads and writes them.
 *
 * @param <V> the row on the wire
 * @param <E> the entity that keeps it; its embedded id is named {@code id}
 */
public interface Rows<V extends Row<V>, E extends Stored<V>> extends PanacheRepositoryBase<E, Identity> {

    /** The compacted topic that carries these rows. */
    String topic();

    E blank(Identity identity);

    /** How a list is ordered by default, in the words of the entity. */
    default String order() {
        return "id.rowKey";
    }

    /** Every row of an administration, in one query. */
    default List<V> all(Scope scope) {
        return list(
                        "id.municipalityId = ?1 and id.administrationId = ?2",
                        scope.municipalityId(),
                        scope.administrationId())
                .stream()
                .map(Stored::row)
                .toList();
    }

    /** The keys of all rows of an administration: what they say is not read. */
    default Set<String> keys(Scope scope) {
        return new HashSet<>(values(scope, "id.rowKey", String.class));
    }

    /**
     * One value of each row of an administration.
     *
     * @param path of the value, in the words of the entity
     */
    default <T> List<T> values(Scope scope, String path, Class<T> type) {
        String entity = blank(Identity.of(scope, "")).getClass().getSimpleName();
        return getEntityManager()
                .createQuery(
                        "select " + path + " from " + entity
                                + " where id.municipalityId = :municipality and id.administrationId = :administration",
                        type)
                .setParameter("municipality", scope.municipalityId())
                .setParameter("administration", scope.administrationId())
                .getResultList();
    }

    /**
     * Checks written rows against all that is stored, after they were written and within the same transaction. What it adds
     * to the violations undoes the whole request.
     *
     * @param written the rows of the request, at the indexes that pointers are made of
     */
    default void check(Scope scope, List<Written<V>> written, Violations violations) {}

    /** What a written row names and another service registers. */
    default List<Named> namesElsewhere(Written<V> written) {
        return List.of();
    }

    /** How many there are of an administration. */
    default long count(Scope scope) {
        return count(
                "id.municipalityId = ?1 and id.administrationId = ?2",
                scope.municipalityId(),
                scope.administrationId());
    }

    /**
     * Checks whether a row may go.
     *
     * @throws se.tertial.kit.problem.Problem 409 if something stored refers to it
     */
    default void checkDelete(Scope scope, V row) {}

    /** Told, within the transaction, that rows of the administration changed. */
    default void changed(Scope scope) {}

    /**
     * A row that a request wrote.
     *
     * @param pointer where it stands in the request's body, such as {@code /items/3}; empty for the body itself
     * @param changed whether it differs from what was stored
     * @param before  what was stored; null if it was not there
     */
    record Written<V>(String pointer, V row, boolean changed, @Nullable V before) {}
}
