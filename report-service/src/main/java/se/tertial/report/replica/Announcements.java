package se.tertial.report.replica;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * How far the other services have come, as their watermarks announce it: no event has a revision far beyond, nor an epoch that no
 * restore began. Of a service that was not heard of since this instance began nothing is known, and nothing is refused.
 */
@ApplicationScoped
public class Announcements {

    /** What every refusal says. */
    static final String REFUSED = ", and the service announced none after ";

    /** More than a service changes while its watermarks do not arrive, and little enough to be passed by what is true. */
    static final long MARGIN = 1_000_000;

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration BETWEEN_WAITS = Duration.ofMinutes(1);

    private final Map<String, Newest> heard = new HashMap<>();
    private final Map<String, Long> waitedInVainAt = new HashMap<>();
    private final Set<String> restored = new TreeSet<>();
    private final Duration patienceInTheBeginning;

    @Inject
    Announcements(
            @ConfigProperty(name = "tertial.read-model.await-watermarks", defaultValue = "5S")
                    Duration patienceInTheBeginning) {
        this.patienceInTheBeginning = patienceInTheBeginning;
    }

    private record Newest(long epoch, long revision) {

        Newest orLater(Newest other) {
            return other.epoch > epoch || (other.epoch == epoch && other.revision > revision) ? other : this;
        }
    }

    /**
     * A watermark was heard.
     *
     * @param prefix what the names of the service's topics begin with, as "finance"
     */
    public synchronized void heard(String prefix, long epoch, long newestRevision) {
        Newest before = heard.get(prefix);
        Newest newest = new Newest(epoch, newestRevision);
        heard.put(prefix, before == null ? newest : before.orLater(newest));
        if (before != null && epoch > before.epoch()) {
            restored.add(prefix);
        }
        notifyAll();
    }

    /** The services, by the prefixes of their topics, that announced a restore since this was asked last. */
    synchronized Set<String> restored() {
        Set<String> told = Set.copyOf(restored);
        restored.clear();
        return told;
    }

    /** Why an event cannot be what its service sent; null if it can. */
    synchronized @Nullable String refusal(String topic, long epoch, long revision) {
        Newest newest = heard.get(prefix(topic));
        if (newest == null || epoch < newest.epoch()) {
            return null;
        }
        if (epoch > newest.epoch()) {
            return "its epoch is " + epoch + REFUSED + newest.epoch();
        }
        return revision > newest.revision() + MARGIN
                ? "its revision is " + revision + REFUSED + newest.revision()
                : null;
    }

    /** Waits until each service was heard of; some seconds at most, after which they may be away. */
    void awaitEach(Collection<String> topics) {
        await(() -> topics.stream().map(Announcements::prefix).allMatch(heard::containsKey), patienceInTheBeginning);
    }

    /**
     * Waits until something that a service sent was announced, which may come on another topic just before it or just after. Some
     * seconds at most, and in vain once in a minute: who sends what is never announced holds nothing up for long.
     *
     * @param topic one of the service's
     * @param isAnnounced asks {@link #refusal}
     */
    synchronized void await(String topic, BooleanSupplier isAnnounced) {
        Long inVain = waitedInVainAt.get(prefix(topic));
        if (inVain == null || System.nanoTime() - inVain >= BETWEEN_WAITS.toNanos()) {
            await(isAnnounced, PATIENCE);
            if (!isAnnounced.getAsBoolean()) {
                waitedInVainAt.put(prefix(topic), System.nanoTime());
            }
        }
    }

    private synchronized void await(BooleanSupplier condition, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        long left = patience.toMillis();
        while (left > 0 && !condition.getAsBoolean()) {
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        }
    }

    private static String prefix(String topic) {
        return topic.substring(0, topic.indexOf('.'));
    }
}
