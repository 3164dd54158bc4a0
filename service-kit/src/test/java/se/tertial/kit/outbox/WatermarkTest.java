package se.tertial.kit.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.Messages;
import se.tertial.devstack.Messages.Message;

/** A watermark says how far everything came that a leader sends, and no more. */
class WatermarkTest extends Garden {

    private static final String WATERMARKS = "garden.watermark.v1";

    @Test
    void watermarkTellsHowFarEverythingCameAndWhereItLies() throws Exception {
        create(WATERMARKS);
        write("elm", "{}");
        long newest = write("oak", "{}");
        Leader leader = leader();
        while (leader.relay() > 0) {}

        told(leader);

        JsonNode watermark = lastWatermark();
        assertEquals(SERVICE, watermark.path("service").asText());
        assertEquals(newest, watermark.path("newestRevision").asLong());
        assertEquals(newest, watermark.path("sentRevision").asLong());
        assertEquals(0, watermark.path("unsent").asInt());
        assertFalse(watermark.has("oldestUnsentAt"));
        assertTrue(watermark.path("waiting").isEmpty());
        assertEquals(newest, newestAt(watermark.path("positions").path(topic)));
    }

    @Test
    void watermarkTellsWhatIsNotSent() throws Exception {
        create(WATERMARKS);
        String missing = topic.replace("tree", "hedge");
        long sentBefore = write("elm", "{}");
        long waiting = write(missing, "elm", "{}");
        long other = write("oak", "{}");
        Leader leader = leader();
        while (leader.relay() > 0) {}

        told(leader);

        JsonNode watermark = lastWatermark();
        assertEquals(other, watermark.path("newestRevision").asLong());
        assertTrue(watermark.path("sentRevision").asLong() >= sentBefore);
        assertEquals(waiting - 1, watermark.path("sentRevision").asLong());
        assertEquals(1, watermark.path("unsent").asInt());
        assertEquals(
                "[{\"topic\":\"%s\",\"municipalityId\":\"0580\",\"administrationId\":\"vss\",\"sentRevision\":%d}]"
                        .formatted(missing, waiting - 1),
                watermark.path("waiting").toString());
    }

    @Test
    void whatKafkaRefusesOfOneAdministrationCountsAsUnsentOfThatOneOnly() throws Exception {
        create(WATERMARKS);
        long refused = write(topic, "parks", "elm", "\"" + "x".repeat(1_100_000) + "\"");
        write(topic, "", "elm", "\"" + "x".repeat(1_100_000) + "\"");
        write("oak", "{}");
        Leader leader = leader();
        while (leader.relay() > 0) {}

        told(leader);

        JsonNode watermark = lastWatermark();
        assertEquals(refused - 1, watermark.path("sentRevision").asLong());
        assertEquals(2, watermark.path("unsent").asInt());
        assertEquals("parks", watermark.at("/waiting/0/administrationId").asText());
        assertEquals(refused - 1, watermark.at("/waiting/0/sentRevision").asLong());
        assertEquals("0580", watermark.at("/waiting/1/municipalityId").asText());
        assertFalse(watermark.path("waiting").path(1).has("administrationId"));
        assertEquals(2, watermark.path("waiting").size());
    }

    @Test
    void whoHasVeryManyPartsIsNamedAsAWholeAndKeepsOthersNamedExactly() throws Exception {
        create(WATERMARKS);
        String missing = topic.replace("tree", "hedge");
        long oldest = write(missing, "0580", "park-0", "elm", "{}");
        writeOfMany(missing, "0580", UnsentPart.MOST_NAMED);
        long refused = write(topic, "0581", "vss", "elm", "\"" + "x".repeat(1_100_000) + "\"");
        long waiting = write(missing, "0581", "vss", "elm", "{}");
        long newest = write(topic, "0582", "vss", "elm", "{}");
        Leader leader = leader();
        while (leader.relay() > 0) {}

        told(leader);

        JsonNode watermark = lastWatermark();
        assertEquals(newest, watermark.path("newestRevision").asLong());
        assertEquals(
                ("[{\"municipalityId\":\"0580\",\"sentRevision\":%d},"
                                + "{\"topic\":\"%s\",\"municipalityId\":\"0581\",\"administrationId\":\"vss\",\"sentRevision\":%d},"
                                + "{\"topic\":\"%s\",\"municipalityId\":\"0581\",\"administrationId\":\"vss\",\"sentRevision\":%d}]")
                        .formatted(oldest - 1, topic, refused - 1, missing, waiting - 1),
                watermark.path("waiting").toString());
    }

    @Test
    void asManyPartsAsAreNamedAreNamedOfOneThatWaitsAlone() throws Exception {
        create(WATERMARKS);
        writeOfMany(topic.replace("tree", "hedge"), "0580", UnsentPart.MOST_NAMED);
        Leader leader = leader();
        while (leader.relay() > 0) {}

        told(leader);

        JsonNode waiting = lastWatermark().path("waiting");
        assertEquals(UnsentPart.MOST_NAMED, waiting.size());
        assertTrue(waiting.path(0).has("administrationId"));
    }

