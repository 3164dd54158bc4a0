package se.tertial.report.watermark;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Scope;
import se.tertial.report.replica.Fact;
import se.tertial.report.replica.ReadSoFar;
import se.tertial.report.watermark.Behind.Cause;
import se.tertial.report.watermark.Course.Reached;
import se.tertial.report.watermark.Standing.UpTo;
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

    private static final UpTo NEVER = new UpTo(null, null);

    /** So many administrations are named in a line of the log. */
    private static final int MOST_NAMED = 10;

    private final Standings standings;
    private final ReadSoFar readSoFar;
    private final WatermarkEnds ends;
    private final Duration patience;
    private final long begunAt = System.nanoTime();
    /** These two are the listener's. */
    private final Map<String, Course> courses = new TreeMap<>();

    private final Set<String> untold = new HashSet<>();
    private final List<Waiting> waiting = new CopyOnWriteArrayList<>();
    private volatile Known known = new Known(Map.of(), System.nanoTime());
    private volatile List<String> told = List.of();

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
     * The services whose changes, as far as an administration's reports are composed from them, have perhaps not all been in the read
     * model for some time. An instance that has just begun does not know yet, and says none.
     */
    public List<Behind> behind(Scope scope) {
        if (since(begunAt).compareTo(patience) <= 0) {
            return List.of();
        }
        return services().keySet().stream()
                .filter(service -> isLong(complete(service, scope)))
                .map(service -> behind(service, scope))
                .toList();
    }

    /**
     * Waits until everything is in the read model that any of the services had acknowledged before, of what an administration's
     * reports are composed from. To be called outside of any transaction.
     *
     * @return those of which that is not known in time; at once, if some have been behind for long, or Kafka does not answer
     */
    public List<Behind> awaitAll(Scope scope) {
        List<Behind> before = behind(scope);
        if (!before.isEmpty()) {
            return before;
        }
        Map<String, Long> now = ends.ofNow();
        if (now.containsValue(WatermarkEnds.UNREACHABLE)) {
            return now.entrySet().stream()
                    .filter(end -> end.getValue() == WatermarkEnds.UNREACHABLE)
                    .map(end -> behind(end.getKey(), scope))
                    .toList();
        }
        Waiting one = new Waiting(scope, now);
        waiting.add(one);
        try {
            return one.await(UNTIL_COMPLETE).stream()
                    .map(service -> behind(service, scope))
                    .toList();
        } finally {
            waiting.remove(one);
        }
    }

    /**
     * Why reports of all administrations may lack changes of a service.
     *
     * @return null if they do not
     */
    @Nullable
    Cause behindForAll(String service) {
        if (since(begunAt).compareTo(patience) <= 0 || !isLong(complete(service))) {
            return null;
        }
        Standing standing = known.standings().get(service);
        return cause(service, standing != null && standing.unsentOfAnybody());
    }

    /** Of how many administrations alone, and municipalities as a whole, changes of a service have perhaps not been there for some time. */
    long waiting(String service) {
        return longWaiting(service).count();
    }

    private Stream<Scope> longWaiting(String service) {
        Standing standing = known.standings().get(service);
        return standing == null
                ? Stream.of()
                : standing.others().entrySet().stream()
                        .filter(other -> isLong(other.getValue()))
                        .map(Map.Entry::getKey);
    }

    boolean isAwaited() {
        return !waiting.isEmpty();
    }

    /** A service tells how far it has come. */
    void hear(String service, Heard heard) {
        courses.computeIfAbsent(service, any -> new Course()).hear(heard);
        untold.add(service);
        waiting.forEach(one -> one.hear(service, heard));
    }

    /** Compares what was heard with what was read, and tells the other instances. */
    void compare() {
        List<Waiting> present = List.copyOf(waiting);
        Map<String, Reached> reached = new HashMap<>();
        Map<String, Standing> all = QuarkusTransaction.requiringNew().call(() -> {
            standings.begin();
            Map<TopicPartition, Long> read = readSoFar.next();
            courses.forEach((service, course) -> {
                Heard newest = course.newest();
                if (newest != null && untold.contains(service)) {
                    standings.heard(service, since(newest.at()), newest.watermark());
                }
                Reached there = course.compare(read);
                if (there != null) {
                    reached.put(service, there);
                    complete(service, there);
                }
            });
            return standings.all();
        });
        untold.clear();
        known = new Known(all, System.nanoTime());
        reached.forEach((service, there) -> present.forEach(one -> one.reached(service, there.by())));
        tell();
    }

    private void complete(String service, Reached there) {
        Heard complete = there.complete();
        if (complete != null) {
            Map<Scope, @Nullable Duration> others = new HashMap<>();
            there.others().forEach((scope, theirs) -> others.put(scope, theirs == null ? null : since(theirs.at())));
            standings.complete(service, since(complete.at()), others);
        }
    }

    /** Once per change. */
    private void tell() {
        List<String> now = services().keySet().stream()
                .flatMap(service -> Stream.concat(
                        Stream.ofNullable(behindForAll(service)).map(cause -> service),
                        longWaiting(service)
                                .map(scope -> service + " of " + scope)
                                .sorted()
                                .limit(MOST_NAMED)))
                .toList();
        if (!now.equals(told)) {
            if (now.isEmpty()) {
                LOG.info("Reports have everything again that the other services acknowledged");
            } else {
                LOG.warnf("Reports may lack what was acknowledged by %s", now);
            }
        }
        told = now;
    }

    private Behind behind(String service, Scope scope) {
        Standing standing = known.standings().get(service);
        return new Behind(
                service,
                cause(service, standing != null && standing.isUnsent(scope)),
                complete(service, scope).at(),
                standing == null ? null : standing.unsent());
    }

    private Cause cause(String service, boolean unsent) {
        if (silence(service).compareTo(patience) > 0) {
            return Cause.SILENT;
        }
        return unsent ? Cause.UNSENT : Cause.UNREAD;
    }

    /** For how long a service has not been heard of; if never, since the instance began. */
    Duration silence(String service) {
        Standing standing = known.standings().get(service);
        return standing == null ? since(begunAt) : standing.silence().plus(since(known.at()));
    }

    /** Up to when the read model has all of a service, but for what is of some. */
    UpTo complete(String service) {
        Standing standing = known.standings().get(service);
        return standing == null ? NEVER : standing.complete();
    }

    private UpTo complete(String service, Scope scope) {
        Standing standing = known.standings().get(service);
        return standing == null ? NEVER : standing.complete(scope);
    }

    /** For how long it has not been known that everything is there; if it never was, since the instance began. */
    Duration incompleteness(UpTo upTo) {
        return upTo.ago() == null ? since(begunAt) : upTo.ago().plus(since(known.at()));
    }

    private boolean isLong(UpTo upTo) {
        return incompleteness(upTo).compareTo(patience) > 0;
    }

    long unsent(String service) {
        Standing standing = known.standings().get(service);
        return standing == null ? 0 : standing.unsent();
    }

    private static Duration since(long then) {
        return Duration.ofNanos(System.nanoTime() - then);
    }
}
