package se.tertial.kit.outbox;

import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ApplicationRecoverableException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

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

    /** By Kafka's own order of its errors. With these no event can be sent, or not by this sender: they pass, or somebody mends them. */
    private static final Set<Class<? extends Throwable>> OF_ALL = Set.of(
            RetriableException.class,
            // The sender is fenced, or Kafka forgot it: ProducerFenced, InvalidProducerEpoch, InvalidPidMapping …
            ApplicationRecoverableException.class,
            OutOfOrderSequenceException.class,
            InvalidTxnStateException.class,
            InvalidTxnTimeoutException.class,
            TransactionalIdNotFoundException.class,
            TransactionAbortedException.class,
            TransactionAbortableException.class,
            // Who it is, what it may do, how it is set.
            AuthenticationException.class,
            AuthorizationException.class,
            UnsupportedVersionException.class,
            ConfigException.class,
            InterruptException.class,
            IllegalStateException.class,
            Error.class);

    /** With these it is the event that cannot be sent, whatever becomes of others. */
    private static final Set<Class<? extends Throwable>> OF_THE_EVENT = Set.of(
            RecordTooLargeException.class,
            RecordBatchTooLargeException.class,
            SerializationException.class,
            InvalidRecordException.class,
            InvalidTimestampException.class);

    private final String reason;
    private final Concerns concerns;
    private final transient Set<String> topics;

    private NotSent(Concerns concerns, Set<String> topics, Throwable reason) {
        super(reason.toString(), reason);
        this.reason = reason.toString();
        this.concerns = concerns;
        this.topics = topics;
    }

    /** What a failure to send concerns. Whatever is not known to concern all events, or those of a topic, concerns one event. */
    static NotSent because(Throwable failure) {
        Throwable reason = reason(failure);
        if (reason instanceof TopicAuthorizationException refused) {
            return new NotSent(Concerns.TOPIC, Set.copyOf(refused.unauthorizedTopics()), reason);
        }
        if (reason instanceof InvalidTopicException invalid) {
            return new NotSent(Concerns.TOPIC, Set.copyOf(invalid.invalidTopics()), reason);
        }
        boolean all = reason.getClass() == KafkaException.class // the producer cannot go on, and says no more
                || OF_ALL.stream().anyMatch(kind -> kind.isInstance(reason));
        return new NotSent(all ? Concerns.KAFKA : Concerns.EVENT, Set.of(), reason);
    }

    /** A failure after which the sender is of no use, whatever began it. */
    static NotSent atAll(Throwable failure) {
        return new NotSent(Concerns.KAFKA, Set.of(), reason(failure));
    }

    private static Throwable reason(Throwable failure) {
        Throwable reason = failure;
        while ((reason instanceof ExecutionException || reason.getClass() == KafkaException.class)
                && reason.getCause() != null) {
            reason = reason.getCause();
        }
        return reason;
    }

    String reason() {
        return reason;
    }

    /** Whether nobody foresaw this: if nothing else can be sent either, it may not be the events'. */
    boolean isUnforeseen() {
        return concerns == Concerns.EVENT && OF_THE_EVENT.stream().noneMatch(kind -> kind.isInstance(getCause()));
    }

    Concerns concerns() {
        return concerns;
    }

    /** The topics it concerns, if it concerns topics. */
    Set<String> topics() {
        return topics;
    }
}
