package se.tertial.devstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;

/** Kafka's topics as the cluster's {@code KafkaTopic} resources have them, but for the replicas. */
public final class Topics {

    private static final short REPLICAS = 1;

    private Topics() {}

    /** Makes the suite's topics, for tests of a module beside {@code k8s}. */
    public static void create(String bootstrapServers) throws Failure {
        create(read(Path.of("..", "k8s", "base", "topics.yaml")), bootstrapServers, Duration.ofMinutes(2));
    }

    /** Reads the resources; none if there is no such file. */
    public static List<NewTopic> read(Path file) throws Failure {
        List<NewTopic> topics = new ArrayList<>();
        if (!Files.exists(file)) {
            return topics;
        }
        try (MappingIterator<JsonNode> resources =
                new YAMLMapper().readerFor(JsonNode.class).readValues(file.toFile())) {
            while (resources.hasNext()) {
                JsonNode resource = resources.next();
                if (resource != null && resource.path("kind").asText().equals("KafkaTopic")) {
                    topics.add(topic(resource));
                }
            }
            return topics;
        } catch (IOException | RuntimeException e) {
            throw new Failure(file + " cannot be read: " + Failure.reason(e), e);
        }
    }

    private static NewTopic topic(JsonNode resource) {
        JsonNode spec = resource.path("spec");
        Map<String, String> settings = new HashMap<>();
        spec.path("config")
                .properties()
                .forEach(one -> settings.put(one.getKey(), one.getValue().asText()));
        settings.remove("min.insync.replicas");
        String name =
                spec.path("topicName").asText(resource.at("/metadata/name").asText());
        return new NewTopic(name, spec.path("partitions").asInt(1), REPLICAS).configs(settings);
    }

    /** Makes those that are missing. */
    public static void create(List<NewTopic> topics, String bootstrapServers, Duration patience) throws Failure {
        if (topics.isEmpty()) {
            return;
        }
        try (Admin admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) patience.toMillis()))) {
            var there = admin.listTopics().names().get();
            admin.createTopics(topics.stream()
                            .filter(topic -> !there.contains(topic.name()))
                            .toList())
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new Failure("Kafka's topics could not be made: " + Failure.reason(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("Interrupted.", e);
        }
    }
}
