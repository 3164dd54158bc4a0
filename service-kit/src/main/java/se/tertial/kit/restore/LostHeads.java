package se.tertial.kit.restore;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.hibernate.Session;
import se.tertial.kit.anchor.AnchorComparison.Head;
import se.tertial.kit.restore.Restore.LostHead;

/** What trails were anchored with and the database does not have any more. */
@ApplicationScoped
class LostHeads {

    private final EntityManager entityManager;

    @Inject
    LostHeads(EntityManager entityManager) {
        this.entityManager = entityManager;
    }

    /** Those of the heads whose entry is not there, or is another one; by municipality and administration. In the caller's transaction. */
    List<LostHead> of(List<Head> anchored) {
        return entityManager
                .unwrap(Session.class)
                .createNativeQuery(
                        """
                        select place::integer
                        from unnest(cast(:municipalities as text[]), cast(:administrations as text[]), cast(:revisions as bigint[]),
                                    cast(:heads as text[]))
                             with ordinality as anchored (municipality_id, administration_id, revision, head, place)
                        where not exists (select from change
                                          where change.revision = anchored.revision
                                            and change.municipality_id = anchored.municipality_id
                                            and change.administration_id = anchored.administration_id
                                            and change.digest = anchored.head)
                        """,
                        Integer.class)
                .setParameter(
                        "municipalities", texts(anchored, head -> head.scope().municipalityId()))
                .setParameter(
                        "administrations", texts(anchored, head -> head.scope().administrationId()))
                .setParameter("revisions", anchored.stream().map(Head::revision).toArray(Long[]::new))
                .setParameter("heads", texts(anchored, Head::head))
                .getResultStream()
                .map(place -> anchored.get(place - 1))
                .map(head -> new LostHead(
                        head.scope().municipalityId(),
                        head.scope().administrationId(),
                        head.revision(),
                        head.head(),
                        head.anchoredAt()))
                .sorted(Comparator.comparing(LostHead::municipalityId).thenComparing(LostHead::administrationId))
                .toList();
    }

    private static String[] texts(List<Head> heads, Function<Head, String> text) {
        return heads.stream().map(text).toArray(String[]::new);
    }
}
