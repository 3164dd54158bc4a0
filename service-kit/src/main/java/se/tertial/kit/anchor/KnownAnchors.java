package se.tertial.kit.anchor;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jboss.logging.Logger;
import se.tertial.kit.access.Scope;
import se.tertial.kit.anchor.AnchorTopic.Lying;

/**
 * What this instance knows of the anchors, from their topic alone. It reads on from where it was, so that asking costs what was written
 * since, and what was read stays read whoever asked gave up.
 *
 * <p>Of each trail it keeps the newest anchor before each restore and the newest of all. Those between say nothing more: a trail
 * that lacked one was not anchored again. So, where there is much to read, it looks at the newest first and only at their signatures;
 * the signatures of all others are checked a little each time, which also finds what somebody wrote that is no anchor.
 */
@ApplicationScoped
class KnownAnchors {

    private static final Logger LOG = Logger.getLogger(Anchoring.class);
    private static final int MOST_FORGED_OF_A_TRAIL = 100;
    private static final int MOST_FORGED = 10_000;
    private static final int LONGEST_KEY = 100;
    private static final int MOST_EPOCHS = 16;

    /** So many that a forger fills no memory, and more than there are trails. */
    private static final int MOST_TRAILS = 10_000;

    private final AnchorTopic topic;
    private final long checkNanos;
    private final ReentrantLock turn = new ReentrantLock();

    private String topicId = "";
    private final Map<TopicPartition, Long> checked = new HashMap<>();
    private final Map<TopicPartition, Long> seen = new HashMap<>();
    private final Map<String, TreeMap<Integer, ConsumerRecord<String, byte[]>>> candidates = new HashMap<>();
    private final Map<Scope, TreeMap<Integer, Lying>> anchors = new HashMap<>();
    private final Map<String, Set<Place>> forged = new LinkedHashMap<>();
    private final Set<String> doubtful = new HashSet<>();
    private int forgedInAll;
    private boolean allAreDoubtful;
    private boolean allIsChecked;

    @Inject
    KnownAnchors(AnchorTopic topic, AnchorConfig config) {
        this.topic = topic;
        this.checkNanos = config.checking().toNanos();
    }

    /** Where a message lies. */
    record Place(int partition, long offset) {}

    /**
     * What lies there of a trail.
     *
     * @param anchors the newest before each restore, and the newest of all; oldest first
     * @param forged what lies there as an anchor and is not signed, up to 100
     */
    record OfTrail(List<Lying> anchors, Collection<Place> forged) {}

    /**
     * Reads on to what is the end of the topic now.
     *
     * @throws KafkaException if Kafka does not give it in that time, or the topic is missing; what was read until then is kept
     */
    void follow(Duration patience) {
        long until = System.nanoTime() + patience.toNanos();
        takeTurn(patience);
        try {
            String id = topic.id();
            if (!id.equals(topicId)) {
                forget(id);
            }
            try (AnchorTopic.Reader reader = topic.reader()) {
                if (reader.isShorterThan(checked) || reader.isShorterThan(seen)) {
                    forget(id);
                }
                readOn(reader, until);
            }
        } finally {
            turn.unlock();
        }
    }

