package se.tertial.report.replica;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.HashMap;
import java.util.Map;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** How much is kept of messages that were put aside. Every method runs in its caller's transaction. */
@ApplicationScoped
class DeadLetterBounds {

    /**
     * Of all messages of one municipality that are open, with their keys and what tells of them: of what comes beyond it the beginning
     * is kept, and the whole is read from its topic. Beyond twice as much nothing is kept.
     */
    static final long MOST_BYTES_OF_ONE = 64 * 1024 * 1024L;

    /** So many open messages of one municipality; what comes beyond is counted ({@link UnkeptLetters}). */
    static final int MOST_OF_ONE = 10_000;

    /** Of all municipalities together; beyond that each has its share. */
    static final int MOST_OF_ALL = 50_000;

    static final long MOST_BYTES_OF_ALL = 1024 * 1024 * 1024L;

    /** So many of each municipality, however many others fill what there is: of these the beginnings. */
    static final int SHARE = 20;

    /** So many that ended are told of. */
    static final int MOST_ENDED = 10_000;

    private static final int MOST_FORGOTTEN = 100;

    private final EntityManager entityManager;

    @Inject
    DeadLetterBounds(EntityManager entityManager) {
        this.entityManager = entityManager;
    }

    /** Open messages, and what they take. */
    private record Taken(long letters, long bytes) {

        boolean reaches(long mostLetters, long mostBytes) {
            return letters >= mostLetters || bytes >= mostBytes;
        }

        Taken and(long more) {
            return new Taken(letters + 1, bytes + more);
        }
    }

    /** What there is room for, as its transaction sees it. */
    final class Room {

        private @Nullable Taken all;
        private final Map<String, Taken> ofOne = new HashMap<>();

        private Room() {}

        /** Whether another message of a municipality is kept; an empty text is nobody. */
        boolean isFor(String municipalityId) {
            Taken one = taken(municipalityId);
            return !one.reaches(MOST_OF_ONE, 2 * MOST_BYTES_OF_ONE) && (!isFull() || one.letters() < SHARE);
        }

        /** Whether only the beginning of it is kept. */
        boolean isScarceFor(String municipalityId) {
            return isFull() || taken(municipalityId).bytes() >= MOST_BYTES_OF_ONE;
        }

        void take(String municipalityId, long bytes) {
            ofOne.put(municipalityId, taken(municipalityId).and(bytes));
            all = all().and(bytes);
        }

        private boolean isFull() {
            return all().reaches(MOST_OF_ALL, MOST_BYTES_OF_ALL);
        }

        private Taken all() {
            if (all == null) {
                all = ofAll();
            }
            return all;
        }

        private Taken taken(String municipalityId) {
            return ofOne.computeIfAbsent(municipalityId, DeadLetterBounds.this::ofOne);
        }
    }

    Room room() {
        return new Room();
    }

    /** Not more are counted than may be, here and below: by an index, which has their bytes. */
    private Taken ofAll() {
        return taken((Object[]) entityManager
                .createNativeQuery(
                        """
                        select count(*), coalesce(sum(bytes), 0)
                        from (select bytes from dead_letter where state = 'OPEN' limit :most) as open
                        """)
                .setParameter("most", MOST_OF_ALL)
                .getSingleResult());
    }

    private Taken ofOne(String municipalityId) {
        String whose = municipalityId.isEmpty() ? "municipality_id is null" : "municipality_id = :municipality";
        var query = entityManager
                .unwrap(Session.class)
                .createNativeQuery(
                        """
                        select count(*), coalesce(sum(bytes), 0)
                        from (select bytes from dead_letter where state = 'OPEN' and %s limit :most) as open
                        """
                                .formatted(whose),
                        Object[].class)
                .setParameter("most", MOST_OF_ONE);
        if (!municipalityId.isEmpty()) {
            query.setParameter("municipality", municipalityId);
        }
        return taken(query.getSingleResult());
    }

    private static Taken taken(Object[] columns) {
        return new Taken(((Number) columns[0]).longValue(), ((Number) columns[1]).longValue());
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
