package se.tertial.kit.outbox;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * What a relay commits to a partition beside its events: as the metadata of an offset of the group that has the relay's name.
 *
 * @param batch      the name of the batch
 * @param epoch      with the revision: the newest change of all that were ever sent, to whatever topic. What is published anew is older
 * @param revision   of that change
 * @param lastOffset the offset of the batch's last event in the partition
 */
public record LastSent(String batch, int epoch, long revision, long lastOffset) {

    private static final Comparator<LastSent> ORDER =
            Comparator.comparing(LastSent::epoch).thenComparing(LastSent::revision);
    private static final Pattern METADATA = Pattern.compile("(\\S+) ([0-9]{1,9}) ([0-9]{1,18})");

    static String group(String service) {
        return service + "-outbox";
    }

    private static LastSent of(OffsetAndMetadata committed) {
        Matcher parts = METADATA.matcher(committed.metadata());
        long last = committed.offset() - 1;
        return parts.matches()
                ? new LastSent(parts.group(1), Integer.parseInt(parts.group(2)), Long.parseLong(parts.group(3)), last)
                : new LastSent(committed.metadata(), 0, 0, last); // of a release that kept the name alone
    }

    OffsetAndMetadata committed() {
        return new OffsetAndMetadata(lastOffset + 1, batch + " " + epoch + " " + revision);
    }

    /**
     * What was committed last to each partition. Kafka forgets it after some time in which nothing is sent there
     * ({@code offsets.retention.minutes}, usually a week).
     */
    static Map<TopicPartition, LastSent> read(Admin admin, String service)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, LastSent> last = new HashMap<>();
        try {
            admin.listConsumerGroupOffsets(group(service), new ListConsumerGroupOffsetsOptions().requireStable(true))
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .forEach((partition, committed) -> {
                        if (committed != null) {
                            last.put(partition, of(committed));
                        }
                    });
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof GroupIdNotFoundException)) {
                throw e;
            }
        }
        return last;
    }

    /** The newest change that a service's relay ever sent; empty if Kafka does not know it any more. */
    public static Optional<LastSent> newest(Admin admin, String service)
            throws ExecutionException, InterruptedException {
        return newest(read(admin, service));
    }

    static Optional<LastSent> newest(Map<TopicPartition, LastSent> committed) {
        return committed.values().stream().max(ORDER);
    }
}
