package se.tertial.kit.restore;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.hibernate.Session;
import org.jboss.logging.Logger;
import se.tertial.kit.database.Continuity;
import se.tertial.kit.database.Continuity.Behind;

/** Looks whether a database that came anew lacks what Kafka knows. */
@ApplicationScoped
class ContinuityCheck {

    private static final Logger LOG = Logger.getLogger(ContinuityCheck.class);

    private final EntityManager entityManager;
    private final Continuity continuity;
    private final OwnTopics topics;
    private final Restores restores;
    private final AtomicInteger holds;

    @Inject
    ContinuityCheck(
            EntityManager entityManager,
            Continuity continuity,
            OwnTopics topics,
            Restores restores,
            MeterRegistry meters) {
        this.entityManager = entityManager;
        this.continuity = continuity;
        this.topics = topics;
        this.restores = restores;
        this.holds = Objects.requireNonNull(meters.gauge("tertial.database.continuous", new AtomicInteger()));
    }

    /** What was found at one look. */
    private record Look(String incarnation, boolean holds, Position own) {}

    /**
     * Looks, if there is anything to look at.
     *
     * @return whether nothing is missing
     * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
     */
    boolean look() {
        Look look = look(false);
        tell(look.holds());
        Behind before = continuity.behind();
        if (!look.holds() && (before == null || !before.incarnation().equals(look.incarnation()))) {
            compare(look, topics.newest(topics.names(), look.own().epoch()));
        } else if (look.holds() && before != null) {
            LOG.info("The database counts as whole again: what it lacked was declared lost, or is there");
            continuity.found(null);
        }
        boolean whole = look.holds() || look(false).holds();
        tell(whole);
        return whole;
    }

    private void tell(boolean whole) {
        continuity.known(whole);
        holds.set(whole ? 1 : 0);
    }

    /** Asks the database once more: another instance may have accepted it, written and sent while Kafka was asked. */
    private void compare(Look before, Position known) {
        Look look = look(false);
        if (look.holds() || !look.incarnation().equals(before.incarnation())) {
            return; // somebody has looked, or it is another one: the next look tells
        }
        if (look.own().compareTo(known) >= 0) {
            look(true);
            continuity.found(null);
            return;
        }
        continuity.found(new Behind(look.incarnation(), look.own().toString(), known.toString()));
        LOG.errorf(
                "The database lacks what was sent from it: it stands at %s, and stood at %s. Nothing is written or sent until it"
                        + " is declared restored (POST /restores), or a newer backup is",
                look.own(), known);
    }

    private Look look(boolean accept) {
        return QuarkusTransaction.requiringNew()
                .call(() -> entityManager.unwrap(Session.class).doReturningWork(connection -> {
                    if (accept) {
                        continuity.accept(connection);
                    }
                    return new Look(continuity.incarnation(connection), continuity.holds(connection), restores.own());
                }));
    }
}
