package se.tertial.faults.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import se.tertial.devstack.Issuer;
import se.tertial.faults.load.Operation.Fate;

/** Clients that write at random, each at its own, all into the same rows; and what came of everything they sent. */
public final class Load {

    private static final int CLIENTS = 6;
    private static final int MOST_PAUSE_MILLIS = 60;
    private static final List<Kind> KINDS = List.of(Kind.values());
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String url;
    private final Issuer issuer;
    private final long seed;
    private final AtomicLong numbers = new AtomicLong();
    private final Queue<Operation> done = new ConcurrentLinkedQueue<>();
    /** Where a row stood when somebody last heard of it: 0 if it was not there. What is not here is not known. */
    private final Map<String, Long> known = new ConcurrentHashMap<>();

    private final Set<String> unhelpful = ConcurrentHashMap.newKeySet();
    private final List<Thread> clients = new ArrayList<>();
    private volatile boolean stopping;
    private volatile boolean enlarged;

    public Load(String url, Issuer issuer, long seed) {
        this.url = url;
        this.issuer = issuer;
        this.seed = seed;
    }

    /** Writes what everything else refers to. Nothing may fail meanwhile. */
    public void prepare() throws IOException {
        new Setup(new Api(url, issuer, PATIENCE)).write();
    }

    /** Begins to write. */
    public void start() {
        for (int number = 0; number < CLIENTS; number++) {
            Random random = new Random(seed * CLIENTS + number);
            Thread client = new Thread(() -> write(random), "client-" + number);
            client.start();
            clients.add(client);
        }
    }

    /** Whether some of what is written is as large as it may be, and larger. */
    public void enlarge(boolean enlarge) {
        enlarged = enlarge;
    }

    /** Stops writing, and waits for the answers that are still to come. */
    public void stop() throws InterruptedException {
        stopping = true;
        for (Thread client : clients) {
            client.join();
        }
    }

    /** What was sent and answered. */
    public List<Operation> operations() {
        return List.copyOf(done);
    }

    /** What was answered of the suite's own trouble without saying when to come back: there should be none of it. */
    public Set<String> unhelpful() {
        return Set.copyOf(unhelpful);
    }

    private void write(Random random) {
        Sender sender = new Sender(new Api(url, issuer, PATIENCE), random, unhelpful);
        try {
            while (!stopping) {
                Operation operation = writeOne(sender, random);
                done.add(operation);
                learn(operation);
                TimeUnit.MILLISECONDS.sleep(random.nextInt(MOST_PAUSE_MILLIS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Operation writeOne(Sender sender, Random random) throws InterruptedException {
        long number = numbers.incrementAndGet();
        Scope scope = Scope.ALL.get(random.nextInt(Scope.ALL.size()));
        Kind kind = KINDS.get(random.nextInt(KINDS.size()));
        int row = random.nextInt(Kind.ROWS);
        int chance = random.nextInt(100);
        if (enlarged && chance % 4 == 0) {
            Long stands = known.get(name(scope, Kind.ASSESSMENT, Kind.ASSESSMENT.key(row)));
            return sender.putLarge(number, scope, row, stands, random.nextBoolean());
        }
        if (chance < 4) {
            return sender.publish(number, scope);
        }
        if (chance < 24) {
            List<Integer> rows =
                    new ArrayList<>(IntStream.range(0, Kind.ROWS).boxed().toList());
            Collections.shuffle(rows, random);
            return sender.putMany(number, scope, kind, rows.subList(0, 2 + random.nextInt(Kind.ROWS - 2)));
        }
        Long stands = known.get(name(scope, kind, kind.key(row)));
        boolean anyWay = random.nextBoolean();
        if (chance < 36 && (stands == null || stands > 0)) {
            return sender.delete(number, scope, kind, row, anyWay ? null : stands);
        }
        return sender.put(number, scope, kind, row, stands != null && (stands == 0 || !anyWay) ? stands : null);
    }

    private void learn(Operation operation) {
        Kind kind = operation.kind();
        if (kind == null) {
            return;
        }
        for (String row : operation.rows()) {
            String name = name(operation.scope(), kind, row);
            Long stands = stands(operation);
            if (stands == null) {
                known.remove(name);
            } else {
                known.put(name, stands);
            }
        }
    }

    /** Where a row stands now, as far as this operation tells. */
    private static @Nullable Long stands(Operation operation) {
        if (operation.fate() == Fate.ACKNOWLEDGED) {
            return switch (operation.act()) {
                case PUT -> operation.revision();
                case DELETE -> 0L;
                case PUT_MANY, PUBLISH -> null;
            };
        }
        // Whoever was refused because nothing is there creates it next time; whoever found something there replaces it.
        boolean isMissing = operation.seen() == null && (operation.status() == 412 || operation.status() == 404);
        return isMissing ? 0L : null;
    }

    private static String name(Scope scope, Kind kind, String row) {
        return scope + "/" + kind + "/" + row;
    }
}
