package se.tertial.devstack;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** A real Kafka broker (KRaft, one node) on loopback, inside this JVM. Topics are compacted unless said otherwise. */
public final class Broker implements AutoCloseable {

    private final KafkaRaftServer server;
    private final int port;

    private Broker(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /** Starts on a data directory, which is formatted if it is new. */
    public static Broker start(Path directory) throws IOException {
        return start(directory, Ports.free());
    }

    /** The same, on a given port. */
    public static Broker start(Path directory, int port) throws IOException {
        return start(directory, port, Map.of());
    }

    /** The same, with settings that take the place of what is usual here. */
    public static Broker start(Path directory, int port, Map<String, String> otherSettings) throws IOException {
        int controllerPort = Ports.free();
        Path logs = directory.resolve("logs");
        Map<String, String> settings = Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", "1"),
                Map.entry("controller.quorum.voters", "1@localhost:" + controllerPort),
                Map.entry("listeners", "PLAINTEXT://localhost:" + port + ",CONTROLLER://localhost:" + controllerPort),
                Map.entry("advertised.listeners", "PLAINTEXT://localhost:" + port),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry("inter.broker.listener.name", "PLAINTEXT"),
                Map.entry("log.dirs", logs.toString()),
                Map.entry("num.partitions", "3"),
                Map.entry("log.cleanup.policy", "compact"),
                Map.entry("auto.create.topics.enable", "true"),
                Map.entry("default.replication.factor", "1"),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("offsets.topic.num.partitions", "3"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("transaction.state.log.num.partitions", "1"),
                Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                Map.entry("log.cleaner.dedupe.buffer.size", "8388608"),
                Map.entry("num.network.threads", "2"),
                Map.entry("num.io.threads", "2"));
        if (!Files.exists(logs.resolve(MetaPropertiesEnsemble.META_PROPERTIES_NAME))) {
            Files.createDirectories(logs);
            format(logs);
        }
        Properties properties = new Properties();
        properties.putAll(settings);
        properties.putAll(otherSettings);
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
        server.startup();
        return new Broker(server, port);
    }

    /**
     * Kafka ends its JVM when it cannot go on, as when its disk is full. Whoever shares the JVM with it is told instead; the
     * thread that wanted the end stays where it is.
     */
    public static void onEnd(Consumer<String> told) {
        Exit.Procedure procedure = (status, message) -> {
            told.accept(message == null ? "status " + status : message);
            while (true) {
                LockSupport.park();
            }
        };
        Exit.setExitProcedure(procedure);
        Exit.setHaltProcedure(procedure);
    }

    private static void format(Path logs) throws IOException {
        Formatter formatter = new Formatter();
        formatter.setClusterId(Uuid.randomUuid().toString());
        formatter.setNodeId(1);
        formatter.setReleaseVersion(MetadataVersion.latestProduction());
        formatter.setControllerListenerName("CONTROLLER");
        formatter.setMetadataLogDirectory(logs.toString());
        formatter.addDirectory(logs.toString());
        formatter.setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        try {
            formatter.run();
        } catch (Exception e) {
            throw new IOException("Kafka's storage in " + logs + " could not be formatted", e);
        }
    }

    public int port() {
        return port;
    }

    public String bootstrapServers() {
        return "localhost:" + port;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
