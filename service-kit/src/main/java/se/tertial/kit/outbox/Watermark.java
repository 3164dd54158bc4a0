package se.tertial.kit.outbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * How far the relay has come, for those who read what it sends: who has read up to the {@code positions} has every change up to
 * {@code sentRevision} that was committed before the watermark was begun.
 *
 * @param epoch how many times the database was declared restored
 * @param newestRevision the newest change of all
 * @param sentRevision up to it nothing is left to be sent; 0 while everything is published anew, or has to be
 * @param unsent how many changes are not sent, those that Kafka refuses included; of very many, as many as were counted
 * @param oldestUnsentAt since when the first of them has waited to be sent
 * @param waiting of which topics and administrations they are, as far as that can be named
 * @param positions of each topic the offset of the last event in each partition; -1 where there is none
 */
record Watermark(
        int epoch,
        long newestRevision,
        long sentRevision,
        long unsent,
        @Nullable Instant oldestUnsentAt,
        List<UnsentPart> waiting,
        Map<String, List<Long>> positions) {

    /** Where a service's watermarks lie. */
    static String topic(String service) {
        return service.replace("-service", "") + ".watermark.v1";
    }

    /** @param sender who sends it, one after the other */
    ProducerRecord<String, String> message(String service, String sender, Instant at) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("service", service);
        body.put("sender", sender);
        body.put("epoch", epoch);
        body.put("newestRevision", newestRevision);
        body.put("sentRevision", sentRevision);
        body.put("unsent", unsent);
        if (oldestUnsentAt != null) {
            body.put("oldestUnsentAt", oldestUnsentAt.toString());
        }
        body.put("at", at.toString());
        ArrayNode parts = body.putArray("waiting");
        waiting.forEach(part -> parts.add(json(part)));
        ObjectNode topics = body.putObject("positions");
        positions.forEach((topic, offsets) -> {
            ArrayNode partitions = topics.putArray(topic);
            offsets.forEach(partitions::add);
        });
        String topic = topic(service);
        ProducerRecord<String, String> message = new ProducerRecord<>(topic, 0, service, body.toString());
        Map.of(
                        "ce_specversion",
                        "1.0",
                        "ce_id",
                        service + "-watermark-" + at,
                        "ce_source",
                        "/" + service,
                        "ce_type",
                        "se.tertial." + topic,
                        "ce_time",
                        at.toString(),
                        "ce_subject",
                        service,
                        "ce_revision",
                        Long.toString(newestRevision),
                        "ce_epoch",
                        Integer.toString(epoch),
                        "content-type",
                        "application/json")
                .forEach((name, value) -> message.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return message;
    }

    private static ObjectNode json(UnsentPart part) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (part.topic() != null) {
            json.put("topic", part.topic());
        }
        if (part.scope() != null) {
            json.put("municipalityId", part.scope().municipalityId());
            if (!part.scope().administrationId().isEmpty()) {
                json.put("administrationId", part.scope().administrationId());
            }
        }
        return json.put("sentRevision", part.sentRevision());
    }
}
