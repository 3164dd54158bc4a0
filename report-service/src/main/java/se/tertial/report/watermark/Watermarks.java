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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Scope;
import se.tertial.report.replica.Announcements;
import se.tertial.report.replica.Fact;
import se.tertial.report.replica.ReadSoFar;
import se.tertial.report.watermark.Course.Reached;
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

    /** So many administrations are named in a line of the log. */
    private static final int MOST_NAMED = 10;

    private final ProgressTable progress;
    private final ReadSoFar readSoFar;
    private final WatermarkEnds ends;
    private final Announcements announcements;
    private final Duration patience;
    private final long begunAt = System.nanoTime();
    /** These two are the listener's. */
    private final Map<String, Course> courses = new TreeMap<>();

    private final Set<String> untold = new HashSet<>();
    private final List<Waiting> waiting = new CopyOnWriteArrayList<>();
    private volatile Knowledge known;
    private volatile List<String> told = List.of();

    @Inject
    Watermarks(
            ProgressTable progress,
            ReadSoFar readSoFar,
            WatermarkEnds ends,
            Announcements announcements,
            WatermarkConfig config) {
        this.progress = progress;
        this.readSoFar = readSoFar;
        this.ends = ends;
        this.announcements = announcements;
        this.patience = config.patience();
        this.known = now(Map.of());
    }

    private Knowledge now(Map<String, ServiceProgress> said) {
        return new Knowledge(said, System.nanoTime(), begunAt, patience);
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
     * model for some time: the same at all instances, and at once at one that begins. In the caller's transaction, if there is one.
     */
    public List<Behind> behind(Scope scope) {
        return QuarkusTransaction.joiningExisting()
                .call(() -> now(progress.of(scope)))
                .behind(scope);
    }

    /** The same as it was lately known here, without asking the database: never earlier than {@link #behind} says it. */
    public List<Behind> lastKnown(Scope scope) {
        return known.behind(scope);
    }

    /**
     * Waits until everything is in the read model that any of the services had acknowledged before, of what an administration's
     * reports are composed from; some seconds at most. To be called outside of any transaction.
     *
     * @return those of which that is not known in time; at once, if some have been behind for long, or Kafka does not tell where they are
     */
    public List<Behind> awaitAll(Scope scope) {
        long deadline = System.nanoTime() + UNTIL_COMPLETE.toNanos();
        List<Behind> before = behind(scope);
        if (!before.isEmpty() && !hasJustBegun()) {
            return before;
        }
        Map<String, Long> end = ends.ofNow();
        Set<String> left = end.entrySet().stream()
                .filter(one -> one.getValue() == WatermarkEnds.UNREACHABLE)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        if (left.isEmpty()) {
            left = await(new Waiting(scope, end), Duration.ofNanos(deadline - System.nanoTime()));
        }
        Knowledge now = known;
        return left.stream().sorted().map(service -> now.behind(service, scope)).toList();
    }

    private Set<String> await(Waiting one, Duration time) {
        waiting.add(one);
        try {
            return one.await(time);
        } finally {
            waiting.remove(one);
        }
    }

    private boolean hasJustBegun() {
        return System.nanoTime() - begunAt <= patience.toNanos();
    }

    /** Whether somebody waits to know more, or an instance that has just begun finds something behind that it may hear of at once. */
    boolean isAwaited() {
        return !waiting.isEmpty()
                || (hasJustBegun()
                        && services().keySet().stream().anyMatch(service -> known.behindForAll(service) != null));
    }

    /** What was lately known. */
    Knowledge known() {
        return known;
    }

    /** A service tells how far it has come. */
    void hear(String service, Heard heard) {
        announcements.heard(
                service.substring(0, service.length() - SUFFIX.length()),
                heard.watermark().epoch(),
                heard.watermark().newestRevision());
        courses.computeIfAbsent(service, any -> new Course()).hear(heard);
        untold.add(service);
        waiting.forEach(one -> one.hear(service, heard));
    }

    /** Compares what was heard with what was read, and tells the other instances. */
    void compare() {
        List<Waiting> present = List.copyOf(waiting);
        Map<String, Reached> reached = new HashMap<>();
        Map<String, ServiceProgress> all = QuarkusTransaction.requiringNew().call(() -> {
            progress.begin();
            Map<TopicPartition, Long> read = readSoFar.next();
            courses.forEach((service, course) -> {
                Heard newest = course.newest();
                if (newest != null && untold.contains(service)) {
                    progress.heard(service, since(newest), newest.watermark());
                }
                Reached there = course.compare(read);
                if (there != null) {
                    reached.put(service, there);
                    complete(service, there);
                }
            });
            return progress.all();
        });
        untold.clear();
        known = now(all);
        reached.forEach((service, there) -> present.forEach(one -> one.reached(service, there)));
        tell();
    }

    private void complete(String service, Reached there) {
        Heard complete = there.complete();
        if (complete != null) {
            Map<Scope, @Nullable Duration> others = new HashMap<>();
            there.others().forEach((scope, theirs) -> others.put(scope, theirs == null ? null : since(theirs)));
            progress.complete(service, since(complete), others);
        }
    }

    /** Once per change. */
    private void tell() {
        Knowledge now = known;
        List<String> behind = services().keySet().stream()
                .flatMap(service -> Stream.concat(
                        Stream.ofNullable(now.behindForAll(service)).map(cause -> service),
                        now.waiting(service)
                                .map(scope -> service + " of " + scope)
                                .sorted()
                                .limit(MOST_NAMED)))
                .toList();
        if (!behind.equals(told)) {
            if (behind.isEmpty()) {
                LOG.info("Reports have everything again that the other services acknowledged");
            } else {
                LOG.warnf("Reports may lack what was acknowledged by %s", behind);
            }
        }
        told = behind;
    }

    private static Duration since(Heard heard) {
        return Duration.ofNanos(System.nanoTime() - heard.at());
    }
}
