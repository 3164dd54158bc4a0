package se.tertial.report.replica;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.kafka.KafkaClients;

/** What Kafka says of the topics that are consumed. */
@ApplicationScoped
class ConsumedTopics {

    private static final Logger LOG = Logger.getLogger(ConsumedTopics.class);
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int ANSWER_MILLIS = 2_000;
    private static final Duration USUAL = Duration.ofDays(1);

    private final KafkaClients clients;
    private @Nullable Admin admin;

    @Inject
    ConsumedTopics(KafkaClients clients) {
        this.clients = clients;
    }

    /**
     * A topic as it is now.
     *
     * @param id another one if the topic is made anew under its name
     */
    record Topic(String id, int partitions) {}

    /** What a topic is known by; empty if Kafka does not say. */
    static String idOf(String name, Map<String, Topic> topics) {
        Topic topic = topics.get(name);
        return topic == null ? "" : topic.id();
    }

    /**
     * The topics that are there and may be read, by name.
     *
     * @throws KafkaException if Kafka does not answer
     */
    Map<String, Topic> present() {
        return look().present();
    }

    /**
     * The topics that Kafka does not let this service read, each with the reason. They must not keep it from the others.
     *
     * @throws KafkaException if Kafka does not answer
     */
    Map<String, String> closed() {
        return look().closed();
    }

    private record Look(Map<String, Topic> present, Map<String, String> closed) {}

    private Look look() {
        Look look = new Look(new TreeMap<>(), new TreeMap<>());
        DescribeTopicsOptions options = new DescribeTopicsOptions().includeAuthorizedOperations(true);
        admin().describeTopics(Fact.TOPICS.keySet(), options).topicNameValues().forEach((name, described) -> {
            try {
                TopicDescription topic = orNothing(described);
                if (topic == null) {
                    return;
                }
                if (topic.authorizedOperations().contains(AclOperation.READ)) {
                    look.present()
                            .put(
                                    name,
                                    new Topic(
                                            topic.topicId().toString(),
                                            topic.partitions().size()));
                    return;
                }
            } catch (TopicAuthorizationException e) {
                // said below
            }
            look.closed().put(name, "Kafka does not let this service read " + name);
        });
        return look;
    }

    /**
     * For how long topics keep a deletion, of those that Kafka tells it of now. Where it does not tell that to this service, it is
     * what Kafka does unless it is told otherwise.
     */
    Map<String, Duration> keepDeletions(Collection<String> names) {
        Map<String, Duration> kept = new TreeMap<>();
        admin().describeConfigs(
                        names.stream()
                                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                                .toList(),
                        new DescribeConfigsOptions().timeoutMs(ANSWER_MILLIS))
                .values()
                .forEach((resource, settings) -> {
                    try {
                        ConfigEntry entry = settings.get().get(TopicConfig.DELETE_RETENTION_MS_CONFIG);
                        kept.put(
                                resource.name(),
                                entry == null ? USUAL : Duration.ofMillis(Long.parseLong(entry.value())));
                    } catch (ExecutionException e) {
                        if (e.getCause() instanceof AuthorizationException) {
                            kept.put(resource.name(), USUAL);
                        }
                    } catch (InterruptedException e) {
                        throw interrupted(e);
                    }
                });
        return kept;
    }

    /** The first offsets that there are, of those partitions that somebody leads now. */
    Map<TopicPartition, Long> beginnings(Collection<TopicPartition> partitions) {
        return offsets(partitions, OffsetSpec.earliest());
    }

    /** Up to where there is anything to read, of those partitions that somebody leads now. */
    Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
        return offsets(partitions, OffsetSpec.latest());
    }

    /** Each by itself: one that nobody leads must not keep the others from being read. */
    private Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, OffsetSpec which) {
        ListOffsetsResult asked = admin().listOffsets(
                        partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> which)),
                        new ListOffsetsOptions(IsolationLevel.READ_COMMITTED).timeoutMs(ANSWER_MILLIS));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (TopicPartition partition : partitions) {
            try {
                offsets.put(partition, asked.partitionResult(partition).get().offset());
            } catch (ExecutionException e) {
                LOG.debugf(e, "Kafka does not tell of %s", partition);
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
        return offsets;
    }

    private static KafkaException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new KafkaException(e);
    }

    private static @Nullable TopicDescription orNothing(KafkaFuture<TopicDescription> described) {
        try {
            return described.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return null;
            }
            if (e.getCause() instanceof TopicAuthorizationException refused) {
                throw refused;
            }
            throw new KafkaException("Kafka does not tell of the topics", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException(e);
        }
    }

    private synchronized Admin admin() {
        if (admin == null) {
            admin = clients.admin(Map.of(
                    AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                    TIMEOUT_MILLIS / 2,
                    AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                    TIMEOUT_MILLIS));
        }
        return admin;
    }

    synchronized void stop(@Observes ShutdownEvent event) {
        if (admin != null) {
            admin.close(Duration.ZERO);
            admin = null;
        }
    }
}
