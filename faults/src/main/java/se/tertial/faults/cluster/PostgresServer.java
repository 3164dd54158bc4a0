package se.tertial.faults.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import se.tertial.devstack.Database;

/** PostgreSQL, which waits for the disk before it says that something is committed. */
public final class PostgresServer implements Victim {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path directory;
    private final Path binaries;
    private final int port = LastingPorts.take(1).get(0);
    private volatile @Nullable Database running;

    PostgresServer(Path directory, Path binaries) {
        this.directory = directory;
        this.binaries = binaries;
    }

    @Override
    public String name() {
        return "postgresql";
    }

    int port() {
        return port;
    }

    /** A database's address, past any wire. */
    String url(String database) {
        return "jdbc:postgresql://localhost:" + port + "/" + database;
    }

    /** A connection as the server's own administrator. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(url(database) + "?user=postgres");
    }

    /** Makes a service's role and database. */
    void prepare(String service) throws SQLException {
        there().prepare(service);
    }

    /** Copies a service's database, as a backup is made. */
    public void backUp(String service) throws SQLException {
        there().backUp(service);
    }

    /** Puts the copy in its place. */
    public void restore(String service) throws SQLException {
        there().restore(service);
    }

    private Database there() throws SQLException {
        Database database = running;
        if (database == null) {
            throw new SQLException("PostgreSQL is not there");
        }
        return database;
    }

    /** How many changes of a service, written up to a moment, Kafka has not acknowledged. */
    public long unsent(String service, Instant writtenUpTo) throws SQLException {
        try (Connection connection = connect(service);
                PreparedStatement unsent =
                        connection.prepareStatement("select count(*) from outbox where put_at <= ?")) {
            unsent.setObject(1, writtenUpTo.atOffset(ZoneOffset.UTC));
            try (ResultSet count = unsent.executeQuery()) {
                count.next();
                return count.getLong(1);
            }
        }
    }

    @Override
    public List<Long> processIds() {
        Database database = running;
        return database == null
                ? List.of()
                : processes(database).map(ProcessHandle::pid).toList();
    }

    private static Stream<ProcessHandle> processes(Database database) {
        return Stream.concat(Stream.of(database.process()), database.process().descendants());
    }

    @Override
    public synchronized void kill() throws IOException {
        Database database = running;
        if (database == null) {
            return;
        }
        // The first process starts no other meanwhile.
        Signals.send("-STOP", List.of(database.process().pid()));
        List<ProcessHandle> all = processes(database).toList();
        Signals.send("-KILL", all.stream().map(ProcessHandle::pid).toList());
        all.forEach(one -> CompletableFuture.allOf(one.onExit()).join());
        database.close();
        running = null;
    }

    @Override
    public synchronized void start() throws IOException {
        Database database = running;
        if (database != null && !database.process().isAlive()) {
            // It ended by itself, as when it cannot write its log any more.
            database.close();
            running = null;
        }
        if (running == null) {
            running = Database.start(directory, binaries, port, true, PATIENCE);
        }
    }

    /** Keeps little of what was written, so that it fits a small disk. */
    void keepLittle() throws SQLException {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("alter system set max_wal_size = '96MB'");
            statement.execute("alter system set min_wal_size = '32MB'");
            statement.execute("select pg_reload_conf()");
        }
    }

    /** Stops it in order. */
    synchronized void stop() throws IOException {
        Database database = running;
        if (database != null) {
            letGo();
            database.close();
            running = null;
        }
    }
}
