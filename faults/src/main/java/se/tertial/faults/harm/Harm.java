package se.tertial.faults.harm;

/** What can happen to the suite. */
public enum Harm {
    /** A process ends at once. */
    KILL(4),
    /** All instances of a service, or of the gateway, end at once. */
    KILL_BOTH(1),
    /** A process is there, and does nothing. */
    HOLD_UP(4),
    DATABASE_SILENT(1),
    DATABASE_CUT(1),
    /** A COMMIT is done, and its answer never comes. */
    COMMIT_UNANSWERED(1),
    KAFKA_SILENT(1),
    KAFKA_CUT(1),
    CALLERS_SILENT(1),
    CALLERS_CUT(1),
    /** Messages that nobody can read, and some that are too large to be put aside as they are. */
    POISON(1),
    /** Rows as large as a row may be, and larger. */
    LARGE_ROWS(1),
    /** PostgreSQL's disk is full. */
    DISK_FULL(1),
    /** The read model is asked to be rebuilt at every instance at once. */
    REBUILDS(1),
    /** A service's database is put back to what it was a while ago. */
    RESTORE(1),
    /** All topics of a service are gone. */
    TOPICS_LOST(1);

    private final int times;

    Harm(int times) {
        this.times = times;
    }

    /** How often it comes while each other comes at least once. */
    int times() {
        return times;
    }

    /** Whether it is undone by people, who do so when nothing else is broken. */
    boolean comesAlone() {
        return this == RESTORE || this == TOPICS_LOST;
    }
}
