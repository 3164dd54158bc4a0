package se.tertial.report.replica;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import se.tertial.report.replica.FactReader.Poison;
import se.tertial.report.replica.FactReader.Received;

/**
 * What a poll brought.
 *
 * @param newest     of each row the newest message
 * @param unreadable what is not what its topic promises
 */
record Batch(Collection<Received> newest, List<Unreadable> unreadable) {

    record Unreadable(ConsumerRecord<byte[], byte[]> message, String reason) {}

    private record Row(String topic, String municipalityId, String administrationId, String key) {

        static Row of(Received received) {
            return new Row(received.topic(), received.municipalityId(), received.administrationId(), received.key());
        }
    }

    static Batch of(ConsumerRecords<byte[], byte[]> messages, FactReader reader) {
        reader.awaitAnnounced(messages);
        Map<Row, Received> newest = new LinkedHashMap<>();
        List<Unreadable> unreadable = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> message : messages) {
            try {
                Received received = reader.receive(message);
                newest.merge(Row.of(received), received, (one, other) -> other.isNewerThan(one) ? other : one);
            } catch (Poison e) {
                unreadable.add(new Unreadable(message, String.valueOf(e.getMessage())));
            }
        }
        return new Batch(newest.values(), unreadable);
    }
}
