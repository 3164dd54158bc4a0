package se.tertial.kit.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;
import se.tertial.kit.kafka.KafkaClients;

/** Whatever happens to a leader, a reader sees each change once, and those of a row in the order of their revisions. */
class LeaderTest extends Garden {

    @Test
    void aLeaderThatWasHeldUpCommitsNothingAnyMore() throws Exception {
        long older = write("elm", "{}");
        Connection session = connection();
        Outbox heldUp = opened(new Outbox(session));
        EventSender itsSender = opened(new EventSender(clients(), SERVICE));
        assertTrue(heldUp.leads());
        new Leader(heldUp, itsSender, Clock.systemUTC()).begin();
        List<Event> read = heldUp.pending(List.of());
        itsSender.missing(Set.of(topic));
        String batch = heldUp.underWay(read);
        terminate(session);

        Leader next = leader();
        long newer = write("elm", "{}");
        while (next.relay() > 0) {}
        NotSent late = assertThrows(NotSent.class, () -> itsSender.send(read, batch));

        assertEquals(NotSent.Concerns.KAFKA, late.concerns());
        assertEquals(List.of(older, newer), sent("elm"));
    }

    @Test
    void whatALeaderCommittedBeforeItsEndIsNotSentAgain() throws Exception {
        long first = write("elm", "{}");
        long second = write("elm", "{}");
        Connection session = connection();
        Outbox ending = opened(new Outbox(session));
        EventSender itsSender = opened(new EventSender(clients(), SERVICE));
        assertTrue(ending.leads());
        new Leader(ending, itsSender, Clock.systemUTC()).begin();
        List<Event> read = ending.pending(List.of());
        itsSender.missing(Set.of(topic));
        itsSender.send(read, ending.underWay(read));
        terminate(session);

        Leader next = leader();
        long third = write("elm", "{}");
        while (next.relay() > 0) {}

        assertEquals(List.of(first, second, third), sent("elm"));
        assertEquals(0, count("outbox"));
    }

    @Test
    void kafkaKnowsTheNewestChangeThatWasSentWhateverIsPublishedAnew() throws Exception {
        long older = write("elm", "{}");
        long newest = write("oak", "{}");
        Leader leader = leader();
        while (leader.relay() > 0) {}
        again(older);
        while (leader.relay() > 0) {}
        again(older);
        Leader next = leader();
        while (next.relay() > 0) {}

        try (var admin = clients().admin(Map.of())) {
            assertEquals(newest, LastSent.newest(admin, SERVICE).orElseThrow().revision());
        }
        assertEquals(List.of(older, older, older), sent("elm"));
    }

