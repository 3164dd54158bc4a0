package se.tertial.report.replica;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;

/** Ends builds that nobody is at, that nobody confirms, and that are out of date. Every method runs in its caller's transaction. */
@ApplicationScoped
class Abandonment {

    /** Longer than any step of a build takes between two signs of life. */
    private static final Duration LEASE = Duration.ofSeconds(30);
    /** Instances that delete old facts, or are of an older release, come late. */
    private static final Duration UNCLAIMED = Duration.ofMinutes(10);

    /** How long one that lacks rows waits for a person. */
    private static final Duration PATIENCE = Duration.ofDays(1);

    /** How long, if nobody asked for it: what it lacks may have been published since. Each time twice as long. */
    private static final Duration BEFORE_READING_AGAIN = Duration.ofHours(1);

    private final EntityManager entityManager;

    @Inject
    Abandonment(EntityManager entityManager) {
        this.entityManager = entityManager;
    }

    /**
     * The build that nobody asked for and that waits to be confirmed. It is wanted no more if the topics are others by now.
     */
    Optional<Integer> unconfirmedUnasked() {
        return entityManager
                .unwrap(Session.class)
                .createNativeQuery(
                        "select generation from generation where state = 'UNCONFIRMED' and cause <> 'ASKED'",
                        Integer.class)
                .getResultList()
                .stream()
                .findFirst();
    }

    /** Ends one that waits to be confirmed. */
    void unconfirmed(int generation, String why) {
        entityManager
                .createNativeQuery(
                        """
                        update generation set state = 'ABANDONED', ended_at = now(), failure = :why
                        where generation = :generation and state = 'UNCONFIRMED'
                        """)
                .setParameter("generation", generation)
                .setParameter("why", why)
                .executeUpdate();
    }

    /** Ends builds whose builder is not heard of, and those that nobody confirms. */
    List<Integer> dead() {
        return entityManager
                .unwrap(Session.class)
                .createNativeQuery(
                        """
                        update generation set state = 'ABANDONED', ended_at = now(),
                               failure = case state when 'BUILDING' then 'its builder was not heard of any more'
                                                    else 'nobody confirmed it' end
                        where generation in (
                            select generation from generation
                            where (state = 'BUILDING' and beat_at < now() - make_interval(
                                       secs => case when builder is null then :unclaimed else :lease end))
                               or (state = 'UNCONFIRMED' and beat_at < now() - make_interval(secs => case
                                       when cause = 'ASKED' then :patience
                                       else least(:patience, :again * power(2, least(10, (
                                           select count(*) from generation earlier
                                           where earlier.state = 'ABANDONED' and earlier.cause <> 'ASKED'
                                             and earlier.generation > (select max(generation) from generation
                                                                       where state in ('CURRENT', 'REPLACED')))))) end))
                            for update skip locked)
                        returning generation
                        """,
                        Integer.class)
                .setParameter("unclaimed", UNCLAIMED.toSeconds())
                .setParameter("lease", LEASE.toSeconds())
                .setParameter("patience", PATIENCE.toSeconds())
                .setParameter("again", BEFORE_READING_AGAIN.toSeconds())
                .getResultList();
    }
}
