package se.tertial.kit.audit;

import se.tertial.kit.access.Scope;

/** Something that is kept beside the audit trail, and that the trail tells of. */
public interface Evidence {

    /** Compares what is kept with what the trail tells of it. In the caller's transaction. */
    void compare(Scope scope, Differences differences);
}
