package se.tertial.kit.database;

import jakarta.transaction.RollbackException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the database's failures mean to whoever asked. */
public final class DatabaseFailure {

    /** Statement and lock timeouts, and deadlocks: this request had no time, while others have. */
    private static final Set<String> NO_TIME = Set.of("57014", "55P03", "25P03", "40001", "40P01");

    /** No connection; no resources, such as room on the disk; going down or coming up; failing itself, as of its disk. */
    private static final List<String> AWAY = List.of("08", "53", "57P", "58");

    /** With these the server did not say what it did. */
    private static final List<String> SAYS_NOTHING = List.of("08", "57P", "58", "XX");

    /** Narayana's: the transaction ended before it was committed, because its time did. */
    private static final String RAN_OUT = "ARJUNA016102";

    private static final int DEEPEST = 20;

    private DatabaseFailure() {}

    /** Whether the database had no time for this; nothing of it was done. */
    public static boolean isNoTime(Throwable failure) {
        return ranOut(failure) || anySql(failure, state -> state != null && NO_TIME.contains(state));
    }

    /** Whether the database serves nobody just now. */
    public static boolean isAway(Throwable failure) {
        return any(failure, cause -> cause instanceof SQLException sql && isAway(sql));
    }

    private static boolean isAway(SQLException sql) {
        String state = sql.getSQLState();
        return state == null
                // The pool's, which have no state.
                ? String.valueOf(sql.getMessage()).toLowerCase(Locale.ROOT).contains("acquisition timeout")
                : AWAY.stream().anyMatch(state::startsWith);
    }

    /** Whether a failed commit surely committed nothing: the transaction had ended before, or the server said no. */
    public static boolean isDefinite(Throwable failure) {
        return ranOut(failure)
                || anySql(
                        failure, state -> state != null && SAYS_NOTHING.stream().noneMatch(state::startsWith));
    }

    private static boolean ranOut(Throwable failure) {
        return any(
                failure,
                cause -> cause instanceof RollbackException
                        && String.valueOf(cause.getMessage()).contains(RAN_OUT));
    }

    private static boolean anySql(Throwable failure, Predicate<@Nullable String> state) {
        return any(failure, cause -> cause instanceof SQLException sql && state.test(sql.getSQLState()));
    }

    private static boolean any(Throwable failure, Predicate<Throwable> wanted) {
        List<Throwable> causes = new ArrayList<>(List.of(failure));
        for (int index = 0; index < causes.size() && index < DEEPEST; index++) {
            Throwable cause = causes.get(index);
            if (wanted.test(cause)) {
                return true;
            }
            if (cause.getCause() != null && !causes.contains(cause.getCause())) {
                causes.add(cause.getCause());
            }
            // Where Narayana says why it could not commit.
            causes.addAll(List.of(cause.getSuppressed()));
        }
        return false;
    }
}
