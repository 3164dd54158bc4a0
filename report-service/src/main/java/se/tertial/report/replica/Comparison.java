package se.tertial.report.replica;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.hibernate.Session;

/** Compares a generation that was built with the current one. */
@ApplicationScoped
class Comparison {

    /** How many of the rows are named. */
    private static final int NAMED = 100;

    /**
     * A row that would vanish or go back: the new generation has it not at all, or at an older revision. A deletion that the
     * current one knows of may be forgotten, if what was deleted does not come back with it.
     */
    private static final String LACKING =
            """
            from fact known left join fact built
                on built.generation = %d and built.municipality_id = known.municipality_id
                   and built.administration_id = known.administration_id
                   and built.topic = known.topic and built.row_key = known.row_key
            where known.generation = %d
              and case when built.generation is null then not known.deleted
                       else (built.epoch, built.revision) < (known.epoch, known.revision) end
            """;

    /** A row that would appear, go on, or be another. */
    private static final String EXCEEDING =
            """
            from fact known left join fact other
                on other.generation = %d and other.municipality_id = known.municipality_id
                   and other.administration_id = known.administration_id
                   and other.topic = known.topic and other.row_key = known.row_key
            where known.generation = %d
              and case when other.generation is null then not known.deleted
                       when (other.epoch, other.revision) = (known.epoch, known.revision)
                       then (other.deleted, other.body) is distinct from (known.deleted, known.body)
                       else (other.epoch, other.revision) < (known.epoch, known.revision) end
            """;

    private static final String NAME =
            "concat_ws('/', known.topic, known.municipality_id, nullif(known.administration_id, ''), known.row_key)";

    private final EntityManager entityManager;

    @Inject
    Comparison(EntityManager entityManager) {
        this.entityManager = entityManager;
    }

    /**
     * What a generation lacks.
     *
     * @param fingerprint the same for the same rows, whatever their order
     * @param first       the first of them: topic and key
     */
    record Lacking(long total, String fingerprint, List<String> first) {}

    Lacking lacking(int built, int current) {
        return rows(LACKING.formatted(built, current));
    }

    /** What a generation has that the current one lacks, or has otherwise. */
    Lacking exceeding(int built, int current) {
        return rows(EXCEEDING.formatted(current, built));
    }

    private Lacking rows(String from) {
        Object[] sum = entityManager
                .unwrap(Session.class)
                .createNativeQuery(
                        "select count(*), coalesce(sum(hashtextextended(" + NAME
                                + " || ' ' || known.revision, 0)::numeric), 0)::text " + from,
                        Object[].class)
                .getSingleResult();
        long total = ((Number) sum[0]).longValue();
        List<String> first = total == 0
                ? List.of()
                : entityManager
                        .unwrap(Session.class)
                        .createNativeQuery("select " + NAME + from + " order by 1 limit " + NAMED, String.class)
                        .getResultList();
        return new Lacking(total, total + "." + sum[1].toString().replace("-", "m"), first);
    }

    long liveRows(int generation) {
        return ((Number) entityManager
                        .createNativeQuery("select count(*) from fact where generation = :generation and not deleted")
                        .setParameter("generation", generation)
                        .getSingleResult())
                .longValue();
    }
}
