package se.tertial.report;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.Tables;
import se.tertial.devstack.TestStack;

/** The code against the tables that the migrations made; types and names of entities are validated when the service starts. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
class TablesTest {

    @Test
    void databaseUnderstandsEveryStatement() throws Exception {
        try (Connection database = TestStack.asOwner("report")) {
            Tables.holdStatements(
                    database,
                    "Abandonment.dead",
                    "Comparison.rows",
                    "DeadLetterBounds.ofOne",
                    "Followers.<clinit>",
                    "Generations.need",
                    "Generations.whyNotWhole",
                    "ProgressTable.progress",
                    "Publications.<clinit>",
                    "PublishedReports.<clinit>",
                    "PublishedReports.count",
                    "UnkeptLetters.lines");
        }
    }

    @Test
    void entitiesMayLackWhatTheirTablesMay() throws Exception {
        try (Connection database = TestStack.asOwner("report")) {
            Tables.holdEntities(database);
        }
    }
}
