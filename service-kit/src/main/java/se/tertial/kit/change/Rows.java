package se.tertial.kit.change;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import java.util.ArrayList;
import java.util.Collection;
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

    /** Of a kind that is checked against itself, such as a tree: far more than any administration has. */
    long MOST_OF_A_TREE = 10_000;

    /** How many values are asked for at once. */
    int AT_ONCE = 1_000;

    /** The compacted topic that carries these rows. */
    String topic();

    E blank(Identity identity);

    /** How a list is ordered by default, in the words of the entity. */
    default String order() {
        return "id.rowKey";
    }

    /** How many rows of this kind an administration has at most. Deleting is possible however many there are. */
    default long most() {
        return Long.MAX_VALUE;
    }

    /** Of these keys, those that the administration has rows of: what they say is not read. */
    default Set<String> existing(Scope scope, Collection<String> keys) {
        return new HashSet<>(values(scope, "id.rowKey", String.class, "id.rowKey", keys));
    }

    /**
     * The keys of an administration's rows, in their order.
     *
     * @param after the key before these; empty for the first
     * @param most how many
     */
    default List<String> keys(Scope scope, String after, int most) {
        return getEntityManager()
                .createQuery(
                        "select id.rowKey from " + entity(scope)
                                + " where id.municipalityId = :municipality and id.administrationId = :administration"
                                + " and id.rowKey > :after order by id.rowKey",
                        String.class)
                .setParameter("municipality", scope.municipalityId())
                .setParameter("administration", scope.administrationId())
                .setParameter("after", after)
                .setMaxResults(most)
                .getResultList();
    }

    private String entity(Scope scope) {
        return blank(Identity.of(scope, "")).getClass().getSimpleName();
    }

    /**
     * Something of each row of an administration that has one of some values. No more of it is read, and nothing of other rows:
     * so a check reads about as much as the request says that is checked.
     *
     * @param wanted what of each row, in the words of the entity; short, whatever the row says
     * @param path   of the value
     * @param among  the values
     */
    default <T> List<T> values(Scope scope, String wanted, Class<T> type, String path, Collection<String> among) {
        String entity = entity(scope);
        List<String> all = among.stream().distinct().toList();
        List<T> found = new ArrayList<>();
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            found.addAll(getEntityManager()
                    .createQuery(
                            "select " + wanted + " from " + entity
                                    + " where id.municipalityId = :municipality and id.administrationId = :administration"
                                    + " and " + path + " in :some",
                            type)
                    .setParameter("municipality", scope.municipalityId())
                    .setParameter("administration", scope.administrationId())
                    .setParameter("some", all.subList(from, Math.min(all.size(), from + AT_ONCE)))
                    .getResultList());
        }
        return found;
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

    /** What of written rows may not be meant as it stands, after they were checked and within the same transaction. */
    default List<Doubt> doubts(Scope scope, List<Written<V>> written) {
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
