package se.tertial.kit.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import se.tertial.kit.access.Scope;
import se.tertial.kit.problem.Problem;
import se.tertial.language.Message;

/** How many changes of a municipality may wait to be sent: who changes faster than can be sent comes back later. */
@ApplicationScoped
public class UnsentLimit {

    /** So many keep nobody waiting, whatever waits already: who writes them one by one is slower than the relay. */
    private static final int FEW = 100;

    private final EntityManager entityManager;
    private final int most;

    @Inject
    UnsentLimit(
            EntityManager entityManager,
            @ConfigProperty(name = "tertial.outbox.most-unsent", defaultValue = "100000") int most) {
        this.entityManager = entityManager;
        this.most = most;
    }

    /**
     * Whether many changes more may be put into the outbox, beside those of the municipality on that topic which lie there.
     *
     * @throws Problem 503 if too many wait; nothing is changed then
     */
    public void require(String topic, Scope scope, int changes) {
        if (changes <= FEW) {
            return;
        }
        String part = topic + " " + scope.municipalityId();
        long unsent = (Long) entityManager
                .createNativeQuery(
                        """
                        select count(*) from (
                          select from outbox where part >= :first and part < :last limit :most) as counted
                        """,
                        Long.class)
                .setParameter("first", part + "/")
                .setParameter("last", part + "0") // the character after the slash
                .setParameter("most", most)
                .getSingleResult();
        if (unsent >= most) {
            throw Problem.unavailable(Message.of(
                    "{0} changes or more of the municipality wait to be sent to those who follow them.", most));
        }
    }
}
