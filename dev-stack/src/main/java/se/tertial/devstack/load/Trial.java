package se.tertial.devstack.load;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import se.tertial.devstack.Failure;

/**
 * What a service says would become of a file's rows.
 *
 * @param topic   what tells of changes of the rows; empty if it is not known
 * @param rows    in the order of the file; empty if they were refused
 * @param refusal why they were refused; null if they were not
 */
record Trial(Load load, Memory memory, String topic, List<Row> rows, @Nullable Failure refusal) {

    /** What would become of a row. */
    enum Effect {
        CREATED,
        REPLACED,
        UNCHANGED
    }

    /**
     * One row of the file.
     *
     * @param key      the last segment of its address
     * @param revision at which it stands, 0 where there is none
     */
    record Row(Item item, String key, Effect effect, long revision) {}

    /** Whether loading the file would change anything. */
    boolean changes() {
        return refusal != null || rows.stream().anyMatch(row -> row.effect() != Effect.UNCHANGED);
    }

    /** How many rows would share a fate. */
    long count(Effect effect) {
        return rows.stream().filter(row -> row.effect() == effect).count();
    }

    /** The rows that others have written or deleted since a load from here last saw them, and that the file would undo. */
    List<Row> changedByOthers() {
        Predicate<Row> changed = row -> {
            OptionalLong seen = memory.revision(row.key());
            return switch (row.effect()) {
                case CREATED -> seen.isPresent();
                case REPLACED -> seen.isEmpty() || seen.getAsLong() != row.revision();
                case UNCHANGED -> false;
            };
        };
        return rows.stream().filter(changed).toList();
    }

    /**
     * The rows that an earlier load brought from this file and that are not in it any more.
     *
     * @param elsewhere keys that another file of the folder has now
     */
    Set<String> left(Set<String> elsewhere) {
        Set<String> keys = memory.onlyFrom(load.source());
        rows.forEach(row -> keys.remove(row.key()));
        keys.removeAll(elsewhere);
        return keys;
    }

    Set<String> keys() {
        return rows.stream().map(Row::key).collect(Collectors.toSet());
    }
}
