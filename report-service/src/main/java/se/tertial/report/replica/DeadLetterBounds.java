package se.tertial.report.replica;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import org.hibernate.Session;

/** How much is kept of messages that were put aside. Every method runs in its caller's transaction. */
@ApplicationScoped
class DeadLetterBounds {

    /**
     * Of all messages of one municipality that are open: of what comes beyond it the beginning is kept, and the whole is read from its
     * topic.
     */
    static final long MOST_BYTES_OF_ONE = 64 * 1024 * 1024L;

    /** So many open messages of one municipality; what comes beyond is counted ({@link UnkeptLetters}). */
    static final int MOST_OF_ONE = 10_000;

    /** So many that ended are told of. */
    static final int MOST_ENDED = 10_000;

    private static final int MOST_FORGOTTEN = 100;

    private final EntityManager entityManager;

    @Inject
    DeadLetterBounds(EntityManager entityManager) {
        this.entityManager = entityManager;
    }

    /**
     * What is kept of one municipality's open messages.
     *
     * @param letters how many they are; not more are counted than may be
     * @param bytes of these
     */
    record Kept(long letters, long bytes) {

        /** Whether none more is kept. */
        boolean isFull() {
            return letters >= MOST_OF_ONE;
        }

        /** Whether of what comes the beginning is kept. */
        boolean isLarge() {
            return bytes >= MOST_BYTES_OF_ONE;
        }

        Kept and(long more) {
            return new Kept(letters + 1, bytes + more);
        }
    }

    /** What is kept of a municipality, by the index and no more than may be; of an empty text what belongs to none. */
    Kept of(String municipalityId) {
        String whose = municipalityId.isEmpty() ? "municipality_id is null" : "municipality_id = :municipality";
        var query = entityManager
                .unwrap(Session.class)
                .createNativeQuery(
                        """
                        select count(*), coalesce(sum(octet_length(message_value)), 0)
                        from (select message_value from dead_letter where state = 'OPEN' and %s limit :most) as open
                        """
                                .formatted(whose),
                        Object[].class)
                .setParameter("most", MOST_OF_ONE);
        if (!municipalityId.isEmpty()) {
            query.setParameter("municipality", municipalityId);
        }
        Object[] columns = query.getSingleResult();
        return new Kept(((Number) columns[0]).longValue(), ((Number) columns[1]).longValue());
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
