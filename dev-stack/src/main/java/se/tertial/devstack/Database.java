package se.tertial.devstack;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A real PostgreSQL server on loopback. Each service has a database and two roles of its own, which sign in with passwords: one that
 * owns the tables and makes them, and one that uses them.
 */
public final class Database implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final String ACCESS =
            """
            # Only the suite's own administration needs no password.
            local all postgres              trust
            host  all postgres 127.0.0.1/32 trust
            host  all postgres ::1/128      trust
            host  all all      127.0.0.1/32 scram-sha-256
            host  all all      ::1/128      scram-sha-256
            """;

    private final EmbeddedPostgres server;
    private final ProcessHandle process;

    private Database(EmbeddedPostgres server, ProcessHandle process) {
        this.server = server;
        this.process = process;
    }

    /** Starts on a data directory, which is made if it is missing. What is committed outlives the server, but no power cut. */
    public static Database start(Path directory) throws IOException {
        return start(directory, directory.resolve("binaries"), false, PATIENCE);
    }

    /**
     * The same.
     *
     * @param binaries where PostgreSQL's binaries are; several data directories may share them
     * @param synced   whether a commit waits for the disk, and so outlives a power cut
     * @param patience how long the server may take to come up
     */
    public static Database start(Path directory, Path binaries, boolean synced, Duration patience) throws IOException {
        return start(directory, binaries, Ports.free(), synced, patience);
    }

    /** The same, on a given port. */
    public static Database start(Path directory, Path binaries, int port, boolean synced, Duration patience)
            throws IOException {
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(directory.resolve("data"))
                .setOverrideWorkingDirectory(binaries.toFile())
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(patience)
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("fsync", synced ? "on" : "off")
                .setServerConfig("max_connections", "200")
                .start();
        try {
            Database database = new Database(server, postmaster(directory));
            database.restrict(directory.resolve("data").resolve("pg_hba.conf"));
            return database;
        } catch (IOException | SQLException e) {
            server.close();
            throw new IOException("PostgreSQL could not be set up", e);
        }
    }

    /** The file whose first line is the server's process id, while it runs. */
    public static Path processIdFile(Path directory) {
        return directory.resolve("data").resolve("postmaster.pid");
    }

    private static ProcessHandle postmaster(Path directory) throws IOException {
        String id = Files.readAllLines(processIdFile(directory)).get(0).strip();
        return ProcessHandle.of(Long.parseLong(id)).orElseThrow(() -> new IOException("PostgreSQL has ended"));
    }

    private void restrict(Path access) throws IOException, SQLException {
        if (!Files.readString(access).equals(ACCESS)) {
            Files.writeString(access, ACCESS);
            execute("select pg_reload_conf()");
        }
    }

    /** Makes the service's roles and database if they are missing; the password of each role is its name. */
    public void prepare(String service) throws SQLException {
        prepare(service, service, owner(service));
    }

    /** The same with passwords, which are changed if the roles are there. */
    public void prepare(String service, String password, String ownerPassword) throws SQLException {
        prepareRole(service, password);
        prepareRole(owner(service), ownerPassword);
        if (exists("pg_database where datname", service)) {
            execute("alter database " + service + " owner to " + owner(service));
            // What was made when the service's role was the owner of all.
            executeIn(service, "reassign owned by " + service + " to " + owner(service));
        } else {
            execute("create database " + service + " owner " + owner(service));
        }
        letIn(service, service);
    }

    /** The role that owns what the service's role only uses. */
    public static String owner(String service) {
        return service + "_owner";
    }

    private void prepareRole(String role, String password) throws SQLException {
        String verb = exists("pg_roles where rolname", role) ? "alter" : "create";
        execute(verb + " role " + role + " login password '" + password + "'");
    }

    private void letIn(String database, String service) throws SQLException {
        execute("revoke all on database " + database + " from public");
        execute("grant connect on database " + database + " to " + service);
    }

    /** Copies the service's database, as a backup is made. Whoever is connected is thrown out for a moment. */
    public void backUp(String service) throws SQLException {
        execute("drop database if exists " + backup(service) + " with (force)");
        execute("alter database " + service + " allow_connections false");
        try {
            execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + service + "'");
            execute("create database " + backup(service) + " template " + service + " owner " + owner(service));
        } finally {
            execute("alter database " + service + " allow_connections true");
        }
    }

    /** Puts the copy in the place of the service's database, as when a backup is restored. What was written since is gone. */
    public void restore(String service) throws SQLException {
        String fresh = service + "_restored";
        execute("create database " + fresh + " template " + backup(service) + " owner " + owner(service));
        letIn(fresh, service);
        execute("drop database " + service + " with (force)");
        execute("alter database " + fresh + " rename to " + service);
    }

    private static String backup(String service) {
        return service + "_backup";
    }

    private boolean exists(String where, String name) throws SQLException {
        try (Connection connection = administration();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("select from " + where + " = '" + name + "'")) {
            return found.next();
        }
    }

    private void execute(String sql) throws SQLException {
        executeIn("postgres", sql);
    }

    private void executeIn(String database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.getJdbcUrl("postgres", database));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Connection administration() throws SQLException {
        return DriverManager.getConnection(server.getJdbcUrl("postgres", "postgres"));
    }

    public String url(String service) {
        return "jdbc:postgresql://localhost:" + server.getPort() + "/" + service;
    }

    int port() {
        return server.getPort();
    }

    /** The server's first process. */
    public ProcessHandle process() {
        return process;
    }

    /** Stops the server and waits for its end. */
    @Override
    public void close() throws IOException {
        server.close();
        try {
            process.onExit().get(10, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
