package se.tertial.devstack.suite;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;
import se.tertial.devstack.Broker;
import se.tertial.devstack.Database;
import se.tertial.devstack.Failure;
import se.tertial.devstack.Issuer;
import se.tertial.devstack.Ports;
import se.tertial.devstack.SigningKey;
import se.tertial.devstack.Topics;

/** Everything that one launcher has started. What was started is stopped, however far the start has come. */
final class Suite {

    private static final int LOOK_AT_DISK_SECONDS = 5;
    /** For all services together: what they have committed is safe however they end. */
    private static final Duration TIME_TO_END = Duration.ofSeconds(5);

    private static final long TIME_TO_CLOSE_MILLIS = 12_000;

    private final Path root;
    private final int port;
    private final @Nullable Path keptData;
    private final @Nullable String trustedIssuer;
    private final @Nullable String municipality;
    private final Duration patience;
    private final Progress progress;
    private final CompletableFuture<Failure> death = new CompletableFuture<>();
    /** What was started, in that order. */
    private final List<AutoCloseable> servers = new ArrayList<>();

    private final List<Child> children = new ArrayList<>();
    private volatile boolean stopping;
    private volatile @Nullable DataDirectory data;
    private @Nullable Guard guard;
    private @Nullable Database database;
    private @Nullable RunningSuite running;

    /**
     * @param root     the checkout
     * @param port     the gateway's
     * @param keptData where to keep the data; null for a temporary directory
     * @param trustedIssuer the address of the issuer whose tokens count; null for a demo issuer of the suite's own
     * @param municipality the code of a municipality in which demo users have their roles too; null for none
     * @param patience how long to wait for something that is being started and shows no progress
     */
    Suite(
            Path root,
            int port,
            @Nullable Path keptData,
            @Nullable String trustedIssuer,
            @Nullable String municipality,
            Duration patience,
            Progress progress) {
        this.root = root;
        this.port = port;
        this.keptData = keptData;
        this.trustedIssuer = trustedIssuer;
        this.municipality = municipality;
        this.patience = patience;
        this.progress = progress;
    }

    /** Starts everything and waits until all of it is ready. */
    RunningSuite start() throws Failure {
        if (!Ports.isFree(port)) {
            throw new Failure("Port " + port + " is taken; choose another with --port.");
        }
        List<NewTopic> topics = Topics.read(root.resolve("k8s").resolve("base").resolve("topics.yaml"));
        DataDirectory opened = DataDirectory.open(keptData);
        data = opened;
        Path path = opened.path();
        Path logs = path.resolve("logs");
        try {
            Files.createDirectories(logs);
            Progress.divertLogs(logs.resolve("launcher.log"));
            Path postgresql = path.resolve("postgresql");
            guard = Guard.start(path, Database.processIdFile(postgresql), opened.toDelete());
            return start(opened, postgresql, logs, topics);
        } catch (IOException e) {
            throw DataDirectory.unwritable(path, e);
        }
    }

