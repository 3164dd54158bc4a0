package se.tertial.report.replica;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.kafka.KafkaClients;

/**
 * Messages where they lie, read by one consumer, whichever and however many are asked for. Kafka is asked once what its topics are
 * and have; a partition that does not answer is not asked again.
 */
final class Originals implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Originals.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration WHILE_CLOSING = Duration.ofSeconds(1);

    private final ConsumedTopics topics;
    private final KafkaClients clients;
    private final Set<TopicPartition> partitions;
    private final Set<TopicPartition> silent = new HashSet<>();
    private @Nullable KafkaConsumer<byte[], byte[]> consumer;
    private @Nullable Look look;

    /**
     * Nothing is asked of Kafka yet.
     *
     * @param places where the messages lie that may be asked for
     */
    Originals(ConsumedTopics topics, KafkaClients clients, Collection<Place> places) {
        this.topics = topics;
        this.clients = clients;
        this.partitions = places.stream().map(Place::partition).collect(Collectors.toSet());
    }

    /** What Kafka told; nothing of a partition that does not answer. */
    private record Look(
            Map<String, ConsumedTopics.Topic> topics,
            Map<TopicPartition, Long> beginnings,
            Map<TopicPartition, Long> ends) {}

    private Look look() {
        if (look == null) {
            look = asked();
        }
        return look;
    }

    private Look asked() {
        try {
            Map<String, ConsumedTopics.Topic> present = topics.present();
            Set<TopicPartition> there = partitions.stream()
                    .filter(partition -> present.containsKey(partition.topic()))
                    .collect(Collectors.toSet());
            return new Look(present, topics.beginnings(there), topics.ends(there));
        } catch (KafkaException e) {
            LOG.debugf(e, "Kafka does not tell of what was put aside");
            return new Look(Map.of(), Map.of(), Map.of());
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        if (consumer == null) {
            consumer = clients.consumer(
                    Map.of(
                            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                            "none", // what is gone is told as such
                            ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                            10, // the next place waits for what was asked behind the one before
                            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                            false),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer());
        }
        return consumer;
    }

    /**
     * Where a message lay.
     *
     * @param topicId of a topic that was made anew it is another
     */
    record Place(TopicPartition partition, String topicId, long offset) {

        /** Another place of the same partition. */
        Place at(long other) {
            return new Place(partition, topicId, other);
        }
    }

    /** What is known of a place. */
    enum State {
        THERE,
        /** The topic was made anew. */
        REPLACED,
        /** The topic has only messages before it, or behind it. */
        GONE,
        /** The topic is missing or closed, or Kafka does not answer. */
        UNKNOWN
    }

    State state(Place place) {
        ConsumedTopics.Topic topic = look().topics().get(place.partition().topic());
        Long beginning = look().beginnings().get(place.partition());
        Long end = look().ends().get(place.partition());
        if (topic == null) {
            return State.UNKNOWN;
        } else if (!topic.id().equals(place.topicId())) {
            return State.REPLACED;
        } else if (beginning == null || end == null || silent.contains(place.partition())) {
            return State.UNKNOWN;
        }
        return place.offset() >= beginning && place.offset() < end ? State.THERE : State.GONE;
    }

    /** The topics as Kafka describes them. */
    Map<String, ConsumedTopics.Topic> topics() {
        return look().topics();
    }

    /** The partition does not send what it has. */
    static final class Silent extends Exception {

        private static final long serialVersionUID = 1L;

        Silent(TopicPartition partition) {
            super("Kafka does not send what " + partition + " has");
        }
    }

    /**
     * The message at a place; null if it is not there any more.
     *
     * @throws Silent if nobody can tell
     */
    @Nullable
    ConsumerRecord<byte[], byte[]> at(Place place) throws Silent {
        State state = state(place);
        if (state == State.UNKNOWN) {
            throw new Silent(place.partition());
        }
        if (state != State.THERE) {
            return null;
        }
        Piece piece = from(place);
        return piece.messages().isEmpty() || piece.messages().get(0).offset() != place.offset()
                ? null
                : piece.messages().get(0);
    }

    /**
     * Some messages of a partition.
     *
     * @param next where those begin that come after them
     */
    record Piece(List<ConsumerRecord<byte[], byte[]>> messages, long next) {}

    /**
     * Some of the messages that lie at a place or behind it; none if there are none for a while, or any more.
     *
     * @throws Silent if Kafka does not send them
     */
    Piece from(Place place) throws Silent {
        TopicPartition partition = place.partition();
        KafkaConsumer<byte[], byte[]> consumer = consumer();
        consumer.assign(List.of(partition));
        consumer.seek(partition, place.offset());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (System.nanoTime() - deadline < 0) {
                ConsumerRecords<byte[], byte[]> messages = consumer.poll(POLL);
                long next = consumer.position(partition, POLL);
                if (next > place.offset()) {
                    return new Piece(messages.records(partition), next);
                }
            }
        } catch (OffsetOutOfRangeException e) {
            return new Piece(List.of(), place.offset()); // removed since its beginning was asked for
        } catch (KafkaException e) {
            LOG.debugf(e, "Kafka does not send what was put aside of %s", partition);
        }
        silent.add(partition);
        throw new Silent(partition);
    }

    @Override
    public void close() {
        if (consumer != null) {
            consumer.close(CloseOptions.timeout(WHILE_CLOSING));
        }
    }
}
