package se.tertial.faults.harm;

/** What can happen to the suite. */
public enum Harm {
    /** A process ends at once. */
    KILL,
    /** All instances of a service, or of the gateway, end at once. */
    KILL_BOTH,
    /** A process is there, and does nothing. */
    HOLD_UP,
    DATABASE_SILENT,
    DATABASE_CUT,
    /** A COMMIT is done, and its answer never comes. */
    COMMIT_UNANSWERED,
    KAFKA_SILENT,
    KAFKA_CUT,
    CALLERS_SILENT,
    CALLERS_CUT,
    /** Messages that nobody can read, and some that are too large to be put aside as they are. */
    POISON,
    /** Rows as large as a row may be, and larger. */
    LARGE_ROWS,
    /** PostgreSQL's disk is full. */
    DISK_FULL,
    /** The read model is asked to be rebuilt at every instance at once. */
    REBUILDS,
    /** A service's database is put back to what it was a while ago. */
    RESTORE,
    /** All topics of a service are gone. */
    TOPICS_LOST;

    /** Whether it is undone by people, who do so when nothing else is broken. */
    boolean comesAlone() {
        return this == RESTORE || this == TOPICS_LOST;
    }
}