    @Test
    void whoeverElseWaitsCostsTheWatermarkLittle() throws Exception {
        writeOfMany(topic, "0580", MANY);
        writeOfMany(topic, "0581", 1);

        long read = readOneByOne(connection -> new HowFar(connection).now());

        assertTrue(read <= 10_001, read + " are read one by one, more than are counted");
    }

    @Test
    void anOldChangeThatIsSentAnewHasWaitedSinceThen() throws Exception {
        create(WATERMARKS);
        write(topic.replace("tree", "hedge"), "elm", "{}");
        Leader leader = leader();
        Instant before = Instant.now().minus(Duration.ofHours(1));
        while (leader.relay() > 0) {}

        told(leader);

        Instant since = Instant.parse(lastWatermark().path("oldestUnsentAt").asText());
        assertTrue(since.isAfter(before), since + " is when the change was made");
    }

    @Test
    void watermarksThatCannotBeSentKeepNoEvent() throws Exception {
        Leader leader = leaderOf("shed");

        told(leader);
        long event = write("elm", "{}");
        while (leader.relay() > 0) {}

        assertEquals(Set.of("shed.watermark.v1"), leader.waiting().keySet());
        assertEquals(List.of(event), sent("elm"));
    }

    @Test
    void aTopicOfWatermarksThatTakesNothingKeepsNoEvent() throws Exception {
        try (var admin = clients().admin(Map.of())) {
            NewTopic taking = new NewTopic("hut.watermark.v1", 1, (short) 1);
            admin.createTopics(List.of(taking.configs(Map.of("max.message.bytes", "10"))))
                    .all()
                    .get();
        }
        Leader leader = leaderOf("hut");

        leader.tell();
        long event = write("elm", "{}");
        while (leader.relay() > 0) {}

        assertEquals(List.of(event), sent("elm"));
        while (!leader.hasTold()) {}
        assertEquals(Set.of("hut.watermark.v1"), leader.waiting().keySet());
    }

    @Test
    void watermarkClaimsNothingWhileEverythingIsPublishedAnew() throws Exception {
        create(WATERMARKS);
        write("elm", "{}");
        Leader leader = leader();
        while (leader.relay() > 0) {}
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "insert into republication (number, epoch, reason, started_at, started_by, state, done_to, rows,"
                            + " deletions) values (1, 0, 'lost', now(), 'gardener', 'RUNNING', 0, 0, 0)");
            try {
                told(leader);
                assertEquals(0, lastWatermark().path("sentRevision").asLong());
                assertEquals(
                        "[{\"sentRevision\":0}]",
                        lastWatermark().path("waiting").toString());
            } finally {
                statement.execute("delete from republication");
            }
        }
    }

    @Test
    void aLeaderWhoseSessionEndedTellsNothingAnyMore() throws Exception {
        create(WATERMARKS);
        Connection session = connection();
        Outbox heldUp = opened(new Outbox(session));
        assertTrue(heldUp.leads());
        Leader old = new Leader(heldUp, opened(new EventSender(clients(), SERVICE)), Clock.systemUTC());
        old.begin();
        terminate(session);

        assertThrows(SQLException.class, old::tell);
    }

    private Leader leaderOf(String service) throws Exception {
        Outbox outbox = opened(new Outbox(connection()));
        while (!outbox.leads()) {
            outbox.await(50);
        }
        Leader leader = new Leader(outbox, opened(new EventSender(clients(), service)), Clock.systemUTC());
        leader.begin();
        return leader;
    }

    private static void told(Leader leader) throws Exception {
        leader.tell();
        while (!leader.hasTold()) {}
    }

    private static JsonNode lastWatermark() throws Exception {
        settle(WATERMARKS);
        List<Message> told = Messages.read(broker.bootstrapServers(), WATERMARKS, SERVICE);
        return new ObjectMapper().readTree(told.get(told.size() - 1).body());
    }

    /** The highest revision of the events that lie where a watermark says that the last ones do. */
    private long newestAt(JsonNode offsets) {
        long newest = 0;
        for (int partition = 0; partition < offsets.size(); partition++) {
            if (offsets.path(partition).asLong() >= 0) {
                TopicPartition one = new TopicPartition(topic, partition);
                try (var consumer = clients().consumer(Map.of(), new StringDeserializer(), new StringDeserializer())) {
                    consumer.assign(List.of(one));
                    consumer.seek(one, offsets.path(partition).asLong());
                    List<ConsumerRecord<String, String>> from = new ArrayList<>();
                    while (from.isEmpty()) {
                        consumer.poll(Duration.ofMillis(200)).forEach(from::add);
                    }
                    assertEquals(1, from.size());
                    newest = Math.max(
                            newest,
                            Long.parseLong(new String(
                                    from.get(0)
                                            .headers()
                                            .lastHeader("ce_revision")
                                            .value(),
                                    UTF_8)));
                }
            }
        }
        return newest;
    }
}
