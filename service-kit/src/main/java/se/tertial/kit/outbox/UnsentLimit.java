package se.tertial.kit.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import se.tertial.kit.access.Scope;
import se.tertial.kit.problem.Problem;
import se.tertial.language.Message;

/** How many changes of a municipality may wait to be sent: who changes faster than can be sent comes back later. */
@ApplicationScoped
public class UnsentLimit {

    /** Who writes so few at a time is slower than the relay, and may have as many unsent as a municipality may have in all. */
    private static final int FEW = 100;

    /** So long who writes few is believed to have as many unsent as were counted: to count takes longer than to write. */
    private static final Duration BELIEVED = Duration.ofSeconds(2);

    private final EntityManager entityManager;
    private final int mostOfKind;
    private final int most;
    private final Map<String, Counted> counted = new ConcurrentHashMap<>();

    @Inject
    UnsentLimit(
            EntityManager entityManager,
            @ConfigProperty(name = "tertial.outbox.most-unsent", defaultValue = "100000") int mostOfKind,
            @ConfigProperty(name = "tertial.outbox.most-unsent-of-all-kinds", defaultValue = "250000") int most) {
        this.entityManager = entityManager;
        this.mostOfKind = mostOfKind;
        this.most = most;
    }

    private record Counted(long unsent, long at) {

        boolean isBelieved() {
            return System.nanoTime() - at < BELIEVED.toNanos();
        }
    }

    /**
     * Whether changes more may be put into the outbox, beside those of the municipality that lie there.
     *
     * @throws Problem 503 if too many wait; nothing is changed then
     */
    public void require(String topic, Scope scope, int changes) {
        String municipality = scope.municipalityId();
        Counted before = counted.get(municipality);
        if (before == null || !before.isBelieved() || changes > FEW) {
            before = new Counted(unsent(municipality, "", "~", most), System.nanoTime());
            counted.put(municipality, before);
        }
        if (before.unsent() >= most) {
            throw Problem.unavailable(Message.of(
                    "{0} changes or more of the municipality, of all kinds, wait to be sent to those who follow them.",
                    most));
        }
        if (changes > FEW && unsent(municipality, topic + " ", topic + "!", mostOfKind) >= mostOfKind) {
            throw Problem.unavailable(Message.of(
                    "{0} changes or more of the municipality wait to be sent to those who follow them.", mostOfKind));
        }
    }

    /** No more are counted than matter, and none of others. */
    private long unsent(String municipalityId, String from, String to, int most) {
        return (Long) entityManager
                .createNativeQuery(
                        """
                        select count(*) from (
                          select from outbox where municipality = :municipality and part >= :from and part < :to limit :most) as counted
                        """,
                        Long.class)
                .setParameter("municipality", municipalityId)
                .setParameter("from", from)
                .setParameter("to", to)
                .setParameter("most", most)
                .getSingleResult();
    }
}
