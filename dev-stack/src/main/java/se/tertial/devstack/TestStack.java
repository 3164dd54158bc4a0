package se.tertial.devstack;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL, Kafka and an issuer for the tests of one module; one of each per JVM, gone with their files when it ends. The
 * init argument {@code service} names the database; {@code wired} leads the service to it by a {@link Wire} that tests can harm,
 * and {@code late} leaves that cut for the first seconds and slow from then on.
 */
public final class TestStack implements QuarkusTestResourceLifecycleManager {

    private static final int LATE_SECONDS = 10;

    /** Three times this is longer than a request waits for a connection. */
    private static final Duration SLOW = Duration.ofSeconds(2);

    private static final class Servers {
        static final Scratch FILES = scratch();
        static final Database DATABASE = database();
        static final Broker BROKER = broker();
        static final Issuer ISSUER = issuer();
        static final SigningKey ANCHOR_KEY = SigningKey.generate();

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
                Broker broker = Broker.start(FILES.path().resolve("kafka"));
                Topics.create(broker.bootstrapServers());
                return broker;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (Failure e) {
                throw new IllegalStateException(e);
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

    private static final class ToDatabase {
        static final Wire WIRE = wire();

        private static Wire wire() {
            try {
                return Wire.to("localhost", Servers.DATABASE.port());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private String service = "service";
    private boolean wired;
    private boolean late;

    @Override
    public void init(Map<String, String> arguments) {
        service = arguments.getOrDefault("service", service);
        wired = Boolean.parseBoolean(arguments.get("wired"));
        late = Boolean.parseBoolean(arguments.get("late"));
    }

    @Override
    public Map<String, String> start() {
        try {
            Servers.DATABASE.prepare(service);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        if (late) {
            ToDatabase.WIRE.cut();
            CompletableFuture.delayedExecutor(LATE_SECONDS, TimeUnit.SECONDS).execute(() -> ToDatabase.WIRE.slow(SLOW));
        }
        Map<String, String> settings = new HashMap<>();
        settings.put("quarkus.datasource.jdbc.url", wired ? wiredUrl() : Servers.DATABASE.url(service));
        settings.put("quarkus.datasource.username", service);
        settings.put("quarkus.datasource.password", service);
        settings.put("quarkus.flyway.username", Database.owner(service));
        settings.put("quarkus.flyway.password", Database.owner(service));
        settings.put("kafka.bootstrap.servers", kafka());
        settings.put("quarkus.oidc.auth-server-url", Servers.ISSUER.url());
        settings.put("tertial.audit-anchors.private-key", Servers.ANCHOR_KEY.privateKey());
        settings.put("tertial.audit-anchors.public-keys", Servers.ANCHOR_KEY.publicKey());
        settings.put("tertial.read-model.await-watermarks", "0S"); // most tests have no other services
        settings.put("quarkus.http.test-port", "0");
        settings.put("quarkus.management.test-port", "0");
        return settings;
    }

    private String wiredUrl() {
        return "jdbc:postgresql://localhost:" + ToDatabase.WIRE.port() + "/" + service;
    }

    @Override
    public void stop() {
        // The servers are the JVM's and end with it.
    }

    /** The wire to the database, of services that are {@code wired}. */
    public static Wire wireToDatabase() {
        return ToDatabase.WIRE;
    }

    /** A service's database, past any wire. */
    public static String database(String service) {
        return Servers.DATABASE.url(service);
    }

    /** A connection of whoever owns a service's tables, which the service itself does not. */
    public static Connection asOwner(String service) throws SQLException {
        return DriverManager.getConnection(database(service), Database.owner(service), Database.owner(service));
    }

    /** Copies a service's database, as a backup is made. */
    public static void backUp(String service) {
        try {
            Servers.DATABASE.backUp(service);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Puts the copy in the place of a service's database, under the running service. */
    public static void restore(String service) {
        try {
            Servers.DATABASE.restore(service);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
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
