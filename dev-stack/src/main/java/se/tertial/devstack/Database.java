package se.tertial.devstack;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A real PostgreSQL server on loopback. Each service has a database and a role of its own. */
public final class Database implements AutoCloseable {

    private final EmbeddedPostgres server;

    private Database(EmbeddedPostgres server) {
        this.server = server;
    }

    /** Starts on a data directory, which is made if it is missing; commits are durable. */
    public static Database start(Path directory) throws IOException {
        return new Database(EmbeddedPostgres.builder()
                .setDataDirectory(directory.resolve("data"))
                .setOverrideWorkingDirectory(directory.resolve("binaries").toFile())
                .setCleanDataDirectory(false)
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "200")
                .start());
    }

    /** Makes the service's role and database if they are missing. */
    public void prepare(String service) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.getJdbcUrl("postgres", "postgres"));
                Statement statement = connection.createStatement()) {
            try (ResultSet found = statement.executeQuery("select from pg_roles where rolname = '" + service + "'")) {
                if (found.next()) {
                    return;
                }
            }
            statement.execute("create role " + service + " login password '" + service + "'");
            statement.execute("create database " + service + " owner " + service);
            statement.execute("revoke all on database " + service + " from public");
        }
    }

    public String url(String service) {
        return "jdbc:postgresql://localhost:" + server.getPort() + "/" + service;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
