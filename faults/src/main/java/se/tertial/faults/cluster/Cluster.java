package se.tertial.faults.cluster;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import se.tertial.devstack.Database;
import se.tertial.devstack.Failure;
import se.tertial.devstack.Issuer;
import se.tertial.devstack.Ports;
import se.tertial.devstack.SigningKey;
import se.tertial.devstack.Topics;
import se.tertial.devstack.Wire;
import se.tertial.devstack.suite.Guard;
import se.tertial.devstack.suite.Member;

/**
 * The whole suite: PostgreSQL, Kafka, so many instances of each service and of the gateway behind balancers. Each is a process
 * that may die without the others; only the issuer stays.
 */
public final class Cluster implements AutoCloseable {

    private static final Duration TIME_TO_START = Duration.ofMinutes(6);
    private static final long POLL_NANOS = Duration.ofMillis(200).toNanos();

    /** Most of what they do here is to start. */
    private static final String QUICK_START = "-XX:TieredStopAtLevel=1";

    private final Path root;
    private final Path logs;
    private final Guard guard;
    private final Issuer issuer;
    private final SigningKey anchorKey = SigningKey.generate();
    private final PostgresServer postgres;
    private final KafkaServer kafka;
    private final Optional<SmallDisk> disk;
    private final List<Instance> instances = new ArrayList<>();
    private final Map<String, Balancer> balancers = new LinkedHashMap<>();
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private volatile boolean closed;

    private Cluster(Path root, Path directory) throws IOException {
        this.root = root;
        this.logs = Files.createDirectories(directory.resolve("logs"));
        Path postgresql = directory.resolve("postgresql");
        this.disk = SmallDisk.mount(postgresql);
        this.guard = Guard.start(directory, Database.processIdFile(postgresql), null);
        this.issuer = Issuer.start();
        this.postgres = new PostgresServer(postgresql, root.resolve(".run").resolve("postgresql"));
        this.kafka = new KafkaServer(directory.resolve("kafka"), logs, guard);
    }

    /**
     * Starts everything and waits until all of it is ready.
     *
     * @param root      the checkout, whose services are built
     * @param directory where data and logs go
     * @param each      how many instances of each service and of the gateway
     */
    public static Cluster start(Path root, Path directory, int each) throws IOException, Failure {
        Cluster cluster = new Cluster(root, directory);
        try {
            cluster.start(each);
            return cluster;
        } catch (IOException | Failure e) {
            cluster.close();
            throw e;
        }
    }

    private void start(int each) throws IOException, Failure {
        postgres.start();
        kafka.start();
        try {
            postgres.keepLittle();
        } catch (SQLException e) {
            throw new Failure("PostgreSQL could not be set up: " + Failure.reason(e), e);
        }
        awaitKafka();
        createTopics();
        Deque<Integer> ports = new ArrayDeque<>(LastingPorts.take(2 * each * Member.ALL.size()));
        Map<String, String> ofGateway = new HashMap<>(Map.of(
                "JAVA_TOOL_OPTIONS",
                QUICK_START,
                "QUARKUS_OIDC_AUTH_SERVER_URL",
                issuer.url(),
                "TERTIAL_GATEWAY_REQUEST_HOSTS",
                "localhost,127.0.0.1",
                // The load comes from few addresses and users, and is to meet faults rather than quotas.
                "TERTIAL_GATEWAY_RATE_LIMIT_ENABLED",
                "false"));
        for (Member member : Member.ALL) {
            List<Instance> same = new ArrayList<>();
            for (int number = 1; number <= each; number++) {
                List<Integer> own = List.of(ports.remove(), ports.remove());
                same.add(
                        member.hasDatabase()
                                ? service(member, number, own)
                                : new Instance(
                                        member, member.name() + "-" + number, root, logs, own, ofGateway, guard, null));
            }
            Balancer balancer =
                    Balancer.over(same.stream().map(Instance::wiredPort).toList());
            balancers.put(member.name(), balancer);
            ofGateway.put(
                    "TERTIAL_GATEWAY_SERVICES_" + member.name().toUpperCase(Locale.ROOT),
                    "http://127.0.0.1:" + balancer.port());
            instances.addAll(same);
            same.forEach(instance -> watch(instance, balancer));
        }
        for (Instance instance : instances) {
            instance.start();
        }
        awaitReady();
    }

    private Instance service(Member member, int number, List<Integer> ports) throws IOException, Failure {
        prepare(member.name());
        return service(member, member.name() + "-" + number, member.name(), ports);
    }

    private Instance service(Member member, String name, String database, List<Integer> ports) throws IOException {
        Wire toDatabase = Wire.to("localhost", postgres.port());
        Map<String, String> settings = new HashMap<>(member.settings(
                "jdbc:postgresql://localhost:" + toDatabase.port() + "/" + database,
                member.name(),
                Database.owner(member.name()),
                kafka.wiredBootstrapServers(),
                issuer.url(),
                anchorKey));
        settings.put("JAVA_TOOL_OPTIONS", QUICK_START);
        // Often, so that what is done to a trail is known from what it was shortly before.
        settings.put("TERTIAL_AUDIT_ANCHORS_EVERY", "5S");
        return new Instance(member, name, root, logs, ports, settings, guard, toDatabase);
    }

