package se.tertial.report.watermark;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import se.tertial.report.replica.Fact;
import se.tertial.report.replica.ReadSoFar;
import se.tertial.report.watermark.Behind.Cause;
import se.tertial.report.watermark.Standings.Standing;
import se.tertial.report.watermark.Watermark.Heard;

/**
 * Whether the read model has everything that the other services have acknowledged. Each tells every second how far it has come; who is
 * not heard of counts as behind.
 */
@ApplicationScoped
public class Watermarks {

    private static final Logger LOG = Logger.getLogger(Watermarks.class);
    private static final String SUFFIX = "-service";

    /** Two watermarks, and what is before them on its way. */
    private static final Duration UNTIL_COMPLETE = Duration.ofSeconds(8);

    private final Standings standings;
    private final ReadSoFar readSoFar;
    private final WatermarkEnds ends;
    private final Duration patience;
    private final long begunAt = System.nanoTime();
    /** These three are the listener's. */
    private final Map<String, Heard> newest = new TreeMap<>();

    private final Map<String, Pursuit> pursued = new TreeMap<>();
    private final Set<String> untold = new HashSet<>();
    private final List<Waiting> waiting = new CopyOnWriteArrayList<>();
    private volatile Known known = new Known(Map.of(), System.nanoTime());
    private volatile List<Behind> told = List.of();

    /**
     * What the database said.
     *
     * @param at when, as {@link System#nanoTime} counts
     */
    private record Known(Map<String, Standing> standings, long at) {}

    @Inject
    Watermarks(Standings standings, ReadSoFar readSoFar, WatermarkEnds ends, WatermarkConfig config) {
        this.standings = standings;
        this.readSoFar = readSoFar;
        this.ends = ends;
        this.patience = config.patience();
    }

    /** The services that reports are composed from, and where their watermarks lie. */
    static Map<String, TopicPartition> services() {
        Map<String, TopicPartition> services = new TreeMap<>();
        for (String topic : Fact.TOPICS.keySet()) {
            String name = topic.substring(0, topic.indexOf('.'));
            services.put(name + SUFFIX, new TopicPartition(name + ".watermark.v1", 0));
        }
        return services;
    }

    /**
     * The services whose changes have perhaps not all been in the read model for some time. An instance that has just begun does
     * not know yet, and says none.
     */
    public List<Behind> behind() {
        if (since(begunAt).compareTo(patience) <= 0) {
            return List.of();
        }
        return services().keySet().stream()
                .filter(service -> !isComplete(service))
                .map(this::behind)
                .toList();
    }

    /**
     * Waits until everything is in the read model that any of the services had acknowledged before. To be called outside of any
     * transaction.
     *
     * @return those of which that is not known in time; at once, if some have been behind for long, or Kafka does not answer
     */
    public List<Behind> awaitAll() {
        List<Behind> before = behind();
        if (!before.isEmpty()) {
            return before;
        }
        Map<String, Long> now = ends.ofNow();
        if (now.containsValue(WatermarkEnds.UNREACHABLE)) {
            return now.entrySet().stream()
                    .filter(end -> end.getValue() == WatermarkEnds.UNREACHABLE)
                    .map(end -> behind(end.getKey()))
                    .toList();
        }
        Waiting one = new Waiting(now);
        waiting.add(one);
        try {
            return one.await(UNTIL_COMPLETE).stream().map(this::behind).toList();
        } finally {
            waiting.remove(one);
        }
    }

    /** Whether the read model has lately been known to have all of a service. */
    boolean isComplete(String service) {
        return completeAt(service) != null && incompleteness(service).compareTo(patience) <= 0;
    }

    boolean isAwaited() {
        return !waiting.isEmpty();
    }

    /** A service tells how far it has come. */
    void hear(String service, Heard heard) {
        newest.put(service, heard);
        untold.add(service);
        Pursuit pursuit = pursued.get(service);
        if (pursuit == null) {
            pursued.put(service, new Pursuit(heard));
        } else {
            pursuit.hear(heard);
        }
        waiting.forEach(one -> one.hear(service, heard));
    }

    /** Compares what was heard with what was read, and tells the other instances. */
    void compare() {
        List<Waiting> present = List.copyOf(waiting);
        Map<TopicPartition, Long> read = new HashMap<>();
        Set<String> complete = new HashSet<>();
        Map<String, Standing> all = QuarkusTransaction.requiringNew().call(() -> {
            standings.begin();
            read.putAll(readSoFar.next());
            newest.forEach((service, heard) -> {
                if (untold.contains(service)) {
                    standings.heard(
                            service, since(heard.at()), heard.watermark().unsent());
                }
                Pursuit pursuit = pursued.get(service);
                if (pursuit != null && pursuit.isOver(read)) {
                    standings.complete(service, since(pursuit.target().at()));
                    complete.add(service);
                }
            });
            return standings.all();
        });
        untold.clear();
        complete.forEach(this::pursueNext);
        known = new Known(all, System.nanoTime());
        present.forEach(one -> one.compare(read));
        tell();
    }

    private void pursueNext(String service) {
        Pursuit over = pursued.remove(service);
        Heard next = newest.get(service);
        if (over != null && next != null && next != over.target()) {
            pursued.put(service, new Pursuit(next));
        }
    }

    /** Once per change. */
    private void tell() {
        List<Behind> now = behind();
        if (!names(now).equals(names(told))) {
            if (now.isEmpty()) {
                LOG.info("Reports have everything again that the other services acknowledged");
            } else {
                LOG.warnf("Reports may lack what was acknowledged: %s", now);
            }
        }
        told = now;
    }

    private static List<String> names(Collection<Behind> behind) {
        return behind.stream().map(Behind::service).toList();
    }

    private Behind behind(String service) {
        Standing standing = known.standings().get(service);
        Cause cause = Cause.UNREAD;
        if (silence(service).compareTo(patience) > 0) {
            cause = Cause.SILENT;
        } else if (standing != null && standing.unsent() > 0) {
            cause = Cause.UNSENT;
        }
        return new Behind(
                service,
                cause,
                standing == null ? null : standing.completeAt(),
                standing == null ? null : standing.unsent());
    }

    /** For how long a service has not been heard of; if never, since the instance began. */
    Duration silence(String service) {
        Standing standing = known.standings().get(service);
        return standing == null ? since(begunAt) : standing.silence().plus(since(known.at()));
    }

    /** For how long the read model has not been known to have all of a service; if it never was, since the instance began. */
    Duration incompleteness(String service) {
        Standing standing = known.standings().get(service);
        Duration incompleteness = standing == null ? null : standing.incompleteness();
        return incompleteness == null ? since(begunAt) : incompleteness.plus(since(known.at()));
    }

    /** Up to when the read model has all of a service; null if that was never known. */
    @Nullable
    Instant completeAt(String service) {
        Standing standing = known.standings().get(service);
        return standing == null ? null : standing.completeAt();
    }

    long unsent(String service) {
        Standing standing = known.standings().get(service);
        return standing == null ? 0 : standing.unsent();
    }

    private static Duration since(long then) {
        return Duration.ofNanos(System.nanoTime() - then);
    }
}
