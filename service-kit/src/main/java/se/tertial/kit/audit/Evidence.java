package se.tertial.kit.audit;

import java.util.List;
import java.util.Set;
import se.tertial.kit.access.Scope;
import se.tertial.kit.journal.TrailPages.Told;

/** Something that is kept beside the audit trail, and that the trail tells of. Each method runs in the caller's transaction. */
public interface Evidence {

    /** The kinds of what is kept: the topics of the entries that tell of it. */
    Set<String> kinds();

    /** Whether to compare one of these takes as much as a page of others. */
    default boolean isLarge() {
        return false;
    }

    /**
     * Compares what is kept with what the trail tells of it.
     *
     * @param kind one of {@link #kinds}
     * @param told what the last entries about some of that kind tell
     */
    void compare(Scope scope, String kind, List<Told> told, Differences differences);

    /**
     * The keys of what is kept, in their order.
     *
     * @param after the key before these; empty for the first
     * @param most how many
     */
    List<String> keys(Scope scope, String kind, String after, int most);
}
