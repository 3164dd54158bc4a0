package se.tertial.goals;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.Tables;
import se.tertial.devstack.TestStack;

/** The code against the tables that the migrations made; types and names of entities are validated when the service starts. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "goals"))
class TablesTest {

    @Test
    void entitiesMayLackWhatTheirTablesMay() throws Exception {
        try (Connection database = TestStack.asOwner("goals")) {
            Tables.holdEntities(database);
        }
    }
}
