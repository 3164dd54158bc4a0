package se.tertial.faults.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import se.tertial.faults.cluster.PostgresServer;
import se.tertial.faults.load.Follower;

/** What only the databases tell. */
final class Databases {

    private static final String READ_MODEL =
            """
            select municipality_id || '/' || administration_id, topic, row_key, revision, body::text
            from fact
            where generation = (select generation from generation where state = 'CURRENT') and administration_id <> ''
            order by 1, 2, 3
            """;

    private final PostgresServer postgres;
    private final ObjectMapper json = new ObjectMapper();

    Databases(PostgresServer postgres) {
        this.postgres = postgres;
    }

    /** How many changes Kafka has not acknowledged. */
    long unsent() throws SQLException {
        long unsent = 0;
        for (String service : Follower.SERVICES) {
            unsent += postgres.unsent(service, Instant.now());
        }
        return unsent;
    }

    /** The read model that a report-service keeps in a database. */
    List<ReadModelRow> readModel(String database) throws SQLException {
        List<ReadModelRow> rows = new ArrayList<>();
        try (Connection connection = postgres.connect(database);
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(READ_MODEL)) {
            while (found.next()) {
                String body = found.getString(5);
                rows.add(new ReadModelRow(
                        found.getString(1),
                        found.getString(2),
                        found.getString(3),
                        found.getLong(4),
                        body == null ? null : json.readTree(body)));
            }
        } catch (JsonProcessingException e) {
            throw new SQLException("the read model holds what is not JSON", e);
        }
        return rows;
    }

    void execute(String database, String sql) throws SQLException {
        try (Connection connection = postgres.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