    private void takeTurn(Duration patience) {
        try {
            if (!turn.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new TimeoutException("Others were reading the anchors for " + patience);
            }
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private void readOn(AnchorTopic.Reader reader, long until) {
        reader.read(checked, Math.min(until, System.nanoTime() + checkNanos), message -> keep(topic.opened(message)));
        if (settle(reader.isAtEnd(checked))) {
            return;
        }
        checked.forEach((partition, position) -> seen.merge(partition, position, Math::max));
        reader.read(seen, until, this::consider);
        if (!reader.isAtEnd(seen)) {
            throw new TimeoutException("Kafka did not give all anchors in time; the rest is read next time");
        }
        checkCandidates();
    }

    private void checkCandidates() {
        candidates.values().forEach(ofTrail -> ofTrail.values().forEach(message -> {
            if (!keep(topic.opened(message))) {
                doubt(message.key());
            }
        }));
        candidates.clear();
    }

    private synchronized boolean settle(boolean nothingIsLeft) {
        allIsChecked = nothingIsLeft;
        if (nothingIsLeft) {
            candidates.clear();
            doubtful.clear();
            allAreDoubtful = false;
        }
        return nothingIsLeft;
    }

    /** What hides behind a forged one is found when all is checked. */
    private synchronized void doubt(String key) {
        if (doubtful.size() < MOST_TRAILS) {
            doubtful.add(key);
        } else {
            allAreDoubtful = true;
        }
    }

    /** Takes a message for what it says it is, until a newer one of its kind is read. */
    private void consider(ConsumerRecord<String, byte[]> message) {
        Anchor anchor = topic.claimed(message);
        if (anchor == null) {
            keep(topic.opened(message));
            return;
        }
        var ofTrail = candidates.computeIfAbsent(message.key(), any -> new TreeMap<>());
        ofTrail.put(anchor.epoch(), message);
        if (ofTrail.size() > MOST_EPOCHS) {
            ofTrail.remove(ofTrail.firstKey());
            doubt(message.key());
        }
        if (candidates.size() > MOST_TRAILS) {
            checkCandidates();
        }
    }

    /** Whether it is an anchor. */
    private synchronized boolean keep(Lying lying) {
        Anchor anchor = lying.anchor();
        if (anchor == null) {
            keepForged(lying);
            return false;
        }
        anchors.computeIfAbsent(anchor.scope(), any -> new TreeMap<>())
                .merge(anchor.epoch(), lying, KnownAnchors::later);
        return true;
    }

    private static Lying later(Lying one, Lying other) {
        Anchor first = one.anchor();
        Anchor second = other.anchor();
        return first != null && second != null && Anchor.OLDEST_FIRST.compare(first, second) > 0 ? one : other;
    }

    private void keepForged(Lying lying) {
        if (forgedInAll >= MOST_FORGED || lying.key().length() > LONGEST_KEY) {
            return; // of a longer key there is no trail
        }
        Set<Place> places = forged.computeIfAbsent(lying.key(), any -> new LinkedHashSet<>());
        if (places.size() < MOST_FORGED_OF_A_TRAIL && places.add(new Place(lying.partition(), lying.offset()))) {
            forgedInAll++;
            LOG.debugf("No anchor, but it lies there as one: %s", lying);
        }
    }

    private synchronized void forget(String id) {
        if (!topicId.isEmpty()) {
            LOG.warn("The topic of the audit anchors was made anew: what was anchored on it before is lost");
        }
        topicId = id;
        checked.clear();
        seen.clear();
        candidates.clear();
        anchors.clear();
        forged.clear();
        doubtful.clear();
        allAreDoubtful = false;
        forgedInAll = 0;
    }

    /** Which topic what is known is of. */
    synchronized String topicId() {
        return topicId;
    }

    /** Whether the signature of all that was there when it was last followed was checked. */
    synchronized boolean allIsChecked() {
        return allIsChecked;
    }

    synchronized OfTrail of(Scope scope) {
        return new OfTrail(
                List.copyOf(anchors.getOrDefault(scope, new TreeMap<>()).values()),
                List.copyOf(forged.getOrDefault(scope.toString(), Set.of())));
    }

    /** The newest anchor of each trail. Not of those that a forged one may hide an anchor of. */
    synchronized Map<Scope, Anchor> newest() {
        Map<Scope, Anchor> newest = new HashMap<>();
        anchors.forEach((scope, ofTrail) -> {
            Anchor anchor = ofTrail.lastEntry().getValue().anchor();
            if (anchor != null) {
                newest.put(scope, anchor);
            }
        });
        return newest;
    }

    /** Whether a forged anchor may hide a true one of the trail that was not read yet. */
    synchronized boolean isDoubtful(Scope scope) {
        return allAreDoubtful || doubtful.contains(scope.toString());
    }
}