    /** As publishing anew does. */
    private static void again(long revision) throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into outbox (revision) values (" + revision + ")");
        }
    }

    @Test
    void whatKafkaRefusesIsPutAsideAndTheRestArrivesOnce() throws Exception {
        List<Long> trees = new ArrayList<>();
        for (int index = 0; index < 20; index++) {
            trees.add(write("tree-" + index, index == 7 ? "\"" + "x".repeat(1_100_000) + "\"" : "{}"));
        }

        Leader leader = leader();
        while (leader.relay() > 0) {}

        for (int index = 0; index < 20; index++) {
            assertEquals(index == 7 ? List.of() : List.of(trees.get(index)), sent("tree-" + index));
        }
        assertEquals(0, count("outbox"));
        assertEquals(1, count("outbox_aside where reason like '%RecordTooLarge%' and revision = " + trees.get(7)));

        long smaller = write("tree-7", "{}");
        while (leader.relay() > 0) {}
        leader().relay();

        assertEquals(List.of(smaller), sent("tree-7"));
        assertEquals(0, count("outbox_aside"));
    }

    @Test
    void whatKafkaRefusesInAWayThatNobodyForesawIsPutAsideAndTheRestArrivesOnce() throws Exception {
        List<Long> trees = new ArrayList<>();
        for (int index = 0; index < 20; index++) {
            trees.add(write("tree-" + index, "{}"));
        }

        Leader leader =
                leader(Clock.systemUTC(), new Fastidious("tree-3", new PolicyViolationException("not this tree")));
        while (leader.relay() > 0) {}

        for (int index = 0; index < 20; index++) {
            assertEquals(index == 3 ? List.of() : List.of(trees.get(index)), sent("tree-" + index));
        }
        assertEquals(0, count("outbox"));
        assertEquals(1, count("outbox_aside where reason like '%not this tree%' and revision = " + trees.get(3)));
    }

    @Test
    void nothingIsPutAsideWhileKafkaTakesNothing() throws Exception {
        write("tree-0", "\"" + "x".repeat(1_100_000) + "\"");
        write("tree-1", "{}");

        Leader leader = leader(Clock.systemUTC(), new Fastidious("tree-1", new NotEnoughReplicasException("not now")));
        assertThrows(NotSent.class, leader::relay);

        assertEquals(2, count("outbox"));
        assertEquals(0, count("outbox_aside"));
    }

    @Test
    void whatIsRefusedLikeEverythingElseForNoKnownReasonIsNotPutAside() throws Exception {
        for (int administration = 0; administration < 25; administration++) {
            write(topic, "many-" + administration, "elm", "{}");
        }

        Leader leader = leader(Clock.systemUTC(), new Fastidious("elm", new UnknownServerException("no")));
        NotSent reason = assertThrows(NotSent.class, leader::relay);

        assertEquals(NotSent.Concerns.KAFKA, reason.concerns());
        assertEquals(25, count("outbox"));
        assertEquals(0, count("outbox_aside"));
    }

    /** Clients of a Kafka that fails in its own way for one row. */
    private static final class Fastidious extends KafkaClients {

        private final String row;
        private final RuntimeException failure;

        Fastidious(String row, RuntimeException failure) {
            super(
                    new HashMap<>(Map.of("bootstrap.servers", broker.bootstrapServers())),
                    new SmallRyeConfigBuilder().build());
            this.row = row;
            this.failure = failure;
        }

        @Override
        public <K, V> KafkaProducer<K, V> producer(
                Map<String, ?> necessary, Serializer<K> keySerializer, Serializer<V> valueSerializer) {
            Map<String, Object> settings = new HashMap<>(necessary);
            settings.put("bootstrap.servers", broker.bootstrapServers());
            return new KafkaProducer<>(settings, keySerializer, valueSerializer) {
                @Override
                public Future<RecordMetadata> send(ProducerRecord<K, V> message) {
                    return message.key().toString().endsWith("/" + row)
                            ? CompletableFuture.failedFuture(failure)
                            : super.send(message);
                }
            };
        }
    }

    @Test
    void whatWasPutAsideIsSentWhenTheTopicTakesIt() throws Exception {
        limit("1000");
        String noise = IntStream.range(0, 3_000)
                .mapToObj(index -> Integer.toString(index * index % 7_919, 36))
                .reduce("", String::concat);
        long large = write("elm", "\"" + noise + "\"");
        Leader leader = leader();
        while (leader.relay() > 0) {}
        assertEquals(1, count("outbox_aside"));

        limit("1048588");
        while (count("outbox_aside") > 0) {
            leader().relay();
        }

        assertEquals(List.of(large), sent("elm"));
        assertEquals(0, count("outbox_aside"));
    }

    @Test
    void whatBelongsToAMissingTopicWaitsAndOthersDoNot() throws Exception {
        String missing = topic.replace("tree", "bush");
        long waiting = write(missing, "elm", "{}");
        long other = write("elm", "{}");

        Leader leader = leader();
        while (leader.relay() > 0) {}

        assertEquals(List.of(other), sent("elm"));
        assertEquals(1, count("outbox"));
        assertEquals(Set.of(missing), leader.waiting().keySet());

        create(missing);
        leader().relay();

        assertEquals(List.of(waiting), sent(missing, "elm"));
        assertEquals(0, count("outbox"));
    }

    @Test
    void nothingIsSentToATopicThatGotOtherPartitionsUntilItIsMadeAnew() throws Exception {
        long elm = write("elm", "{}");
        Leader leader = leader();
        while (leader.relay() > 0) {}
        try (var admin = clients().admin(Map.of())) {
            admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(5)))
                    .all()
                    .get();
            while (admin.describeTopics(List.of(topic))
                            .allTopicNames()
                            .get()
                            .get(topic)
                            .partitions()
                            .size()
                    < 5) {}
        }
        long later = write("elm", "{}");

        Leader next = leader();
        while (!next.waiting().containsKey(topic)) {
            next.relay();
        }

        assertTrue(next.waiting().get(topic).startsWith("it has 5 partitions, and had 3."));
        assertEquals(List.of(elm), sent("elm"));
        assertEquals(1, count("outbox"));

        try (var admin = clients().admin(Map.of())) {
            admin.deleteTopics(List.of(topic)).all().get();
        }
        create(topic, 5);
        Leader anew = leader();
        while (count("outbox") > 0) {
            anew.relay();
        }

        assertEquals(List.of(later), sent("elm"));
    }

    @Test
    void topicThatIsMadeAnewUnderARunningRelayIsSentToAsItIs() throws Exception {
        write("elm", "{}");
        AtomicLong time = new AtomicLong();
        Leader leader = leader(clock(time));
        while (leader.relay() > 0) {}
        try (var admin = clients().admin(Map.of())) {
            admin.deleteTopics(List.of(topic)).all().get();
        }
        create(topic, 7);
        List<Long> trees = new ArrayList<>();
        for (int index = 0; index < 20; index++) {
            trees.add(write("tree-" + index, "{}"));
        }

        time.addAndGet(10);
        while (count("outbox") > 0) {
            leader.relay();
        }

        for (int index = 0; index < 20; index++) {
            assertEquals(List.of(trees.get(index)), sent("tree-" + index));
        }
        assertEquals(0, count("sent_topic where topic = '" + topic + "' and partitions <> 7"));
        assertEquals(1, count("sent_position where topic = '" + topic + "'"));
        assertEquals(1, count("sent_topic where topic = '" + topic + "' and made_anew_at is not null"));
    }

    /** A clock that shows so many seconds more than there are. */
    private static Clock clock(AtomicLong ahead) {
        return new Clock() {
            @Override
            public Instant instant() {
                return Clock.systemUTC().instant().plusSeconds(ahead.get());
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
    }
}
