package se.tertial.finance.database;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.TestStack;
import se.tertial.finance.Administration;

/** A service that starts before its database waits for it, also if that then takes long to let anybody in. */
@QuarkusTest
@TestProfile(LateDatabaseTest.Late.class)
class LateDatabaseTest {

    /**
     * The database cannot be reached until some time after the service began to start, and then lets each connection wait for longer than a
     * request would.
     */
    public static final class Late implements QuarkusTestProfile {

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(
                    TestStack.class, Map.of("service", "finance", "wired", "true", "late", "true")));
        }

        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }
    }

    @AfterEach
    void mend() {
        TestStack.wireToDatabase().mend();
    }

    @Test
    void serviceThatStartedBeforeItsSlowDatabaseServes() {
        Administration.registered("late").get("units").statusCode(200);
    }
}
