package se.tertial.kit.problem;

import jakarta.transaction.RollbackException;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Failures that pass: the database had no time, no connection, or no place for what was asked, or the transaction no more
 * time, and nothing of it was done.
 */
final class Overload {

    /** Statement and lock timeouts, deadlocks, too many connections, a server that is going down or coming up. */
    private static final Set<String> STATES =
            Set.of("57014", "55P03", "25P03", "40001", "40P01", "53300", "57P01", "57P02", "57P03");

    private static final String CONNECTION = "08";
    /** Narayana's: the transaction ended before it was committed, because its time did. */
    private static final String RAN_OUT = "ARJUNA016102";

    private static final int DEEPEST = 20;

    private Overload() {}

    static boolean isCause(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause instanceof SQLException sql && passes(sql.getSQLState(), sql.getMessage())) {
                return true;
            }
            if (cause instanceof RollbackException
                    && String.valueOf(cause.getMessage()).contains(RAN_OUT)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static boolean passes(@Nullable String state, @Nullable String message) {
        if (state == null) {
            return message != null && message.contains("cquisition timeout"); // the pool's, which has no state
        }
        return STATES.contains(state) || state.startsWith(CONNECTION);
    }
}
