package se.tertial.examples;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** After all tests of a class nothing is stored in the running suite that was not before, and nothing is lost. */
final class Untouched implements BeforeAllCallback, AfterAllCallback {

    private Map<String, String> before = Map.of();

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        RunningExample suite = RunningExample.shared();
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            before = suite.stored();
            return before.equals(suite.stored());
        });
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        assertEquals(
                new TreeMap<>(before), new TreeMap<>(RunningExample.shared().stored()));
    }
}
