package se.tertial.report.watermark;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.kafka.KafkaClients;

/** Where watermarks end. */
@ApplicationScoped
class WatermarkEnds {

    /** What no watermark reaches. */
    static final long UNREACHABLE = Long.MAX_VALUE;

    private static final int PATIENCE_MILLIS = 3_000;

    private final KafkaClients clients;
    private @Nullable Admin admin;

    @Inject
    WatermarkEnds(KafkaClients clients) {
        this.clients = clients;
    }

    /**
     * Of each service the offset at which its next watermark will come to lie, or a later one: what lies before was there. Those of
     * which Kafka does not tell get an offset that nothing reaches.
     */
    Map<String, Long> ofNow() {
        Map<String, TopicPartition> services = Watermarks.services();
        Map<String, Long> ends = new TreeMap<>();
        services.keySet().forEach(service -> ends.put(service, UNREACHABLE));
        try {
            Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
            services.values().forEach(partition -> wanted.put(partition, OffsetSpec.latest()));
            // What is not committed counts too: it may have been begun before.
            ListOffsetsResult offsets = admin().listOffsets(wanted);
            long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
            for (Map.Entry<String, TopicPartition> service : services.entrySet()) {
                end(offsets, service.getValue(), deadline - System.nanoTime())
                        .ifPresent(end -> ends.put(service.getKey(), end));
            }
        } catch (KafkaException e) {
            return ends; // nobody is heard of
        }
        return ends;
    }

    private static OptionalLong end(ListOffsetsResult offsets, TopicPartition partition, long nanos) {
        try {
            return OptionalLong.of(offsets.partitionResult(partition)
                    .get(Math.max(0, nanos), TimeUnit.NANOSECONDS)
                    .offset());
        } catch (ExecutionException | TimeoutException e) {
            return OptionalLong.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalLong.empty();
        }
    }

    private synchronized Admin admin() {
        if (admin == null) {
            admin = clients.admin(Map.of(
                    AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                    PATIENCE_MILLIS / 2,
                    AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                    PATIENCE_MILLIS));
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
