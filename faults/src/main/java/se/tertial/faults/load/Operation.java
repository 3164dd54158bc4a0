package se.tertial.faults.load;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that was asked of the suite, and what came of it.
 *
 * @param number   what marks the rows it writes
 * @param kind     of its rows; of a publication the reports'
 * @param rows     the keys of the rows it writes; of a publication the period
 * @param seen     the revision that it wants to find: 0 for none, null if it does not care
 * @param fate     what the sender knows of it
 * @param attempts how often it was sent
 * @param status   the last status, 0 if there was no answer
 * @param revision the highest revision that the answer gave its rows; of a publication its number; 0 if unknown
 * @param begun    when it was sent first, as {@link System#nanoTime()} says
 * @param answered when its last answer came, or was not waited for any more
 * @param reason   what the last answer said of why it was no success, or what kept it from coming; empty if it was one
 */
public record Operation(
        long number,
        Act act,
        Scope scope,
        @Nullable Kind kind,
        List<String> rows,
        @Nullable Long seen,
        Fate fate,
        int attempts,
        int status,
        long revision,
        long begun,
        long answered,
        String reason) {

    /** What kind of request. */
    public enum Act {
        PUT,
        PUT_MANY,
        DELETE,
        PUBLISH
    }

    /** What the sender knows. */
    public enum Fate {
        /** It was told that it is done. */
        ACKNOWLEDGED,
        /** It was told that it is not done. */
        REFUSED,
        /** It may be done. */
        UNKNOWN
    }

    /** The service that it was sent to. */
    public String service() {
        return kind == null ? "report" : kind.service();
    }

    @Override
    public String toString() {
        return "op %d (%s %s %s of %s, %s, status %d, revision %d, sent %d times)"
                .formatted(
                        number,
                        act,
                        kind == null ? "report" : kind.resource(),
                        rows,
                        scope,
                        fate,
                        status,
                        revision,
                        attempts);
    }
}
