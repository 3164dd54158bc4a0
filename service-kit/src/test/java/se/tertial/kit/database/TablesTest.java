package se.tertial.kit.database;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.tertial.devstack.Database;
import se.tertial.devstack.Tables;

/** The code against the tables that the kit's own migrations made. */
class TablesTest {

    private static final String SERVICE = "garden";

    @TempDir
    static Path directory;

    private static Database server;
    private static Connection database;

    @BeforeAll
    static void migrate() throws Exception {
        server = Database.start(directory.resolve("postgresql"));
        server.prepare(SERVICE);
        Flyway.configure()
                .dataSource(server.url(SERVICE), Database.owner(SERVICE), Database.owner(SERVICE))
                .placeholders(Map.of("runtime", SERVICE))
                .locations("db/kit")
                .load()
                .migrate();
        database = DriverManager.getConnection(server.url(SERVICE), Database.owner(SERVICE), Database.owner(SERVICE));
    }

    @AfterAll
    static void stop() throws Exception {
        database.close();
        server.close();
    }

    @Test
    void databaseUnderstandsEveryStatement() throws Exception {
        Tables.holdStatements(
                database,
                "HowFar.municipalities",
                "HowFar.oldest",
                "JournalPages.audit",
                "JournalPages.count",
                "JournalPages.page",
                "Outbox.sent",
                "Remainder.waiting");
    }

    @Test
    void entitiesMayLackWhatTheirTablesMay() throws Exception {
        Tables.holdEntities(database);
    }
}
