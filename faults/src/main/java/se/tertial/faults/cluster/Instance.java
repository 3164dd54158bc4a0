package se.tertial.faults.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.tertial.devstack.Failure;
import se.tertial.devstack.Wire;
import se.tertial.devstack.suite.Child;
import se.tertial.devstack.suite.Guard;
import se.tertial.devstack.suite.Member;

/** One of the instances of a service, or of the gateway. */
public final class Instance implements Victim {

    private static final HttpClient HEALTH =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final Member member;
    private final String name;
    private final Path root;
    private final Path logs;
    private final int port;
    private final int managementPort;
    private final Map<String, String> settings;
    private final Guard guard;
    /** What callers reach it over. */
    private final Wire fromCallers;
    /** What it reaches its database over; null for the gateway. */
    private final @Nullable Wire toDatabase;

    private volatile @Nullable Child running;

    Instance(
            Member member,
            String name,
            Path root,
            Path logs,
            List<Integer> ports,
            Map<String, String> settings,
            Guard guard,
            @Nullable Wire toDatabase)
            throws IOException {
        this.member = member;
        this.name = name;
        this.root = root;
        this.logs = logs;
        this.port = ports.get(0);
        this.managementPort = ports.get(1);
        this.settings = settings;
        this.guard = guard;
        this.toDatabase = toDatabase;
        this.fromCallers = Wire.to("localhost", port);
    }

    @Override
    public String name() {
        return name;
    }

    /** The service's name, or {@code gateway}. */
    public String kind() {
        return member.name();
    }

    /** Its own address, past wires and balancers. */
    public String url() {
        return "http://localhost:" + port;
    }

    /** Where its balancer leads. */
    int wiredPort() {
        return fromCallers.port();
    }

    /** What callers reach it over. */
    public Wire fromCallers() {
        return fromCallers;
    }

    /** What it reaches its database over; null for the gateway, which has none. */
    public @Nullable Wire toDatabase() {
        return toDatabase;
    }

    @Override
    public List<Long> processIds() {
        Child child = running;
        return child == null ? List.of() : List.of(child.pid());
    }

    @Override
    public synchronized void kill() {
        Child child = running;
        if (child != null) {
            child.kill();
            running = null;
        }
    }

    @Override
    public synchronized void start() throws IOException, Failure {
        Child child = running;
        if (child != null && child.whyItEnded().isEmpty()) {
            return;
        }
        Child started = Child.start(member, name, root, logs, port, managementPort, settings);
        guard.watch(started.pid());
        running = started;
    }

    /** Why it ended without having been killed; null if it did not. */
    @Nullable
    Failure whyItEnded() {
        Child child = running;
        return child == null ? null : child.whyItEnded().orElse(null);
    }

    /** What it says of its health, whether it is well or not. */
    public String health() throws IOException {
        try {
            return HEALTH.send(
                            HttpRequest.newBuilder(URI.create("http://localhost:" + managementPort + "/q/health"))
                                    .timeout(Duration.ofSeconds(10))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** What is known of one that is not ready: what it says of its health, and what it wrote last. */
    String condition() {
        Child child = running;
        if (child == null) {
            return name + " does not run.";
        }
        String health;
        try {
            health = health();
        } catch (IOException e) {
            health = "nothing (" + Failure.reason(e) + ")";
        }
        return name + " is not ready. It says " + health + "\nThe last lines of its log:\n" + child.lastLines();
    }

    /** Whether it says that it is ready. */
    public boolean isReady(HttpClient client) throws InterruptedException {
        Child child = running;
        return child != null && child.isReady(client);
    }
}
