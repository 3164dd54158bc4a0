package se.tertial.kit.change;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import se.tertial.kit.access.Scope;
import se.tertial.kit.database.Continuity;
import se.tertial.kit.database.ServiceDatabase;
import se.tertial.kit.kafka.KafkaClients;

/**
 * Carries changes from the outbox to Kafka: at least once, and for each key in the order of its revisions.
 *
 * <p>One relay per database is active, the one that holds the leader lock; the others stand by. It sends what lies in the
 * outbox, awaits Kafka's acknowledgement outside any transaction, and only then deletes. If a send fails, the whole batch
 * is sent again: consumers ignore a revision they have.
 */
@ApplicationScoped
public class Relay {

    private static final Logger LOG = Logger.getLogger(Relay.class);
    private static final int BATCH = 500;
    private static final int POLL_MILLIS = 1000;
    private static final long LEADER_LOCK = 0x7465727469616cL;

    private final ServiceDatabase database;
    private final Continuity continuity;
    private final KafkaClients clients;
    private final String service;
    private volatile boolean running = true;
    private @Nullable Thread thread;

    @Inject
    Relay(
            ServiceDatabase database,
            Continuity continuity,
            KafkaClients clients,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this.database = database;
        this.continuity = continuity;
        this.clients = clients;
        this.service = service;
    }

    void start(@Observes StartupEvent event) {
        thread = new Thread(this::run, "outbox-relay");
        thread.setDaemon(true);
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        running = false;
        if (thread != null) {
            // It ends by itself, unless it waits for a broker that does not answer.
            thread.join(2 * POLL_MILLIS);
            thread.interrupt();
            thread.join(5_000);
        }
    }

    private void run() {
        while (running) {
            try (Connection connection = database.open("outbox-relay");
                    KafkaProducer<String, String> producer = producer()) {
                relay(connection, producer);
            } catch (SQLException | ExecutionException | KafkaException e) {
                if (running) {
                    LOG.warnf("Outbox relay pauses: %s", e.toString());
                    pause();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void relay(Connection connection, KafkaProducer<String, String> producer)
            throws SQLException, ExecutionException, InterruptedException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen outbox");
        }
        PGConnection notifications = connection.unwrap(PGConnection.class);
        while (running) {
            if (!leads(connection) || !continuity.holds(connection) || !sendBatch(connection, producer)) {
                notifications.getNotifications(POLL_MILLIS);
            }
        }
    }

    private static boolean leads(Connection connection) throws SQLException {
        // A session lock may be taken several times; taking it once more tells whether we have it.
        try (PreparedStatement statement = connection.prepareStatement(
                "select exists (select from pg_locks where locktype = 'advisory' and pid = pg_backend_pid() and granted)"
                        + " or pg_try_advisory_lock(?)")) {
            statement.setLong(1, LEADER_LOCK);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() && result.getBoolean(1);
            }
        }
    }

    /** Whether the batch was full, so that more may wait. */
    private boolean sendBatch(Connection connection, KafkaProducer<String, String> producer)
            throws SQLException, ExecutionException, InterruptedException {
        List<Long> sent = new ArrayList<>();
        List<Future<?>> acknowledgements = new ArrayList<>();
        try (PreparedStatement pending = connection.prepareStatement(
                """
                select revision, topic, municipality_id, administration_id, row_key, state::text, recorded_at, digest, trace_parent,
                       (select coalesce(max(epoch), 0) from restore) as epoch
                from outbox join change using (revision)
                order by revision
                limit ?
                """)) {
            pending.setInt(1, BATCH);
            try (ResultSet rows = pending.executeQuery()) {
                while (rows.next()) {
                    acknowledgements.add(producer.send(message(rows, producer)));
                    sent.add(rows.getLong("revision"));
                }
            }
        }
        producer.flush();
        for (Future<?> acknowledgement : acknowledgements) {
            acknowledgement.get();
        }
        try (PreparedStatement delete = connection.prepareStatement("delete from outbox where revision = any (?)")) {
            delete.setArray(1, connection.createArrayOf("bigint", sent.toArray()));
            delete.executeUpdate();
        }
        return sent.size() == BATCH;
    }

    private ProducerRecord<String, String> message(ResultSet row, KafkaProducer<String, String> producer)
            throws SQLException {
        String topic = row.getString("topic");
        String scope = new Scope(row.getString("municipality_id"), row.getString("administration_id")).toString();
        String key = scope + "/" + row.getString("row_key");
        Instant recordedAt = row.getObject("recorded_at", OffsetDateTime.class).toInstant();
        // All rows of an administration share a partition, so that one reader sees them in the order of their
        // revisions.
        int partition = Utils.toPositive(Utils.murmur2(scope.getBytes(StandardCharsets.UTF_8)))
                % producer.partitionsFor(topic).size();
        ProducerRecord<String, String> message =
                new ProducerRecord<>(topic, partition, recordedAt.toEpochMilli(), key, row.getString("state"));
        long revision = row.getLong("revision");
        int epoch = row.getInt("epoch");
        Map<String, String> headers = Map.of(
                "ce_specversion",
                "1.0",
                "ce_id",
                // What is sent again after a restore counts anew, also for who knows messages by their ids.
                service + "-" + (epoch == 0 ? "" : epoch + "-") + revision,
                "ce_source",
                "/" + service,
                "ce_type",
                "se.tertial." + topic,
                "ce_time",
                recordedAt.toString(),
                "ce_subject",
                key,
                "ce_revision",
                Long.toString(revision),
                "ce_digest",
                row.getString("digest"),
                "content-type",
                "application/json");
        headers.forEach((name, value) -> message.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        message.headers().add("ce_epoch", Integer.toString(epoch).getBytes(StandardCharsets.UTF_8));
        String trace = row.getString("trace_parent");
        if (trace != null) {
            message.headers().add("traceparent", trace.getBytes(StandardCharsets.UTF_8));
        }
        return message;
    }

    private KafkaProducer<String, String> producer() {
        return clients.producer(
                Map.of(
                        ProducerConfig.CLIENT_ID_CONFIG,
                        service + "-outbox",
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        10_000,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        30_000,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        10_000,
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        "gzip"),
                new StringSerializer(),
                new StringSerializer());
    }

    private void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
