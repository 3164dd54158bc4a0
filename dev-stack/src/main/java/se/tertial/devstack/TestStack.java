package se.tertial.devstack;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL, Kafka and an issuer for the tests of one module; one of each per JVM, gone with their files when it ends. The
 * init argument {@code service} names the database.
 */
public final class TestStack implements QuarkusTestResourceLifecycleManager {

    private static final class Servers {
        static final Scratch FILES = scratch();
        static final Database DATABASE = database();
        static final Broker BROKER = broker();
        static final Issuer ISSUER = issuer();

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(Servers::stop, "test-stack-end"));
        }

        private static Scratch scratch() {
            try {
                return Scratch.create("tertial-test-");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static Database database() {
            try {
                return Database.start(FILES.path().resolve("postgresql"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static Broker broker() {
            try {
                return Broker.start(FILES.path().resolve("kafka"));
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

        private static void stop() {
            for (AutoCloseable server : List.of(ISSUER, BROKER, DATABASE, FILES)) {
                try {
                    server.close();
                } catch (Exception | LinkageError e) {
                    // The tests are over, and at the JVM's end not every class can be loaded; the others still end.
                }
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
        settings.put("quarkus.management.test-port", "0");
        return settings;
    }

    @Override
    public void stop() {
        // The servers are the JVM's and end with it.
    }

    /** The broker's address. */
    public static String kafka() {
        return Servers.BROKER.bootstrapServers();
    }

    /** A token of any user with grants such as {@code controller:0580:*}. */
    public static String token(String user, String... grants) {
        return Servers.ISSUER.token(user, List.of(grants));
    }

    /** A token of the right issuer that is signed in another way, or has other claims than usual. */
    public static String oddToken(
            String algorithm, Map<String, ? extends @Nullable Object> otherClaims, String... grants) {
        return Servers.ISSUER.token("odd", List.of(grants), algorithm, otherClaims);
    }
}
