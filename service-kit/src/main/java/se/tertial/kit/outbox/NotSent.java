package se.tertial.kit.outbox;

import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;

/** Nothing of a batch was sent; and what the reason concerns. */
final class NotSent extends Exception {

    private static final long serialVersionUID = 1L;

    /** What must change before it can be sent. */
    enum Concerns {
        /** One of the events: others can be sent. */
        EVENT,
        /** Topics: events of others can be sent. */
        TOPIC,
        /** Kafka as a whole, or the way to it. */
        KAFKA
    }

    private final String reason;
    private final Concerns concerns;
    private final transient Set<String> topics;

    private NotSent(Concerns concerns, Set<String> topics, Throwable reason) {
        super(reason.toString(), reason);
        this.reason = reason.toString();
        this.concerns = concerns;
        this.topics = topics;
    }

    static NotSent because(Throwable failure) {
        Throwable reason = failure;
        while ((reason instanceof ExecutionException || reason.getClass() == KafkaException.class)
                && reason.getCause() != null) {
            reason = reason.getCause();
        }
        if (reason instanceof TopicAuthorizationException refused) {
            return new NotSent(Concerns.TOPIC, Set.copyOf(refused.unauthorizedTopics()), reason);
        }
        if (reason instanceof InvalidTopicException invalid) {
            return new NotSent(Concerns.TOPIC, Set.copyOf(invalid.invalidTopics()), reason);
        }
        boolean event = reason instanceof RecordTooLargeException
                || reason instanceof RecordBatchTooLargeException
                || reason instanceof SerializationException
                || reason instanceof InvalidRecordException
                || reason instanceof InvalidTimestampException
                || !(reason instanceof KafkaException || reason instanceof IllegalStateException);
        return new NotSent(event ? Concerns.EVENT : Concerns.KAFKA, Set.of(), reason);
    }

    String reason() {
        return reason;
    }

    Concerns concerns() {
        return concerns;
    }

    /** The topics it concerns, if it concerns topics. */
    Set<String> topics() {
        return topics;
    }
}
