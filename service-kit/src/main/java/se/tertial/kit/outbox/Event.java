package se.tertial.kit.outbox;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Scope;

/**
 * A change as it is sent.
 *
 * @param epoch how many times the database was declared restored
 * @param state what the row is from then on, as JSON; null after a deletion
 */
record Event(
        int epoch,
        long revision,
        String topic,
        Scope scope,
        String rowKey,
        @Nullable String state,
        Instant recordedAt,
        String digest,
        @Nullable String traceParent) {

    String key() {
        return scope + "/" + rowKey;
    }

    /**
     * The message of it.
     *
     * @param partitions how many the topic has. All rows of an administration share one, so that a reader sees them in the
     *     order of their revisions
     */
    ProducerRecord<String, String> message(String service, int partitions) {
        int partition = Utils.toPositive(Utils.murmur2(scope.toString().getBytes(StandardCharsets.UTF_8))) % partitions;
        ProducerRecord<String, String> message =
                new ProducerRecord<>(topic, partition, recordedAt.toEpochMilli(), key(), state);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ce_specversion", "1.0");
        // What is sent again after a restore counts anew, also for who knows messages by their ids.
        headers.put("ce_id", service + "-" + (epoch == 0 ? "" : epoch + "-") + revision);
        headers.put("ce_source", "/" + service);
        headers.put("ce_type", "se.tertial." + topic);
        headers.put("ce_time", recordedAt.toString());
        headers.put("ce_subject", key());
        headers.put("ce_revision", Long.toString(revision));
        headers.put("ce_epoch", Integer.toString(epoch));
        headers.put("ce_digest", digest);
        headers.put("content-type", "application/json");
        if (traceParent != null) {
            headers.put("traceparent", traceParent);
        }
        headers.forEach((name, value) -> message.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return message;
    }
}
