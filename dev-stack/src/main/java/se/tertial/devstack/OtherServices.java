package se.tertial.devstack;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The services whose facts reports are composed from, for tests of report-service alone: they tell that they have sent everything. */
public final class OtherServices implements QuarkusTestResourceLifecycleManager {

    private static final class Telling {
        static final StandIns STAND_INS = StandIns.start(
                TestStack.kafka(),
                Duration.ofMillis(50),
                List.of("finance-service", "indicators-service", "goals-service"));
    }

    @Override
    public Map<String, String> start() {
        standIns();
        return Map.of();
    }

    @Override
    public void stop() {
        // They end with the JVM.
    }

    /** Those of this JVM. */
    public static StandIns standIns() {
        return Telling.STAND_INS;
    }
}
