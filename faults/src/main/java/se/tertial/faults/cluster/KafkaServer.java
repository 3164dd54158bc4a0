package se.tertial.faults.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jspecify.annotations.Nullable;
import se.tertial.devstack.BrokerProcess;
import se.tertial.devstack.Failure;
import se.tertial.devstack.Wire;
import se.tertial.devstack.suite.Guard;

/** Kafka in a process of its own. */
public final class KafkaServer implements Victim {

    private final Path directory;
    private final Path log;
    private final Guard guard;
    private final int port;
    private final int wiredPort;
    private final Wire wire;
    private volatile @Nullable Process running;

    KafkaServer(Path directory, Path logs, Guard guard) throws IOException {
        this.directory = directory;
        this.log = logs.resolve("kafka.log");
        this.guard = guard;
        List<Integer> ports = LastingPorts.take(2);
        this.port = ports.get(0);
        this.wiredPort = ports.get(1);
        this.wire = Wire.to("localhost", wiredPort);
    }

    @Override
    public String name() {
        return "kafka";
    }

    /** Its own address, past the wire. */
    public String bootstrapServers() {
        return "localhost:" + port;
    }

    /** Its address for the services. */
    String wiredBootstrapServers() {
        return "localhost:" + wire.port();
    }

    /** What the services reach it over. */
    public Wire wire() {
        return wire;
    }

    /** Deletes all topics of a service. */
    public void deleteTopics(String service) throws Failure {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()))) {
            admin.deleteTopics(admin.listTopics().names().get().stream()
                            .filter(name -> name.startsWith(service + "."))
                            .toList())
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new Failure("The topics were not deleted: " + Failure.reason(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("Interrupted.", e);
        }
    }

    @Override
    public List<Long> processIds() {
        Process process = running;
        return process == null ? List.of() : List.of(process.pid());
    }

    @Override
    public synchronized void kill() {
        Process process = running;
        if (process != null) {
            process.destroyForcibly().onExit().join();
            running = null;
        }
    }

    @Override
    public synchronized void start() throws IOException {
        Process process = running;
        if (process != null && process.isAlive()) {
            return;
        }
        Process started = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx320m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dlog4j2.StatusLogger.level=OFF",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokerProcess.class.getName(),
                        directory.toString(),
                        Integer.toString(port),
                        Integer.toString(wiredPort),
                        Integer.toString(wire.port()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        guard.watch(started.pid());
        running = started;
    }
}
