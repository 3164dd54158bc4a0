package se.tertial.kit.outbox;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The relay while it leads and Kafka answers: sends what lies in the outbox, its parts in turn. */
final class Leader {

    private static final Duration TOPIC_AGAIN = Duration.ofSeconds(5);
    private static final Duration ASIDE_AGAIN = Duration.ofMinutes(1);
    private static final Duration NEXT_ASIDE = Duration.ofSeconds(2);
    private static final Duration WATERMARK_AGAIN = Duration.ofSeconds(1);
    private static final int UNDER_WAY_MILLIS = 100;

    /** So many that are refused for a reason that nobody foresaw, while nothing else is sent, are not refused for what they are. */
    private static final int ALL = 20;

    private final Outbox outbox;
    private final EventSender sender;
    private final Clock clock;
    private final Map<String, String> waiting = new TreeMap<>();
    private @Nullable Map<String, String> toldWaiting;
    private final Map<String, String> untold = new TreeMap<>();
    private long transmitted;
    private long transmittedBefore;
    private long asideTried;
    private Instant topicsAgain = Instant.MIN;
    private Instant asideAgain = Instant.MIN;
    private long watermarkAgain = System.nanoTime();

    Leader(Outbox outbox, EventSender sender, Clock clock) {
        this.outbox = outbox;
        this.sender = sender;
        this.clock = clock;
    }

    /** Fences an earlier leader, and only then looks at what is to be sent. */
    void begin() throws NotSent, SQLException, InterruptedException {
        sender.fence();
        outbox.takeOver(sender.committed());
    }

    /**
     * Sends the next batch.
     *
     * @return how many events it looked at; 0 if there is nothing to send now
     */
    int relay() throws NotSent, SQLException, InterruptedException {
        Instant now = clock.instant();
        if (!now.isBefore(topicsAgain)) {
            Set<String> again = Set.copyOf(waiting.keySet());
            waiting.clear();
            sender.forgetTopics();
            look(again); // at once, so that what still waits is not told again and again
            topicsAgain = now.plus(TOPIC_AGAIN);
        }
        if (!now.isBefore(asideAgain)) {
            tryAside();
            asideAgain = now.plus(asideTried == 0 ? ASIDE_AGAIN : NEXT_ASIDE);
        }
        List<Event> batch = outbox.pending(waiting.keySet());
        sendAll(batch);
        if (!waiting.equals(toldWaiting)) {
            outbox.waitsFor(waiting);
            toldWaiting = Map.copyOf(waiting);
        }
        return batch.size();
    }

    /** How many events it has sent in all. */
    long transmitted() {
        return transmitted;
    }

    /**
     * Begins to tell how far everything came, once a second. What keeps the watermark from being sent keeps no event.
     *
     * @return after how many milliseconds to try again
     */
    int tell() throws NotSent, SQLException, InterruptedException {
        WatermarkSender watermarks = sender.watermarks();
        if (!watermarks.isFree()) {
            return UNDER_WAY_MILLIS;
        }
        if (System.nanoTime() - watermarkAgain >= 0) {
            String topic = Watermark.topic(sender.service());
            untold.clear();
            untold.putAll(watermarks.untold());
            // What failed is tried less often: to begin to send may take half a second.
            watermarkAgain = System.nanoTime() + (untold.isEmpty() ? WATERMARK_AGAIN : TOPIC_AGAIN).toNanos();
            Map<String, String> missing = sender.missing(Set.of(topic));
            untold.putAll(missing);
            if (missing.isEmpty()) {
                watermarks.send(outbox.watermark(), clock.instant());
            }
        }
        return (int)
                Math.max(1, Duration.ofNanos(watermarkAgain - System.nanoTime()).toMillis());
    }

    /** Whether the last watermark is there, or was given up. */
    boolean hasTold() throws InterruptedException {
        return sender.watermarks().isFree();
    }

    /** Topics that cannot be sent to now, each with the reason. What is for them waits, what is for others does not. */
    Map<String, String> waiting() {
        Map<String, String> all = new TreeMap<>(waiting);
        all.putAll(untold);
        all.putAll(sender.watermarks().untold());
        return all;
    }

    /** Sends all that can be, and then puts aside what Kafka refused: not if it turned out meanwhile that it takes nothing. */
    private void sendAll(List<Event> events) throws NotSent, SQLException, InterruptedException {
        Map<Event, String> refused = new LinkedHashMap<>();
        transmittedBefore = transmitted;
        send(events, refused);
        for (Map.Entry<Event, String> one : refused.entrySet()) {
            outbox.putAside(one.getKey(), one.getValue(), clock.instant());
        }
    }

    /** Sends all that can be; halves what Kafka refuses, until it is known for which event. */
    private void send(List<Event> events, Map<Event, String> refused)
            throws NotSent, SQLException, InterruptedException {
        List<Event> ready = ready(events);
        if (ready.isEmpty()) {
            return;
        }
        try {
            transmit(ready);
        } catch (NotSent e) {
            if (e.concerns() == NotSent.Concerns.EVENT && ready.size() == 1) {
                refused.put(ready.get(0), e.reason());
                if (e.isUnforeseen() && refused.size() >= ALL && transmitted == transmittedBefore) {
                    throw NotSent.atAll(e);
                }
            } else if (e.concerns() == NotSent.Concerns.EVENT) {
                send(ready.subList(0, ready.size() / 2), refused);
                send(ready.subList(ready.size() / 2, ready.size()), refused);
            } else if (waits(e, ready)) {
                send(ready, refused);
            } else {
                throw e;
            }
        }
    }

    private void transmit(List<Event> events) throws NotSent, SQLException, InterruptedException {
        String batch = outbox.underWay(events);
        Map<TopicPartition, Long> lastOffsets = sender.send(events, batch);
        outbox.sent(events.stream().map(Event::revision).toArray(), lastOffsets);
        transmitted += events.size();
    }

    private List<Event> ready(List<Event> events) throws NotSent, SQLException, InterruptedException {
        Set<String> topics = events.stream().map(Event::topic).collect(Collectors.toCollection(HashSet::new));
        topics.removeAll(waiting.keySet());
        look(topics);
        return events.stream()
                .filter(event -> !waiting.containsKey(event.topic()))
                .toList();
    }

    /** Finds those of the topics whose events have to wait. */
    private void look(Set<String> topics) throws NotSent, SQLException, InterruptedException {
        Set<String> unknown = sender.unknown(topics);
        waiting.putAll(sender.missing(topics));
        if (!unknown.isEmpty()) {
            waiting.putAll(outbox.changed(sender.known(unknown)));
        }
    }

    /** Whether there are events that can be sent now that those of some topics wait. */
    private boolean waits(NotSent reason, List<Event> events) {
        boolean some = false;
        for (Event event : events) {
            if (reason.topics().contains(event.topic())) {
                waiting.put(event.topic(), reason.reason());
                some = true;
            }
        }
        return some;
    }

    /** One at a time, so that what is refused again keeps nothing else; and some at a time, so that what is new need not wait. */
    private void tryAside() throws NotSent, SQLException, InterruptedException {
        List<Event> some = outbox.aside(asideTried);
        for (Event event : some) {
            sendAll(List.of(event));
            asideTried = event.revision();
        }
        if (some.isEmpty()) {
            asideTried = 0;
        }
    }
}
