package se.tertial.report.delivery;

import static org.hamcrest.Matchers.containsString;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.TestStack;
import se.tertial.report.Vss;

/** One administration's data cannot exhaust the service that composes all administrations' reports. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
class LargeReportTest {

    @Inject
    EntityManager entityManager;

    @Test
    void textsThatTogetherAreTooLargeAreNotReadAndOnlyTheirReportIsRefused() {
        Vss large = new Vss().withReport();
        Vss other = new Vss().withReport();
        QuarkusTransaction.requiringNew().run(() -> entityManager
                .createNativeQuery(
                        """
                                insert into narrative (municipality_id, administration_id, row_key, revision, period, section_id, markdown)
                                select '0580', :administration, '2021-08~s-' || number, number, '2021-08', 's-' || number,
                                       repeat('å', 50000)
                                from generate_series(1, 800) as number
                                """)
                .setParameter("administration", large.key().substring("0580/".length()))
                .executeUpdate());

        var refused =
                Vss.asController().get(large.path("reports/2021-08/document")).then();

        refused.statusCode(409)
                .contentType("application/problem+json")
                .body("detail", containsString("at most 32 MiB"));
        other.document();
    }
}
