package se.tertial.indicators.measures;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hibernate.Session;
import se.tertial.indicators.measures.Indicators.Breakdown;
import se.tertial.kit.access.Scope;

/** What is asked of stored indicators without reading them: not their names, nor those of their categories. */
@ApplicationScoped
class StoredIndicators {

    private final EntityManager entityManager;

    @Inject
    StoredIndicators(EntityManager entityManager) {
        this.entityManager = entityManager;
    }

    /** Of these, those that are categories of their indicators. */
    List<Breakdown> known(Scope scope, List<Breakdown> asked) {
        return entityManager
                .unwrap(Session.class)
                .createNativeQuery(
                        """
                        select asked.indicator, asked.breakdown
                        from unnest(cast(:indicators as text[]), cast(:breakdowns as text[])) as asked (indicator, breakdown)
                             join indicator on municipality_id = :municipality and administration_id = :administration
                                           and row_key = asked.indicator
                        where exists (select from jsonb_to_recordset(categories) as category ("categoryId" text)
                                      where category."categoryId" = asked.breakdown)
                        """,
                        Object[].class)
                .setParameter("municipality", scope.municipalityId())
                .setParameter("administration", scope.administrationId())
                .setParameter(
                        "indicators", asked.stream().map(Breakdown::indicatorId).toArray(String[]::new))
                .setParameter(
                        "breakdowns", asked.stream().map(Breakdown::breakdown).toArray(String[]::new))
                .getResultStream()
                .map(columns -> new Breakdown((String) columns[0], (String) columns[1]))
                .toList();
    }

    /** Which indicator stands above each of these, and above those, to the top or to where one comes again. */
    Map<String, String> above(Scope scope, Collection<String> indicatorIds) {
        return entityManager
                .unwrap(Session.class)
                .createNativeQuery(
                        """
                        with recursive above (row_key, parent_id) as (
                            select row_key, parent_id from indicator
                            where municipality_id = :municipality and administration_id = :administration
                              and row_key = any (cast(:indicators as text[])) and parent_id is not null
                            union
                            select parent.row_key, parent.parent_id
                            from above join indicator parent on parent.row_key = above.parent_id
                            where municipality_id = :municipality and administration_id = :administration
                              and parent.parent_id is not null)
                        select row_key, parent_id from above
                        """,
                        Object[].class)
                .setParameter("municipality", scope.municipalityId())
                .setParameter("administration", scope.administrationId())
                .setParameter("indicators", indicatorIds.toArray(String[]::new))
                .getResultStream()
                .collect(Collectors.toMap(columns -> (String) columns[0], columns -> (String) columns[1]));
    }
}
