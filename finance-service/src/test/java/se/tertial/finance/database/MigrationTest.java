package se.tertial.finance.database;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import se.tertial.devstack.TestStack;

/** What makes the tables, apart from what uses them. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "finance"))
class MigrationTest {

    /** As the owner, who migrates. */
    @Inject
    Flyway flyway;

    /** As the role that serves requests. */
    private Flyway service() {
        return Flyway.configure()
                .configuration(flyway.getConfiguration())
                .dataSource(TestStack.database("finance"), "finance", "finance")
                .load();
    }

    @AfterEach
    void forgetOtherReleases() throws SQLException {
        asOwner("delete from flyway_schema_history where installed_rank > 9000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"999", "000.99"})
    void releaseStartsOnTablesThatALaterOneHasAddedTo(String version) throws SQLException {
        asOwner(
                """
                insert into flyway_schema_history
                (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
                values (9001, '%1$s', 'of a later release', 'SQL', 'V%1$s__of_a_later_release.sql', 1, 'finance_owner', 1, true)
                """
                        .formatted(version));

        assertDoesNotThrow(() -> service().validate());
        assertDoesNotThrow(() -> flyway.migrate());
    }

    @Test
    void serviceRefusesTablesThatLackWhatItNeeds() throws SQLException {
        asOwner("update flyway_schema_history set version = '9' || version where version = '001'");
        try {
            var refused =
                    assertThrows(FlywayValidateException.class, () -> service().validate());

            assertTrue(
                    String.valueOf(refused.getMessage()).contains("not applied to database: 001"),
                    refused.getMessage());
        } finally {
            asOwner("update flyway_schema_history set version = '001' where version = '9001'");
        }
    }

    @Test
    void databaseLetsInNobodyButItsOwnService() throws SQLException {
        asOwner("grant connect, temporary on database finance to public");

        flyway.migrate();

        assertFalse(isAllowed("public", "connect"));
        assertFalse(isAllowed("public", "temporary"));
        assertTrue(isAllowed("finance", "connect"));
    }

    private static boolean isAllowed(String role, String privilege) throws SQLException {
        try (Connection connection = TestStack.asOwner("finance");
                Statement sql = connection.createStatement();
                ResultSet answer = sql.executeQuery(
                        "select has_database_privilege('%s', 'finance', '%s')".formatted(role, privilege))) {
            answer.next();
            return answer.getBoolean(1);
        }
    }

    private static void asOwner(String statement) throws SQLException {
        try (Connection connection = TestStack.asOwner("finance");
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }
}
