package se.tertial.report.replica;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.TestStack;

/** What an instance read that was killed, the others read soon. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
@TestProfile(GroupSessionTest.Watched.class)
class GroupSessionTest {

    private static final String GROUP = "report-service";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** A session, and time for a slow machine; Kafka's own default is 45 seconds. */
    private static final Duration SOON = Duration.ofSeconds(40);

    /** Each client of the service tells the test its settings. */
    public static final class Watched implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("kafka." + ConsumerConfig.METRIC_REPORTER_CLASSES_CONFIG, Settings.class.getName());
        }
    }

    /** The settings of the clients that there are. */
    public static final class Settings implements MetricsReporter {

        private static final Map<String, Map<String, Object>> OF_SUBSCRIBER = new ConcurrentHashMap<>();

        @Override
        public void configure(Map<String, ?> settings) {
            // Others only name the group: they are in no session.
            if (Thread.currentThread().getName().equals("fact-consumer")
                    && GROUP.equals(settings.get(ConsumerConfig.GROUP_ID_CONFIG))) {
                OF_SUBSCRIBER.put(GROUP, new HashMap<>(settings));
            }
        }

        @Override
        public void init(List<KafkaMetric> metrics) {}

        @Override
        public void metricChange(KafkaMetric metric) {}

        @Override
        public void metricRemoval(KafkaMetric metric) {}

        @Override
        public void close() {}
    }

    @Test
    void partitionsOfAKilledInstanceAreReadByTheOthersSoon() {
        await().atMost(PATIENCE).until(() -> Settings.OF_SUBSCRIBER.containsKey(GROUP));
        Map<String, Object> settings = new HashMap<>(Settings.OF_SUBSCRIBER.get(GROUP));
        settings.remove(ConsumerConfig.METRIC_REPORTER_CLASSES_CONFIG);
        settings.remove(ConsumerConfig.CLIENT_ID_CONFIG);
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, TestStack.kafka()))) {
            awaitMembers(admin, 1, PATIENCE);
            joinAndDie(admin, settings);
            assertEquals(2, group(admin).members().size(), "it is not known yet that one is dead");

            awaitMembers(admin, 1, SOON);
        }
    }

    /** An instance beside the service's own, which goes without saying so, as one that is killed. */
    private static void joinAndDie(Admin admin, Map<String, Object> settings) {
        KafkaConsumer<byte[], byte[]> other =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            other.subscribe(Fact.TOPICS.keySet());
            await().atMost(PATIENCE).until(() -> {
                other.poll(Duration.ofMillis(100));
                return !other.assignment().isEmpty() && isStable(group(admin), 2);
            });
        } finally {
            other.close(CloseOptions.groupMembershipOperation(GroupMembershipOperation.REMAIN_IN_GROUP));
        }
    }

    private static void awaitMembers(Admin admin, int members, Duration longest) {
        await().atMost(longest)
                .ignoreExceptionsInstanceOf(CompletionException.class) // the group may not be there yet
                .until(() -> isStable(group(admin), members));
    }

    private static boolean isStable(ConsumerGroupDescription group, int members) {
        return group.groupState() == GroupState.STABLE && group.members().size() == members;
    }

    private static ConsumerGroupDescription group(Admin admin) {
        return admin.describeConsumerGroups(List.of(GROUP))
                .all()
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .get(GROUP);
    }
}
