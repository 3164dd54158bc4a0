package se.tertial.report.replica;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.database.Spell;
import se.tertial.report.replica.FactReader.Received;

/** How this instance consumes, for those who run it: as metrics, in readiness, and as a line in the log when it changes. */
@ApplicationScoped
class Consumption {

    private static final Logger LOG = Logger.getLogger(FactConsumer.class);

    /** Others have all of them, or Kafka is away. */
    private static final String NO_PARTITION = "no partition is this instance's";

    private final Clock clock;
    private final Instant begun;
    private final Counter messages;
    private final Counter putAside;
    private final Spell unreadableSpell;
    private long putAsideInSpell;
    private volatile int partitions;
    private volatile Map<String, Long> lag = Map.of();
    private volatile Map<String, String> refused = Map.of();
    private volatile @Nullable Instant caughtUpAt;
    private volatile @Nullable Applied last;
    private volatile String trouble = NO_PARTITION;
    private volatile boolean idle;
    private boolean applied;

    /** What was applied last. */
    private record Applied(Instant at, String topic, long epoch, long revision) {}

    @Inject
    Consumption(MeterRegistry meters, Clock clock) {
        this.clock = clock;
        this.begun = clock.instant();
        this.unreadableSpell = new Spell(clock);
        this.putAside = Counter.builder("tertial.read.model.put.aside")
                .description("Messages that this instance could not read and put aside")
                .register(meters);
        this.messages = Counter.builder("tertial.read.model.messages")
                .description("Messages that this instance consumed")
                .register(meters);
        Gauge.builder("tertial.read.model.consumes", this, now -> now.consumes() ? 1 : 0)
                .description("Whether this instance consumes topics into the read model")
                .register(meters);
        Gauge.builder("tertial.read.model.partitions", this, now -> now.partitions)
                .description("Partitions that are this instance's to consume")
                .register(meters);
        Gauge.builder("tertial.read.model.refused.topics", this, now -> now.refused.size())
                .description(
                        "Topics that are not consumed: closed to the service, or with another number of partitions than before")
                .register(meters);
        Gauge.builder("tertial.read.model.behind", this, Consumption::behindSeconds)
                .baseUnit("seconds")
                .description("How long ago this instance last had all that its partitions hold; 0 while it has")
                .register(meters);
        Gauge.builder("tertial.read.model.last.applied.age", this, Consumption::lastAppliedAgeSeconds)
                .baseUnit("seconds")
                .description("How long ago this instance last applied a message")
                .register(meters);
        for (String topic : Fact.TOPICS.keySet()) {
            Gauge.builder("tertial.read.model.lag", this, now -> now.lag.getOrDefault(topic, 0L))
                    .tag("topic", topic)
                    .description("Messages of a topic that this instance is yet to consume")
                    .register(meters);
        }
    }

    private boolean consumes() {
        return trouble.isEmpty() && partitions > 0;
    }

    private long behindSeconds() {
        Instant caughtUp = caughtUpAt;
        boolean hasAll = idle
                || (caughtUp != null
                        && trouble.isEmpty()
                        && refused.isEmpty()
                        && lag.values().stream().allMatch(one -> one == 0));
        return hasAll ? 0 : secondsSince(caughtUp == null ? begun : caughtUp);
    }

    private long lastAppliedAgeSeconds() {
        Applied applied = last;
        return secondsSince(applied == null ? begun : applied.at());
    }

    private long secondsSince(Instant then) {
        return Duration.between(then, clock.instant()).toSeconds();
    }

    /** Messages that cannot be read: said once when they begin to come and once when none has come for a while. */
    void putAside(List<Batch.Unreadable> unreadable) {
        if (unreadable.isEmpty()) {
            return;
        }
        putAside.increment(unreadable.size());
        if (unreadableSpell.begins()) {
            Batch.Unreadable first = unreadable.get(0);
            putAsideInSpell = 0;
            LOG.errorf(
                    "Messages are put aside; the first is of %s (partition %d, offset %d): %s. See read-model/dead-letters",
                    first.message().topic(),
                    first.message().partition(),
                    first.message().offset(),
                    first.reason());
        }
        putAsideInSpell += unreadable.size();
    }

    private void tellWhatWasPutAside() {
        if (unreadableSpell.ends()) {
            LOG.warnf("No more messages are put aside for now; they were %d", putAsideInSpell);
        }
    }

    /**
     * Kafka and the database answer.
     *
     * @param left of each topic that is this instance's, in all or in part: how many messages it is yet to read
     */
    void goesOn(int assigned, Map<String, Long> left) {
        tellWhatWasPutAside();
        boolean hasAll = left.values().stream().allMatch(one -> one == 0);
        // That messages come says nothing yet: what could not be applied before may fail again.
        if (!trouble.isEmpty() && (applied || hasAll)) {
            LOG.infof("Consumption goes on: %d partitions", assigned);
            trouble = "";
        }
        idle = false;
        partitions = assigned;
        lag = Map.copyOf(left);
        if (hasAll && refused.isEmpty()) {
            caughtUpAt = clock.instant();
        }
    }

    void pauses(String why) {
        if (!why.equals(trouble)) {
            LOG.warnf("Consumption pauses: %s", why);
            trouble = why;
        }
        idle = false;
        applied = false;
        partitions = 0;
        lag = Map.of();
    }

    /** Who has not joined the group has none either; what keeps it from joining is the better reason. */
    void hasNoPartition(boolean joined) {
        if (joined || trouble.isEmpty()) {
            pauses(NO_PARTITION);
            idle = joined; // others read all of it, and nothing of this instance's is behind
        }
    }

    /** Found before anything is assigned: what else was refused may be so still. */
    void alsoRefuses(Map<String, String> topics) {
        Map<String, String> all = new TreeMap<>(refused);
        all.putAll(topics);
        refuses(all);
    }

    void refuses(Map<String, String> topics) {
        topics.forEach((topic, why) -> {
            if (!why.equals(refused.get(topic))) {
                LOG.error(why);
            }
        });
        refused = Map.copyOf(topics);
    }

    void applied(Batch batch, int count) {
        messages.increment(count);
        applied = true;
        batch.newest().stream()
                .max(Comparator.comparing(Received::epoch).thenComparing(Received::revision))
                .ifPresent(one -> last = new Applied(clock.instant(), one.topic(), one.epoch(), one.revision()));
    }

    void describe(HealthCheckResponseBuilder response) {
        response.withData("consumes", consumes())
                .withData("partitions", partitions)
                .withData(
                        "lag", lag.values().stream().mapToLong(Long::longValue).sum())
                .withData("behindSeconds", behindSeconds());
        if (!trouble.isEmpty()) {
            response.withData("paused", trouble);
        }
        Applied applied = last;
        if (applied != null) {
            response.withData("lastAppliedAt", applied.at().toString())
                    .withData("lastAppliedTopic", applied.topic())
                    .withData("lastAppliedEpoch", applied.epoch())
                    .withData("lastAppliedRevision", applied.revision());
        }
        new TreeMap<>(refused).forEach((topic, why) -> response.withData("refused " + topic, why));
    }
}
