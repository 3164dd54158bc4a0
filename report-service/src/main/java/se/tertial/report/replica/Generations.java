package se.tertial.report.replica;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;
import se.tertial.report.replica.Generation.Cause;

/**
 * The generations of the read model: of all instances together one builds at a time. Every method runs in its caller's
 * transaction.
 */
@ApplicationScoped
class Generations {

    private static final Duration BEFORE_TRYING_AGAIN = Duration.ofMinutes(1);
    private static final int ATTEMPTS = 10;

    private final EntityManager entityManager;
    private final GenerationHistory history;

    @Inject
    Generations(EntityManager entityManager, GenerationHistory history) {
        this.entityManager = entityManager;
        this.history = history;
    }

    /** A newer release has built the read model: what this one reads is not enough for it. */
    static final class TakenOver extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TakenOver(int reads) {
            super("a newer release, which reads fields of version " + reads + ", has taken over the read model");
        }
    }

    /**
     * The current generation, which stays the current one until the transaction ends.
     *
     * @throws TakenOver if a newer release made it
     */
    int holdCurrent() {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            // Nothing is found if another one became current while this statement waited.
            List<Object[]> current = rows("select generation, reads from generation where state = 'CURRENT' for share");
            if (!current.isEmpty()) {
                int reads = ((Number) current.get(0)[1]).intValue();
                if (reads > Fact.VERSION) {
                    throw new TakenOver(reads);
                }
                return ((Number) current.get(0)[0]).intValue();
            }
        }
        throw new IllegalStateException("there is no current generation");
    }

    /** Why the current generation does not have all that reports use, or has what it should not; empty if it is whole. */
    Optional<Cause> whyNotWhole() {
        return rows(
                        """
                        select case when reads < %d then 'FIELDS_CHANGED'
                                    when exists (select from consumed_partition p
                                                 where p.generation = generation.generation and p.seen_at = 'epoch')
                                    then 'DELETIONS_MISSED' end, 1
                        from generation where state = 'CURRENT'
                        """
                                .formatted(Fact.VERSION))
                .stream()
                .flatMap(row -> Optional.ofNullable((String) row[0]).stream())
                .map(Cause::valueOf)
                .findFirst();
    }

    /** A read model that nothing was read into yet has what any release reads. */
    void adoptEmpty() {
        entityManager
                .createNativeQuery(
                        """
                        update generation set reads = :version
                        where state = 'CURRENT' and reads < :version
                          and not exists (select from fact where fact.generation = generation.generation)
                        """)
                .setParameter("version", Fact.VERSION)
                .executeUpdate();
    }

    /** Another build for a person, if none runs; one that waits to be confirmed gives way, but to no trial. */
    Optional<Generation> ask(String by, boolean trial) {
        if (!trial) {
            entityManager
                    .createNativeQuery(
                            "update generation set state = 'ABANDONED', ended_at = now() where state = 'UNCONFIRMED'")
                    .executeUpdate();
        }
        return begin(by, Cause.ASKED, trial);
    }

    /** Another build that the service itself needs, unless one runs, waits, or has just failed: then ever later. */
    Optional<Generation> need(Cause cause) {
        boolean tried =
                !rows("""
                        select 1, 1 from (
                            select max(ended_at) as last, count(*) as times from generation
                            where state = 'FAILED' and generation > (select max(generation) from generation
                                                                     where state <> 'FAILED')) failed
                        where last > now() - least(interval '10 minutes', interval '%d seconds' * power(2, least(times - 1, 10)))
                        """
                                .formatted(BEFORE_TRYING_AGAIN.toSeconds()))
                        .isEmpty();
        if (tried) {
            return Optional.empty();
        }
        entityManager
                .createNativeQuery("update generation set state = 'ABANDONED', ended_at = now()"
                        + " where state = 'UNCONFIRMED' and reads < :version")
                .setParameter("version", Fact.VERSION)
                .executeUpdate();
        return begin("report-service", cause, false);
    }

    private Optional<Generation> begin(String by, Cause cause, boolean trial) {
        List<?> begun = entityManager
                .createNativeQuery(
                        """
                        insert into generation (generation, state, reads, cause, asked_by, trial)
                        select max(generation) + 1, 'BUILDING', :version, :cause, :by, :trial from generation
                        on conflict do nothing
                        returning generation
                        """)
                // A release that knows no trials would switch to it: it leaves alone what reads more than it does.
                .setParameter("version", trial ? Integer.MAX_VALUE : Fact.VERSION)
                .setParameter("cause", cause.name())
                .setParameter("by", by)
                .setParameter("trial", trial)
                .getResultList();
        if (begun.isEmpty()) {
            return Optional.empty();
        }
        history.forgetOld();
        return history.numbered(((Number) begun.get(0)).intValue());
    }

    /** A build that nobody is at, and that reads no more than this release does. */
    Optional<Integer> claim(String builder) {
        return entityManager
                .unwrap(Session.class)
                .createNativeQuery(
                        """
                        update generation set builder = :builder, beat_at = now()
                        where generation in (select generation from generation
                                             where state = 'BUILDING' and builder is null and (reads <= :version or trial)
                                             for update skip locked)
                        returning generation
                        """,
                        Integer.class)
                .setParameter("builder", builder)
                .setParameter("version", Fact.VERSION)
                .getResultList()
                .stream()
                .findFirst();
    }

    /** The build is alive, and has read more; false if it was taken for dead, and must end. */
    boolean beat(int generation, String builder, int messages, int unreadable) {
        return entityManager
                        .createNativeQuery(
                                """
                                update generation
                                set beat_at = now(), messages = messages + :messages, unreadable = unreadable + :unreadable
                                where generation = :generation and state = 'BUILDING' and builder = :builder
                                """)
                        .setParameter("generation", generation)
                        .setParameter("builder", builder)
                        .setParameter("messages", messages)
                        .setParameter("unreadable", unreadable)
                        .executeUpdate()
                == 1;
    }

    /** Until the transaction ends, no consumer writes, and no other generation becomes current. */
    int lockCurrent() {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            List<Object[]> current =
                    rows("select generation, reads from generation where state = 'CURRENT' for update");
            if (!current.isEmpty()) {
                return ((Number) current.get(0)[0]).intValue();
            }
        }
        throw new IllegalStateException("there is no current generation");
    }

    /**
     * This transaction's statements may take longer than others', and then the server ends them.
     *
     * @return how long the connection waited for an answer before, in milliseconds; to be restored by {@link #waitFor}
     */
    int allow(Duration time) {
        entityManager
                .createNativeQuery("set local statement_timeout = '" + time.toSeconds() + "s'")
                .executeUpdate();
        entityManager.createNativeQuery("set local lock_timeout = '30s'").executeUpdate();
        return waitFor((int) time.plusSeconds(5).toMillis());
    }

    /** How long the connection waits for an answer, in milliseconds; returns how long it did. The pool does not reset it. */
    int waitFor(int millis) {
        return entityManager.unwrap(Session.class).doReturningWork(connection -> {
            int before = connection.getNetworkTimeout();
            connection.setNetworkTimeout(Runnable::run, millis);
            return before;
        });
    }

    void becomeCurrent(int generation, long liveRows) {
        entityManager
                .createNativeQuery("update generation set state = 'REPLACED' where state = 'CURRENT'")
                .executeUpdate();
        entityManager
                .createNativeQuery(
                        """
                        update generation set state = 'CURRENT', ended_at = now(), live_rows = :rows
                        where generation = :generation
                        """)
                .setParameter("generation", generation)
                .setParameter("rows", liveRows)
                .executeUpdate();
    }

    void awaitConfirmation(int generation, long liveRows, Comparison.Lacking lacking) {
        entityManager.unwrap(Session.class).doWork(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    """
                    update generation
                    set state = 'UNCONFIRMED', builder = null, beat_at = now(), live_rows = ?, lacking = ?,
                        lacking_fingerprint = ?, lacking_keys = ?
                    where generation = ?
                    """)) {
                statement.setLong(1, liveRows);
                statement.setLong(2, lacking.total());
                statement.setString(3, lacking.fingerprint());
                statement.setArray(
                        4, connection.createArrayOf("text", lacking.first().toArray()));
                statement.setInt(5, generation);
                statement.executeUpdate();
            }
        });
    }

    /** Whether it is only to be compared. */
    boolean isTrial(int generation) {
        return !rows("select 1, 1 from generation where trial and generation = " + generation)
                .isEmpty();
    }

    /** Its work is done, and its facts are needed no more. */
    void compared(int generation, long liveRows, Comparison.Lacking lacking, Comparison.Lacking exceeding) {
        entityManager.unwrap(Session.class).doWork(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    """
                    update generation
                    set state = 'COMPARED', ended_at = now(), live_rows = ?, lacking = ?, lacking_fingerprint = ?,
                        lacking_keys = ?, exceeding = ?, exceeding_keys = ?
                    where generation = ?
                    """)) {
                statement.setLong(1, liveRows);
                statement.setLong(2, lacking.total());
                statement.setString(3, lacking.fingerprint());
                statement.setArray(
                        4, connection.createArrayOf("text", lacking.first().toArray()));
                statement.setLong(5, exceeding.total());
                statement.setArray(
                        6, connection.createArrayOf("text", exceeding.first().toArray()));
                statement.setInt(7, generation);
                statement.executeUpdate();
            }
        });
    }

    /** What it lacks may vanish; false if it does not wait for that, or lacks something else by now. */
    boolean confirm(int generation, String fingerprint, String by) {
        return entityManager
                        .createNativeQuery(
                                """
                                update generation
                                set state = 'BUILDING', builder = null, beat_at = now(),
                                    confirmed_fingerprint = :fingerprint, confirmed_by = :by
                                where generation = :generation and state = 'UNCONFIRMED'
                                  and lacking_fingerprint = :fingerprint
                                """)
                        .setParameter("generation", generation)
                        .setParameter("fingerprint", fingerprint)
                        .setParameter("by", by)
                        .executeUpdate()
                == 1;
    }

    /** The fingerprint of what may vanish, if anybody confirmed something. */
    Optional<String> confirmed(int generation) {
        return rows("select confirmed_fingerprint, 1 from generation where generation = " + generation).stream()
                .flatMap(row -> Optional.ofNullable((String) row[0]).stream())
                .findFirst();
    }

    void fail(int generation, String why) {
        entityManager
                .createNativeQuery(
                        """
                        update generation set state = 'FAILED', ended_at = now(), failure = :why
                        where generation = :generation and state = 'BUILDING'
                        """)
                .setParameter("generation", generation)
                .setParameter("why", why)
                .executeUpdate();
    }

    /** One that is not needed any more and still has facts. */
    Optional<Integer> discarded() {
        return rows(
                        """
                        select generation, 1 from generation
                        where state in ('REPLACED', 'COMPARED', 'FAILED', 'ABANDONED') and not emptied
                        order by generation limit 1
                        """)
                .stream()
                .map(row -> ((Number) row[0]).intValue())
                .findFirst();
    }

    /** Deletes some facts of a generation that is not needed any more; whether there may be others. */
    boolean deleteSome(int generation, int most) {
        int deleted = entityManager
                .createNativeQuery(
                        """
                        delete from fact where ctid = any (array(
                            select ctid from fact where generation = :generation limit :most for update skip locked))
                        """)
                .setParameter("generation", generation)
                .setParameter("most", most)
                .executeUpdate();
        if (deleted > 0) {
            return true;
        }
        entityManager
                .createNativeQuery("delete from consumed_partition where generation = :generation")
                .setParameter("generation", generation)
                .executeUpdate();
        entityManager
                .createNativeQuery(
                        """
                        update generation set emptied = true
                        where generation = :generation
                          and not exists (select from fact where fact.generation = :generation)
                        """)
                .setParameter("generation", generation)
                .executeUpdate();
        return false;
    }

    private List<Object[]> rows(String sql) {
        return entityManager
                .unwrap(Session.class)
                .createNativeQuery(sql, Object[].class)
                .getResultList();
    }
}
