package se.tertial.kit.database;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.transaction.RollbackException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which failures pass, and which of them leave it open whether a commit was done. */
class DatabaseFailureTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "08001", "08006", "53000", "53100", "53200", "53300", "53400", "57P01", "57P02", "57P03", "57P04",
                "57P05", "58030"
            })
    void databaseThatServesNobodyIsAway(String state) {
        assertTrue(DatabaseFailure.isAway(wrapped(new SQLException("", state))));
    }

    @Test
    void poolWithoutConnectionIsAway() {
        assertTrue(DatabaseFailure.isAway(wrapped(new SQLException("Sorry, acquisition timeout!", (String) null))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"57014", "55P03", "25P03", "40001", "40P01"})
    void requestWithoutTimeSaysNothingOfOthers(String state) {
        Throwable failure = wrapped(new SQLException("", state));

        assertTrue(DatabaseFailure.isNoTime(failure));
        assertFalse(DatabaseFailure.isAway(failure));
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "22001", "42P01"})
    void mistakeOfOursDoesNotPass(String state) {
        Throwable failure = wrapped(new SQLException("", state));

        assertFalse(DatabaseFailure.isNoTime(failure));
        assertFalse(DatabaseFailure.isAway(failure));
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "57P01", "58030", "XX000"})
    void commitThatWasNotAnsweredMayBeDone(String state) {
        assertFalse(DatabaseFailure.isDefinite(suppressed(new SQLException("", state))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"23503", "40001", "53100"})
    void commitThatTheServerRefusedIsNotDone(String state) {
        assertTrue(DatabaseFailure.isDefinite(suppressed(new SQLException("", state))));
    }

    @Test
    void commitOfWhichNothingIsKnownMayBeDone() {
        assertFalse(DatabaseFailure.isDefinite(new RollbackException("ARJUNA016053: Could not commit transaction.")));
    }

    @Test
    void transactionThatRanOutOfTimeIsNotDone() {
        RollbackException ranOut = new RollbackException("ARJUNA016102: The transaction is not active!");

        assertTrue(DatabaseFailure.isDefinite(ranOut));
        assertTrue(DatabaseFailure.isNoTime(ranOut));
    }

    @Test
    void causesInACircleEnd() {
        Exception first = new Exception("first");
        Exception second = new Exception("second", first);
        first.initCause(second);

        assertFalse(DatabaseFailure.isAway(first));
    }

    private static Throwable wrapped(SQLException failure) {
        return new IllegalStateException(new RuntimeException(failure));
    }

    private static Throwable suppressed(SQLException failure) {
        RollbackException rollback = new RollbackException("ARJUNA016053: Could not commit transaction.");
        rollback.addSuppressed(new RuntimeException(failure));
        return rollback;
    }
}
