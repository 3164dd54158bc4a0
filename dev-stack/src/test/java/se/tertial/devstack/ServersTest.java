package se.tertial.devstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServersTest {

    @TempDir
    Path directory;

    @Test
    void databaseKeepsItsRowsAndTakesANewPassword() throws Exception {
        try (Database database = Database.start(directory)) {
            database.prepare("garden", "used", "first");
            try (Connection connection = DriverManager.getConnection(database.url("garden"), "garden_owner", "first");
                    Statement statement = connection.createStatement()) {
                statement.execute("create table tree (name text)");
                statement.execute("insert into tree values ('oak')");
            }
        }

        try (Database database = Database.start(directory)) {
            database.prepare("garden", "used", "second");

            try (Connection connection = DriverManager.getConnection(database.url("garden"), "garden_owner", "second");
                    Statement statement = connection.createStatement();
                    ResultSet tree = statement.executeQuery("select name from tree")) {
                tree.next();
                assertEquals("oak", tree.getString(1));
            }
            assertThrows(
                    SQLException.class,
                    () -> DriverManager.getConnection(database.url("garden"), "garden_owner", "first"));
        }
    }

    @ParameterizedTest
    @CsvSource({"true, on", "false, off"})
    void commitWaitsForTheDiskWhereItIsMeantToOutliveAPowerCut(boolean synced, String setting) throws Exception {
        try (Database database =
                Database.start(directory, directory.resolve("binaries"), synced, Duration.ofMinutes(5))) {
            database.prepare("garden");
            try (Connection connection = DriverManager.getConnection(database.url("garden"), "garden", "garden");
                    Statement statement = connection.createStatement();
                    ResultSet fsync = statement.executeQuery("show fsync")) {
                fsync.next();

                assertEquals(setting, fsync.getString(1));
            }
        }
    }

    @Test
    void rolesCannotEnterEachOthersDatabases() throws Exception {
        try (Database database = Database.start(directory)) {
            database.prepare("garden");
            database.prepare("forest");

            assertThrows(
                    SQLException.class, () -> DriverManager.getConnection(database.url("garden"), "forest", "forest"));
        }
    }

    @Test
    void roleOfAServiceUsesWhatItsOwnerMakesAndMakesNothing() throws Exception {
        try (Database database = Database.start(directory)) {
            database.prepare("garden");

            try (Connection connection = DriverManager.getConnection(database.url("garden"), "garden", "garden");
                    Statement statement = connection.createStatement()) {
                assertThrows(SQLException.class, () -> statement.execute("create table tree (name text)"));
                assertThrows(SQLException.class, () -> statement.execute("create schema wood"));
            }
        }
    }

    @Test
    void databaseHasEndedWhenItIsClosed() throws Exception {
        Database database = Database.start(directory);

        database.close();

        assertFalse(database.process().isAlive());
    }

    @Test
    void brokerKeepsItsMessages() throws Exception {
        try (Broker broker = Broker.start(directory);
                KafkaProducer<String, String> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        new StringSerializer(),
                        new StringSerializer())) {
            producer.send(new ProducerRecord<>("garden.tree.v1", "oak", "{}")).get();
        }

        try (Broker broker = Broker.start(directory)) {
            assertEquals(
                    "{}",
                    Messages.read(broker.bootstrapServers(), "garden.tree.v1", "oak")
                            .get(0)
                            .body());
        }
    }
}
