package se.tertial.report.replica;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import se.tertial.kit.access.Scope;

/**
 * Numbers that grow with everything that changes what an administration's reports are composed from, in the transaction of
 * the change: equal numbers mean an equal report.
 */
@ApplicationScoped
public class InputVersions {

    private final EntityManager entityManager;

    @Inject
    InputVersions(EntityManager entityManager) {
        this.entityManager = entityManager;
    }

    /** The present number. */
    public long current(Scope scope) {
        return ((Number) entityManager
                        .createNativeQuery(
                                """
                                select coalesce(sum(version), 0) from input_version
                                where municipality_id = :municipality and administration_id in ('', :administration)
                                """)
                        .setParameter("municipality", scope.municipalityId())
                        .setParameter("administration", scope.administrationId())
                        .getSingleResult())
                .longValue();
    }

    /**
     * Until the transaction ends, the numbers stay as they are: who would change something waits. The numbers are taken in the
     * order in which {@link ReadModel} raises them, so that nobody waits for each other. A number not begun cannot be held.
     */
    public void hold(Scope scope) {
        entityManager
                .createNativeQuery(
                        """
                        select version from input_version
                        where municipality_id = :municipality and administration_id in ('', :administration)
                        order by administration_id
                        for share
                        """)
                .setParameter("municipality", scope.municipalityId())
                .setParameter("administration", scope.administrationId())
                .getResultList();
    }

    /** Something changed. */
    public void next(Scope scope) {
        entityManager
                .createNativeQuery(
                        """
                        insert into input_version (municipality_id, administration_id, version)
                        values (:municipality, :administration, 1)
                        on conflict (municipality_id, administration_id) do update set version = input_version.version + 1
                        """)
                .setParameter("municipality", scope.municipalityId())
                .setParameter("administration", scope.administrationId())
                .executeUpdate();
    }
}
