package se.tertial.kit.database;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.problem.Problem;
import se.tertial.language.Message;

/**
 * Whether the database is known to hold all that was ever sent from it. What is restored from a backup does not, and what is
 * written there would count as older than what was lost.
 *
 * <p>A database is known again by what no restored copy shares: when its server was started, and the numbers that the server gave
 * to it and to the journal. While these stay the same nothing needs to be looked at, also while Kafka is away; when they change,
 * nothing is written or sent until somebody has looked.
 */
@ApplicationScoped
public class Continuity {

    private static final String INCARNATION =
            """
            (select extract(epoch from pg_postmaster_start_time()) || '/' || oid || '/' || 'change'::regclass::oid
             from pg_database where datname = current_database())
            """;

    /** How long a write waits for somebody to look, which takes well under a second if Kafka answers. */
    private static final int PATIENCE_MILLIS = 1_000;
    /** For so long after one write has waited in vain, the others do not wait: they would hold connections that readers need. */
    private static final long REMEMBERED_NANOS = 30_000_000_000L;

    private static final int PAUSE_MILLIS = 50;

    private volatile @Nullable Behind behind;
    private volatile boolean isKnown;
    private volatile long waitedInVainAt = System.nanoTime() - REMEMBERED_NANOS;

    /**
     * What was found of a database that lacks something.
     *
     * @param incarnation of which
     * @param held where the database stands: epoch and revision
     * @param known where Kafka says that it stood
     */
    public record Behind(String incarnation, String held, String known) {}

    /** What the database is known by. */
    public String incarnation(Connection connection) throws SQLException {
        return text(connection, "select " + INCARNATION);
    }

    /** Whether somebody has looked and found nothing missing. */
    public boolean holds(Connection connection) throws SQLException {
        return text(connection, "select exists (select from continuity where incarnation = " + INCARNATION + ")::text")
                .equals("true");
    }

    /** What was found missing in the database that there is now, if anything was. */
    public @Nullable Behind behind() {
        return behind;
    }

    /** Within the caller's transaction: nothing is missing, or what is missing is known to be lost. */
    public void accept(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "insert into continuity (incarnation, found_at) values (" + INCARNATION + ", now())"
                        + " on conflict (one) do update set incarnation = excluded.incarnation, found_at = excluded.found_at")) {
            statement.executeUpdate();
        }
    }

    /** Remembers what was found, or that nothing is missing any more. */
    public void found(@Nullable Behind found) {
        behind = found;
        waitedInVainAt = System.nanoTime() - REMEMBERED_NANOS;
    }

    /** Whether somebody has found, since the database came anew, that nothing is missing. */
    public boolean isKnown() {
        return isKnown;
    }

    /** Remembers whether somebody has found that nothing is missing. */
    public void known(boolean known) {
        isKnown = known;
    }

    /**
     * To be called by whoever writes, within the transaction.
     *
     * @throws Problem 503 if the database lacks what was sent, or if nobody knows
     */
    public void require(Connection connection) throws SQLException {
        for (int waited = 0; !holds(connection); waited += PAUSE_MILLIS) {
            Behind found = behind;
            if (found != null && found.incarnation().equals(incarnation(connection))) {
                throw Problem.halted(Message.of(
                        "The database lacks what was sent from it: it stands at {0}, and stood at {1}. Nothing is written until whoever runs the service has restored a newer backup, or declared with POST /restores that the rest is lost.",
                        found.held(), found.known()));
            }
            boolean isInVain = System.nanoTime() - waitedInVainAt < REMEMBERED_NANOS;
            if (isInVain || waited >= PATIENCE_MILLIS) {
                if (!isInVain) {
                    waitedInVainAt = System.nanoTime();
                }
                throw Problem.unavailable(Message.of(
                        "The database was started anew, and Kafka does not answer to tell whether it lacks anything."));
            }
            pause();
        }
    }

    private static String text(Connection connection, String query) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
