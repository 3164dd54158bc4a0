package se.tertial.gateway.forwarding;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.jboss.logging.Logger;
import se.tertial.gateway.problem.Spell;

/** Whether a service serves, as requests see it: said once when it changes. How many requests it did not serve is a metric. */
final class ServiceState {

    private static final Logger LOG = Logger.getLogger(ServiceState.class);

    private final String name;
    private final Counter failures;
    private final Spell failing;

    ServiceState(String name, MeterRegistry metrics, Clock clock) {
        this.name = name;
        this.failing = new Spell(clock);
        this.failures = Counter.builder("tertial.gateway.upstream.failures")
                .description("Requests that the service did not serve: they were answered 502, 503 or 504 here")
                .tag("service", name)
                .register(metrics);
    }

    /** It did not serve a request. */
    void failed(Throwable reason) {
        failures.increment();
        if (failing.begins()) {
            LOG.warnf("%s does not serve all requests: %s", name, reason);
        }
    }

    /** It answered a request. */
    void answered() {
        if (failing.ends()) {
            LOG.infof("%s serves again", name);
        }
    }
}
