package se.tertial.kit.change;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where the relay reads and where it sends: the service's own database and broker. */
@Dependent
final class RelayConfig {

    private final String jdbcUrl;
    private final String username;
    private final String password;
    private final String kafka;

    @Inject
    RelayConfig(
            @ConfigProperty(name = "quarkus.datasource.jdbc.url") String jdbcUrl,
            @ConfigProperty(name = "quarkus.datasource.username") String username,
            @ConfigProperty(name = "quarkus.datasource.password") String password,
            @ConfigProperty(name = "kafka.bootstrap.servers") String kafka) {
        this.jdbcUrl = jdbcUrl;
        this.username = username;
        this.password = password;
        this.kafka = kafka;
    }

    String jdbcUrl() {
        return jdbcUrl;
    }

    String username() {
        return username;
    }

    String password() {
        return password;
    }

    String kafka() {
        return kafka;
    }
}
