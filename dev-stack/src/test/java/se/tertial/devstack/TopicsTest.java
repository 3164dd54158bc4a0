package se.tertial.devstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicsTest {

    @TempDir
    Path directory;

    @Test
    void topicsAreThoseOfTheClusterWithOneReplica() throws Exception {
        Path file = directory.resolve("topics.yaml");
        Files.writeString(
                file,
                """
                # Comments come first.
                kind: KafkaTopic
                metadata: {name: garden.tree.v1}
                spec:
                  partitions: 3
                  replicas: 3
                  config: {cleanup.policy: compact, min.insync.replicas: 2, delete.retention.ms: 604800000}
                ---
                kind: KafkaUser
                metadata: {name: gardener}
                ---
                kind: KafkaTopic
                metadata: {name: bush}
                spec: {topicName: garden.bush.v1, partitions: 1}
                """);

        List<NewTopic> topics = Topics.read(file);

        assertEquals(
                List.of(
                        new NewTopic("garden.tree.v1", 3, (short) 1)
                                .configs(Map.of("cleanup.policy", "compact", "delete.retention.ms", "604800000")),
                        new NewTopic("garden.bush.v1", 1, (short) 1).configs(Map.of())),
                topics);
    }

    @Test
    void noFileMeansNoTopics() throws Exception {
        assertEquals(List.of(), Topics.read(directory.resolve("topics.yaml")));
    }

    @Test
    void aFileThatIsNoYamlIsNamed() throws Exception {
        Path file = directory.resolve("topics.yaml");
        Files.writeString(file, "kind: [");

        Failure failure = assertThrows(Failure.class, () -> Topics.read(file));

        assertEquals(0, failure.sentence().indexOf(file + " cannot be read"));
    }
}
