package se.tertial.report.replica;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.persistence.EntityManager;
import se.tertial.report.Vss;

/** The tables of the read model, past everything that the service does with them. */
final class Tables {

    /** The revision of facts that no topic has. */
    static final long LOST = 40_404;

    private Tables() {}

    static void sql(String statement) {
        QuarkusTransaction.requiringNew()
                .run(() -> entityManager().createNativeQuery(statement).executeUpdate());
    }

    /** The one number that a query gives. */
    static long count(String query) {
        return QuarkusTransaction.requiringNew()
                .call(() -> ((Number) entityManager().createNativeQuery(query).getSingleResult()).longValue());
    }

    /** A fact that no topic has any more. */
    static void lose(Vss vss, String unitId, String net) {
        fact((int) count("select generation from generation where state = 'CURRENT'"), vss, unitId, net);
        sql("update input_version set version = version + 1 where administration_id = '"
                + vss.key().substring(5) + "'");
    }

    /** A fact that a generation has, whatever the topics say. */
    static void fact(int generation, Vss vss, String unitId, String net) {
        sql(
                """
                insert into fact (generation, municipality_id, administration_id, topic, row_key, revision, deleted, period, body)
                values (%d, '0580', '%s', 'finance.operating-line.v1', '%s~actual~2021-08', %d, false, '2021-08',
                        '{"unitId": "%s", "scenario": "ACTUAL", "period": "2021-08", "net": "%s"}')
                """
                        .formatted(generation, vss.key().substring(5), unitId, LOST, unitId, net));
    }

    private static EntityManager entityManager() {
        return CDI.current().select(EntityManager.class).get();
    }
}