    private RunningSuite start(DataDirectory opened, Path postgresql, Path logs, List<NewTopic> topics)
            throws IOException, Failure {
        ExecutorService threads = Executors.newCachedThreadPool(runnable -> {
            Thread thread = new Thread(runnable, "start");
            thread.setDaemon(true);
            return thread;
        });
        Broker.onEnd(message -> died(new Failure("Kafka ended: " + message)));
        String issuer = trustedIssuer == null ? own(Issuer.start(municipality)).url() : trustedIssuer;
        // One for each service's work, one for the management of each member.
        Deque<Integer> ports = new ArrayDeque<>(Ports.free(2 * Member.ALL.size() - 1));
        Map<Member, Integer> portOf = new LinkedHashMap<>();
        Map<String, String> gatewaySettings = new HashMap<>(
                Map.of("QUARKUS_OIDC_AUTH_SERVER_URL", issuer, "TERTIAL_GATEWAY_REQUEST_HOSTS", "localhost,127.0.0.1"));
        if (trustedIssuer == null) {
            gatewaySettings.put("TERTIAL_GATEWAY_PAGES_DEMO_TOKENS", issuer + "/token");
            gatewaySettings.put("TERTIAL_GATEWAY_PAGES_DEMO_USERS", String.join(",", Issuer.ROLES));
        }
        for (Member member : Member.ALL) {
            if (member.hasDatabase()) {
                int servicePort = ports.remove();
                portOf.put(member, servicePort);
                gatewaySettings.put(
                        "TERTIAL_GATEWAY_SERVICES_" + member.name().toUpperCase(Locale.ROOT),
                        "http://127.0.0.1:" + servicePort);
            } else {
                portOf.put(member, port);
            }
        }

        Future<Database> starting = threads.submit(() -> postgresql(postgresql));
        Future<Broker> broker = threads.submit(() -> kafka(opened.path().resolve("kafka"), topics));
        Database postgres = await(starting, "PostgreSQL");
        Map<String, String> passwords = passwords(postgres, opened);
        String kafka = await(broker, "Kafka").bootstrapServers();
        SigningKey anchors = SigningKey.keptIn(opened.path().resolve("anchor-key"));

        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(2))
                .build();
        List<Future<?>> readiness = new ArrayList<>();
        for (Map.Entry<Member, Integer> entry : portOf.entrySet()) {
            Member member = entry.getKey();
            Map<String, String> settings = member.hasDatabase()
                    ? member.settings(
                            postgres.url(member.name()),
                            passwords.getOrDefault(member.name(), ""),
                            passwords.getOrDefault(Database.owner(member.name()), ""),
                            kafka,
                            issuer,
                            anchors)
                    : gatewaySettings;
            Child child = child(member, logs, entry.getValue(), ports.remove(), settings);
            readiness.add(threads.submit((Callable<Boolean>) () -> {
                child.awaitReady(client, patience, progress);
                progress.ready(child.name());
                return true;
            }));
        }
        for (Future<?> one : readiness) {
            await(one, "The suite");
        }
        threads.shutdown();
        return write(issuer, kafka, opened.path(), portOf);
    }

    private RunningSuite write(String issuer, String kafka, Path path, Map<Member, Integer> portOf) throws IOException {
        Map<String, String> services = new LinkedHashMap<>();
        portOf.forEach((member, memberPort) -> services.put(member.name(), "http://localhost:" + memberPort));
        Map<String, Long> processes = new LinkedHashMap<>();
        children.forEach(child -> processes.put(child.name(), child.pid()));
        RunningSuite suite = new RunningSuite(
                "http://localhost:" + port,
                services,
                issuer,
                trustedIssuer == null,
                kafka,
                ProcessHandle.current().pid(),
                processes,
                path.toString());
        suite.write(root);
        running = suite;
        return suite;
    }

    private Database postgresql(Path directory) throws IOException {
        // Data that are kept are meant to outlive everything; for the others, waiting for the disk would be lost time.
        Database started =
                own(Database.start(directory, root.resolve(".run").resolve("postgresql"), keptData != null, patience));
        database = started;
        CompletableFuture<?> unused = started.process().onExit().thenRun(() -> died(new Failure("PostgreSQL ended.")));
        progress.ready("PostgreSQL");
        return started;
    }

    private Broker kafka(Path directory, List<NewTopic> topics) throws IOException, Failure {
        Broker started = own(Broker.start(directory));
        Topics.create(topics, started.bootstrapServers(), patience);
        progress.ready("Kafka" + (topics.isEmpty() ? "" : " with " + topics.size() + " topics"));
        return started;
    }

    /** A fresh random password for each role, kept where only the owner of the data reads it. */
    private Map<String, String> passwords(Database postgres, DataDirectory opened) throws IOException, Failure {
        SecureRandom random = new SecureRandom();
        Map<String, String> passwords = new LinkedHashMap<>();
        StringBuilder kept = new StringBuilder();
        for (Member member : Member.ALL) {
            if (!member.hasDatabase()) {
                continue;
            }
            String password = password(random);
            String ownerPassword = password(random);
            try {
                postgres.prepare(member.name(), password, ownerPassword);
            } catch (SQLException e) {
                throw new Failure("The database of " + member.name() + " could not be made: " + Failure.reason(e), e);
            }
            passwords.put(member.name(), password);
            passwords.put(Database.owner(member.name()), ownerPassword);
            kept.append(postgres.url(member.name())).append("?user=").append(member.name());
            kept.append("&password=").append(password).append('\n');
        }
        opened.keepDatabases(kept);
        return passwords;
    }

    private static String password(SecureRandom random) {
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private synchronized <T extends AutoCloseable> T own(T server) throws IOException {
        if (stopping) {
            closeQuietly(server);
            throw new IOException("the suite is being stopped");
        }
        servers.add(server);
        return server;
    }

    private synchronized Child child(
            Member member, Path logs, int memberPort, int managementPort, Map<String, String> settings)
            throws Failure, IOException {
        if (stopping) {
            throw new Failure("The suite is being stopped.");
        }
        Child child = Child.start(member, member.name(), root, logs, memberPort, managementPort, settings);
        children.add(child);
        if (guard != null) {
            guard.watch(child.pid());
        }
        CompletableFuture<?> unused = child.death().thenAccept(this::died);
        return child;
    }

    /** What the task gives, unless something dies meanwhile. */
    private <T> T await(Future<T> task, String what) throws Failure {
        long said = System.nanoTime();
        try {
            while (true) {
                if (death.isDone()) {
                    throw death.get();
                }
                try {
                    return task.get(50, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    // Not yet: look again whether all are alive.
                    if (System.nanoTime() - said > progress.interval().toNanos()) {
                        progress.waiting(what, "");
                        said = System.nanoTime();
                    }
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Failure failure) {
                throw failure;
            }
            throw new Failure(what + " did not start: " + Failure.reason(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("Interrupted.", e);
        }
    }

    /** Whether everything is being stopped, so that what fails fails because of that. */
    boolean isStopping() {
        return stopping;
    }

    /** Waits for what should not happen: that something ends, or the disk fills. */
    void watch() throws Failure {
        try {
            while (true) {
                try {
                    throw death.get(LOOK_AT_DISK_SECONDS, TimeUnit.SECONDS);
                } catch (TimeoutException e) {
                    data().requireRoom();
                }
            }
        } catch (ExecutionException e) {
            throw new Failure("The suite can no longer be watched: " + Failure.reason(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("Interrupted.", e);
        }
    }

    /** A full disk is why things end, and is told rather than what ended first. */
    private void died(Failure failure) {
        if (stopping) {
            return;
        }
        try {
            data().requireRoom();
            death.complete(failure);
        } catch (Failure full) {
            death.complete(full);
        }
    }

    /** Where it keeps its data, once it has started. */
    DataDirectory data() {
        return Objects.requireNonNull(data);
    }

    List<Child> children() {
        return List.copyOf(children);
    }

    /** What PostgreSQL holds, in KiB. */
    long databaseMemory() {
        return database == null ? 0 : Memory.together(database.process());
    }

    /** Stops everything: first who asks, then who answers. */
    void stop() {
        synchronized (this) {
            stopping = true;
        }
        if (!children.isEmpty()) {
            progress.say("Stopping …");
        }
        children.forEach(Child::end);
        long deadline = System.nanoTime() + TIME_TO_END.toNanos();
        children.forEach(child -> child.awaitEnd(deadline));
        for (int index = servers.size() - 1; index >= 0; index--) {
            closeQuietly(servers.get(index));
        }
        try {
            if (running != null) {
                running.remove(root);
            }
        } catch (IOException e) {
            // A stale description is recognised by its launcher's process id.
        }
        DataDirectory opened = data;
        if (opened != null) {
            closeQuietly(opened);
        }
        if (guard != null) {
            closeQuietly(guard);
        }
    }

    /** What fails to end in time is left behind: the others are to be stopped all the same, and the guard sees to the rest. */
    private static void closeQuietly(AutoCloseable server) {
        Thread closing = new Thread(
                () -> {
                    try {
                        server.close();
                    } catch (Exception e) {
                        Logger.getLogger(Suite.class.getName()).log(Level.WARNING, "A server did not end in order", e);
                    }
                },
                "close");
        closing.setDaemon(true);
        closing.start();
        try {
            closing.join(TIME_TO_CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
