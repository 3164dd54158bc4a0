package se.tertial.kit.journal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import se.tertial.kit.access.Scope;
import se.tertial.kit.problem.Problem;
import se.tertial.kit.problem.Violations;
import se.tertial.language.Message;

/** How many trails a municipality has: each stays for good, and is anchored. Far more than any municipality has administrations. */
@ApplicationScoped
class TrailRoom {

    private final EntityManager entityManager;
    private final int most;

    @Inject
    TrailRoom(
            EntityManager entityManager,
            @ConfigProperty(name = "tertial.audit.most-trails", defaultValue = "1000") int most) {
        this.entityManager = entityManager;
        this.most = most;
    }

    /**
     * Whether one more trail may begin. In the caller's transaction.
     *
     * @throws Problem 422 if the municipality has as many as it may have
     */
    void requireForAnother(Scope scope) {
        if (!scope.administrationId().isEmpty() && count(scope.municipalityId()) >= most) {
            Violations violations = new Violations();
            violations.add(
                    "",
                    Message.of(
                            "Something was written of {0} administrations of this municipality, and there may be no more. Is “{1}” one of them, written otherwise?",
                            most, scope.administrationId()));
            violations.throwIfAny();
        }
    }

    /** Each is found by the index, however long it is; no more are counted than may be. */
    private long count(String municipalityId) {
        return (Long) entityManager
                .createNativeQuery(
                        """
                        with recursive trail as (
                          (select administration_id from change
                           where municipality_id = :municipality and administration_id > ''
                           order by administration_id limit 1)
                          union all
                          select next.administration_id
                          from trail, lateral (
                            select administration_id from change
                            where municipality_id = :municipality and administration_id > trail.administration_id
                            order by administration_id limit 1) next
                        )
                        select count(*) from (select from trail limit :most) as counted
                        """,
                        Long.class)
                .setParameter("municipality", municipalityId)
                .setParameter("most", most)
                .getSingleResult();
    }
}
