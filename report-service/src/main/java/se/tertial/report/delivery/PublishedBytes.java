package se.tertial.report.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Set;
import org.hibernate.Session;
import se.tertial.kit.access.Scope;
import se.tertial.kit.audit.Difference;
import se.tertial.kit.audit.Differences;
import se.tertial.kit.audit.Evidence;
import se.tertial.kit.journal.TrailPages.Told;

/**
 * What was published. The first entry about a publication tells the digests of its bytes and of its content, which one it replaces,
 * who published it when, why, and though who was behind; the last one, who withdrew it when and why. The names stand in the bytes.
 */
@ApplicationScoped
class PublishedBytes implements Evidence {

    private final EntityManager entityManager;

    @Inject
    PublishedBytes(EntityManager entityManager) {
        this.entityManager = entityManager;
    }

    @Override
    public Set<String> kinds() {
        return Set.of(PublicationTrail.TOPIC);
    }

    /** A document has up to 32 MiB, which the database reads to compute digests. */
    @Override
    public boolean isLarge() {
        return true;
    }

    @Override
    public void compare(Scope scope, String kind, List<Told> told, Differences differences) {
        told.forEach(one -> compare(scope, one.key(), differences));
    }

    /** Names are only looked for in bytes that the trail tells of: others may be no JSON. */
    private void compare(Scope scope, String key, Differences differences) {
        entityManager
                .unwrap(Session.class)
                .createNativeQuery(
                        """
                        with entry as (
                            select revision, recorded_by, reason, state from change
                            where municipality_id = :municipality and administration_id = :administration and topic = :topic
                              and row_key = :key
                        ), told as (
                            select state ->> 'title' as title, state ->> 'correction' as correction,
                                   state ->> 'replaces' as replaces,
                                   case when pg_input_is_valid(state ->> 'publishedAt', 'timestamptz')
                                        then (state ->> 'publishedAt')::timestamptz end as published_at,
                                   recorded_by as published_by, reason, nullif((state -> 'behind')::jsonb, 'null') as behind,
                                   state ->> 'lacking' as lacking, state ->> 'jsonDigest' as json,
                                   state ->> 'htmlDigest' as html, state ->> 'contentDigest' as content
                            from entry order by revision limit 1
                        ), taken_back as (
                            select state #>> '{withdrawal,reason}' as withdrawn,
                                   case when state #>> '{withdrawal,reason}' is not null then recorded_by end as withdrawn_by,
                                   case when pg_input_is_valid(state #>> '{withdrawal,withdrawnAt}', 'timestamptz')
                                        then (state #>> '{withdrawal,withdrawnAt}')::timestamptz end as withdrawn_at
                            from entry order by revision desc limit 1
                        ), kept as materialized (
                            select title, municipality, administration, correction, replaces::text, published_at, published_by,
                                   coalesce(publication.reason, lacking_reason) as reason, to_jsonb(behind) as behind,
                                   lacking::text, withdrawal.reason as withdrawn, withdrawn_at, withdrawn_by,
                                   encode(sha256(json), 'hex') as json, encode(sha256(html), 'hex') as html,
                                   encode(content_digest, 'hex') as content, json as bytes
                            from publication
                                 left join withdrawal using (municipality_id, administration_id, period, number)
                            where municipality_id = :municipality and administration_id = :administration
                              and period || '~' || number = :key
                        )
                        select case when kept.json is null then 'MISSING' else 'CHANGED' end
                        from told cross join taken_back left join kept on true
                        where told.json is distinct from kept.json or told.html is distinct from kept.html
                           or told.content <> coalesce(kept.content, kept.json)
                           or told.title is distinct from kept.title or told.correction is distinct from kept.correction
                           or told.replaces is distinct from kept.replaces
                           or told.published_at is distinct from kept.published_at
                           or told.published_by is distinct from kept.published_by
                           or told.reason is distinct from kept.reason or told.behind is distinct from kept.behind
                           or told.lacking is distinct from kept.lacking
                           or taken_back.withdrawn_by is distinct from kept.withdrawn_by
                           or taken_back.withdrawn is distinct from kept.withdrawn
                           or taken_back.withdrawn_at is distinct from kept.withdrawn_at
                           or case when told.json = kept.json
                                   then (kept.municipality, kept.administration)
                                        is distinct from (convert_from(kept.bytes, 'UTF8')::json #>> '{municipality,name}',
                                                          convert_from(kept.bytes, 'UTF8')::json #>> '{administration,name}') end
                        """,
                        String.class)
                .setParameter("municipality", scope.municipalityId())
                .setParameter("administration", scope.administrationId())
                .setParameter("topic", PublicationTrail.TOPIC)
                .setParameter("key", key)
                .getResultList()
                .forEach(difference ->
                        differences.add(Difference.Kind.valueOf(difference), PublicationTrail.TOPIC, key));
    }

    @Override
    public List<String> keys(Scope scope, String kind, String after, int most) {
        return entityManager
                .unwrap(Session.class)
                .createNativeQuery(
                        """
                        select period || '~' || number as key from publication
                        where municipality_id = :municipality and administration_id = :administration
                          and period || '~' || number > :after
                        order by key
                        """,
                        String.class)
                .setParameter("municipality", scope.municipalityId())
                .setParameter("administration", scope.administrationId())
                .setParameter("after", after)
                .setMaxResults(most)
                .getResultList();
    }
}