    private void prepare(String service) throws Failure {
        try {
            postgres.prepare(service);
        } catch (SQLException e) {
            throw new Failure("The database of " + service + " could not be made: " + Failure.reason(e), e);
        }
    }

    /**
     * Starts one more report-service, on a database that has what people wrote into the first and nothing that it was told, so that
     * it learns all of that from the topics. The others of its kind are ended: they share the place in the topics.
     */
    public Instance startFreshReport() throws IOException, Failure {
        Member report = Member.ALL.stream()
                .filter(member -> member.name().equals("report"))
                .findFirst()
                .orElseThrow();
        instances("report").forEach(Instance::kill);
        try (Connection server = postgres.connect("postgres");
                Statement statement = server.createStatement()) {
            statement.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'report' and pid <> pg_backend_pid()");
            statement.execute("create database report_fresh template report owner " + Database.owner("report"));
        } catch (SQLException e) {
            throw new Failure("The database could not be copied: " + Failure.reason(e), e);
        }
        FreshReadModel.forget(postgres, kafka.bootstrapServers());
        Instance fresh = service(report, "report-fresh", "report_fresh", LastingPorts.take(2));
        instances.add(fresh);
        fresh.start();
        awaitReady(List.of(fresh));
        return fresh;
    }

    /** Ends that one, and starts one of the others again. */
    public void endFreshReport(Instance fresh) throws IOException, Failure {
        fresh.kill();
        instances.remove(fresh);
        Instance other = instances("report").get(0);
        other.start();
        awaitReady(List.of(other));
    }

    /** Tells the balancer every half second whether an instance is ready. */
    private void watch(Instance instance, Balancer balancer) {
        Thread thread = new Thread(
                () -> {
                    while (!closed) {
                        try {
                            balancer.ready(instance.wiredPort(), instance.isReady(client));
                            Thread.sleep(500);
                        } catch (InterruptedException e) {
                            return;
                        }
                    }
                },
                "readiness-" + instance.name());
        thread.setDaemon(true);
        thread.start();
    }

    /** Makes the topics that are missing, as {@code k8s/base/topics.yaml} has them. */
    public void createTopics() throws Failure {
        List<NewTopic> topics = Topics.read(root.resolve("k8s").resolve("base").resolve("topics.yaml"));
        Topics.create(topics, kafka.bootstrapServers(), TIME_TO_START);
    }

    private void awaitKafka() throws Failure {
        int port = Integer.parseInt(kafka.bootstrapServers().split(":", 2)[1]);
        long deadline = System.nanoTime() + TIME_TO_START.toNanos();
        while (Ports.isFree(port)) {
            if (System.nanoTime() > deadline) {
                throw new Failure("Kafka did not start; see " + logs.resolve("kafka.log") + ".");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /** Starts what is dead and waits until all of it is ready. */
    public void awaitReady() throws IOException, Failure {
        postgres.start();
        kafka.start();
        awaitKafka();
        for (Instance instance : instances) {
            instance.start();
        }
        awaitReady(instances);
    }

    /** As Kubernetes does: another program may have taken its port while it was dead. */
    private static void startAgain(Instance instance) throws IOException, Failure {
        Failure reason = instance.whyItEnded();
        if (reason != null) {
            System.err.println(reason.getMessage());
            instance.start();
        }
    }

    private void awaitReady(List<Instance> awaited) throws IOException, Failure {
        long deadline = System.nanoTime() + TIME_TO_START.toNanos();
        for (Instance instance : awaited) {
            try {
                while (!instance.isReady(client)) {
                    if (System.nanoTime() > deadline) {
                        throw new Failure(instance.condition());
                    }
                    startAgain(instance);
                    LockSupport.parkNanos(POLL_NANOS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Failure("Interrupted.", e);
            }
        }
    }

    /** The address that clients know: a balancer over the gateways. */
    public String url() {
        return "http://localhost:"
                + Objects.requireNonNull(balancers.get("gateway")).port();
    }

    public Issuer issuer() {
        return issuer;
    }

    public PostgresServer postgres() {
        return postgres;
    }

    /** Where PostgreSQL's data are, if it can be filled. */
    public Optional<SmallDisk> disk() {
        return disk;
    }

    public KafkaServer kafka() {
        return kafka;
    }

    /** The instances of a service, or of the gateway. */
    public List<Instance> instances(String kind) {
        return instances.stream()
                .filter(instance -> instance.kind().equals(kind))
                .toList();
    }

    /** All instances of services and gateway. */
    public List<Instance> instances() {
        return List.copyOf(instances);
    }

    /** Everything that may be killed. */
    public List<Victim> victims() {
        return Stream.concat(Stream.of(postgres, kafka), instances.stream()).toList();
    }

    /** Ends everything. */
    @Override
    public void close() throws IOException {
        closed = true;
        for (Instance instance : instances) {
            instance.kill();
        }
        kafka.kill();
        postgres.stop();
        if (disk.isPresent()) {
            disk.get().unmount();
        }
        issuer.close();
        guard.close();
    }
}
