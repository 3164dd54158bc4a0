package se.tertial.devstack;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * PostgreSQL, Kafka and an issuer for the tests of one module; one of each per JVM. The init argument {@code service} names
 * the database.
 */
public final class TestStack implements QuarkusTestResourceLifecycleManager {

    private static final class Servers {
        static final Path DIRECTORY = temporary();
        static final Database DATABASE = database();
        static final Broker BROKER = broker();
        static final Issuer ISSUER = issuer();

        private static Path temporary() {
            try {
                return Files.createTempDirectory("tertial-test-");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static Database database() {
            try {
                return Database.start(DIRECTORY.resolve("postgresql"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static Broker broker() {
            try {
                return Broker.start(DIRECTORY.resolve("kafka"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static Issuer issuer() {
            try {
                return Issuer.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private String service = "service";

    @Override
    public void init(Map<String, String> arguments) {
        service = arguments.getOrDefault("service", service);
    }

    @Override
    public Map<String, String> start() {
        try {
            Servers.DATABASE.prepare(service);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        Map<String, String> settings = new HashMap<>();
        settings.put("quarkus.datasource.jdbc.url", Servers.DATABASE.url(service));
        settings.put("quarkus.datasource.username", service);
        settings.put("quarkus.datasource.password", service);
        settings.put("kafka.bootstrap.servers", kafka());
        settings.put("quarkus.oidc.auth-server-url", Servers.ISSUER.url());
        settings.put("quarkus.http.test-port", "0");
        return settings;
    }

    @Override
    public void stop() {
        // The servers are the JVM's and end with it; their files go now or never.
    }

    /** The broker's address. */
    public static String kafka() {
        return Servers.BROKER.bootstrapServers();
    }

    /** A token of any user with grants such as {@code controller:0580:*}. */
    public static String token(String user, String... grants) {
        return Servers.ISSUER.token(user, List.of(grants));
    }
}
