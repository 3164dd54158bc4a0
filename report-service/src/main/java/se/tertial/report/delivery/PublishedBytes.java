package se.tertial.report.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import org.hibernate.Session;
import se.tertial.kit.access.Scope;
import se.tertial.kit.audit.Difference;
import se.tertial.kit.audit.Differences;
import se.tertial.kit.audit.Evidence;

/**
 * What was published: the trail tells the digests of its bytes, which one it replaces, who published it when, why and though who was
 * behind, and who withdrew it when and why.
 */
@ApplicationScoped
class PublishedBytes implements Evidence {

    private final EntityManager entityManager;

    @Inject
    PublishedBytes(EntityManager entityManager) {
        this.entityManager = entityManager;
    }

    @Override
    public void compare(Scope scope, Differences differences) {
        entityManager
                .unwrap(Session.class)
                .createNativeQuery(
                        """
                        with kept as (
                            select period || '~' || number as key, title, correction, replaces::text, published_at,
                                   published_by, coalesce(publication.reason, lacking_reason) as reason,
                                   to_jsonb(behind) as behind, lacking::text,
                                   withdrawal.reason as withdrawn, withdrawn_at, withdrawn_by,
                                   encode(sha256(json), 'hex') as json, encode(sha256(html), 'hex') as html
                            from publication
                                 left join withdrawal using (municipality_id, administration_id, period, number)
                            where municipality_id = :municipality and administration_id = :administration
                        ), told as (
                            select distinct on (row_key) row_key as key, state ->> 'title' as title,
                                   state ->> 'correction' as correction, state ->> 'replaces' as replaces,
                                   case when pg_input_is_valid(state ->> 'publishedAt', 'timestamptz')
                                        then (state ->> 'publishedAt')::timestamptz end as published_at,
                                   first_value(recorded_by) over of_publication as published_by,
                                   first_value(reason) over of_publication as reason,
                                   nullif((state -> 'behind')::jsonb, 'null') as behind, state ->> 'lacking' as lacking,
                                   state #>> '{withdrawal,reason}' as withdrawn,
                                   case when state #>> '{withdrawal,reason}' is not null then recorded_by end as withdrawn_by,
                                   case when pg_input_is_valid(state #>> '{withdrawal,withdrawnAt}', 'timestamptz')
                                        then (state #>> '{withdrawal,withdrawnAt}')::timestamptz end as withdrawn_at,
                                   state ->> 'jsonDigest' as json, state ->> 'htmlDigest' as html
                            from change
                            where municipality_id = :municipality and administration_id = :administration and topic = :topic
                            window of_publication as (partition by row_key order by revision)
                            order by row_key, revision desc
                        )
                        select key,
                               case when told.json is null then 'UNTOLD' when kept.json is null then 'MISSING' else 'CHANGED' end
                        from kept full join told using (key)
                        where told.json is distinct from kept.json or told.html is distinct from kept.html
                           or told.title is distinct from kept.title or told.correction is distinct from kept.correction
                           or told.replaces is distinct from kept.replaces
                           or told.published_at is distinct from kept.published_at
                           or told.published_by is distinct from kept.published_by
                           or told.reason is distinct from kept.reason or told.behind is distinct from kept.behind
                           or told.lacking is distinct from kept.lacking
                           or told.withdrawn_by is distinct from kept.withdrawn_by
                           or told.withdrawn is distinct from kept.withdrawn or told.withdrawn_at is distinct from kept.withdrawn_at
                        order by key
                        limit 100
                        """,
                        Object[].class)
                .setParameter("municipality", scope.municipalityId())
                .setParameter("administration", scope.administrationId())
                .setParameter("topic", PublicationTrail.TOPIC)
                .getResultList()
                .forEach(columns -> differences.add(
                        Difference.Kind.valueOf((String) columns[1]), PublicationTrail.TOPIC, (String) columns[0]));
    }
}
