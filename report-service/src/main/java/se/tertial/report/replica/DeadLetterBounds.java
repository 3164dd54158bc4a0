package se.tertial.report.replica;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.Set;
import org.hibernate.Session;

/** How much is kept of messages that were put aside. Every method runs in its caller's transaction. */
@ApplicationScoped
class DeadLetterBounds {

    /**
     * Of all messages of one municipality that are open: of what comes beyond it the beginning is kept, and the whole is read from its
     * topic.
     */
    static final long MOST_BYTES_OF_ONE = 64 * 1024 * 1024L;

    /** So many that ended are told of. */
    static final int MOST_ENDED = 10_000;

    private static final int MOST_FORGOTTEN = 100;

    private final EntityManager entityManager;

    @Inject
    DeadLetterBounds(EntityManager entityManager) {
        this.entityManager = entityManager;
    }

    /** The municipalities of which as much is kept as may be; an empty text for what belongs to none. */
    Set<String> full() {
        return Set.copyOf(entityManager
                .unwrap(Session.class)
                .createNativeQuery(
                        """
                        select coalesce(municipality_id, '') from dead_letter where state = 'OPEN'
                        group by 1 having sum(octet_length(message_value)) >= :most
                        """,
                        String.class)
                .setParameter("most", MOST_BYTES_OF_ONE)
                .getResultList());
    }

    /** Forgets the oldest of those that ended, if there are too many; some at a time. */
    void forgetOld() {
        entityManager
                .createNativeQuery(
                        """
                        delete from dead_letter where number in (
                            select number from (select number from dead_letter where state <> 'OPEN'
                                                order by number desc offset :kept) as too_many
                            order by number limit :most)
                        """)
                .setParameter("kept", MOST_ENDED)
                .setParameter("most", MOST_FORGOTTEN)
                .executeUpdate();
    }
}
