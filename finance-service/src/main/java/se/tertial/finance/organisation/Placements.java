package se.tertial.finance.organisation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;
import se.tertial.finance.organisation.UnitRow.Placement;
import se.tertial.kit.access.Scope;

/** Where the units of administrations stand, as they are stored: what a tree is made of, and no names or aliases. */
@ApplicationScoped
class Placements {

    private final EntityManager entityManager;

    @Inject
    Placements(EntityManager entityManager) {
        this.entityManager = entityManager;
    }

    /** A unit in one of its places. */
    record Placed(String unitId, Placement placement) {}

    /** How many there are. */
    long count(Scope scope) {
        return entityManager
                .unwrap(Session.class)
                .createNativeQuery(
                        """
                        select coalesce(sum(jsonb_array_length(placements)), 0)::bigint from unit
                        where municipality_id = :municipality and administration_id = :administration
                        """,
                        Long.class)
                .setParameter("municipality", scope.municipalityId())
                .setParameter("administration", scope.administrationId())
                .getSingleResult();
    }

    /** Those below another unit. */
    List<Placed> belowOthers(Scope scope) {
        return entityManager
                .unwrap(Session.class)
                .createNativeQuery(
                        """
                        select row_key, place."parentId", place."validFrom"[1], place."validFrom"[2], place."validFrom"[3],
                               place."validTo"[1], place."validTo"[2], place."validTo"[3]
                        from unit, jsonb_to_recordset(placements)
                                       as place ("parentId" text, "validFrom" integer[], "validTo" integer[])
                        where municipality_id = :municipality and administration_id = :administration
                          and place."parentId" is not null
                        """,
                        Object[].class)
                .setParameter("municipality", scope.municipalityId())
                .setParameter("administration", scope.administrationId())
                .getResultStream()
                .map(columns -> new Placed(
                        (String) columns[0],
                        new Placement(
                                (String) columns[1], day(columns, 2), columns[5] == null ? null : day(columns, 5))))
                .toList();
    }

    /** A day is kept as its year, month and day of the month. */
    private static LocalDate day(Object[] columns, int from) {
        return LocalDate.of((Integer) columns[from], (Integer) columns[from + 1], (Integer) columns[from + 2]);
    }

    /** A unit that stands below another, or was made of it. */
    Optional<String> unitThatRefersTo(Scope scope, String unitId) {
        return entityManager
                .unwrap(Session.class)
                .createNativeQuery(
                        """
                        select row_key from unit
                        where municipality_id = :municipality and administration_id = :administration and (
                            exists (select from jsonb_to_recordset(placements) as place ("parentId" text)
                                    where place."parentId" = :unit)
                            or exists (select from jsonb_to_recordset(predecessors)
                                                   as before ("unitId" text, "administrationId" text)
                                       where before."administrationId" is null and before."unitId" = :unit))
                        order by row_key limit 1
                        """,
                        String.class)
                .setParameter("municipality", scope.municipalityId())
                .setParameter("administration", scope.administrationId())
                .setParameter("unit", unitId)
                .getResultStream()
                .findFirst();
    }
}
