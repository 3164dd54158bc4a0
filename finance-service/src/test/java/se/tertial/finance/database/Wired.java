package se.tertial.finance.database;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;
import se.tertial.devstack.TestStack;

/** The service reaches its database by a wire that tests can harm, and does not wait long for answers. */
public final class Wired implements QuarkusTestProfile {

    static final int SOCKET_TIMEOUT_MILLIS = 3_000;

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("quarkus.datasource.jdbc.additional-jdbc-properties.socketTimeout", "3");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(TestStack.class, Map.of("service", "finance", "wired", "true")));
    }

    @Override
    public boolean disableGlobalTestResources() {
        return true;
    }
}
