package se.tertial.kit.change;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where the relay sends: the service's broker. */
@Dependent
final class RelayConfig {

    private final String kafka;

    @Inject
    RelayConfig(@ConfigProperty(name = "kafka.bootstrap.servers") String kafka) {
        this.kafka = kafka;
    }

    String kafka() {
        return kafka;
    }
}
