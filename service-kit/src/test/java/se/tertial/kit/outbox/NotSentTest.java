package se.tertial.kit.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnknownProducerIdException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import se.tertial.kit.outbox.NotSent.Concerns;

/** What concerns all events is known; whatever else Kafka says concerns the event that it says it of. */
class NotSentTest {

    /** As an error that a later version of Kafka has. */
    private static final class OfALaterKafka extends ApiException {

        private static final long serialVersionUID = 1L;
    }

    static Stream<Exception> ofAnEvent() {
        return Stream.of(
                new OfALaterKafka(),
                new PolicyViolationException("no"),
                new UnknownServerException("no"),
                new RecordTooLargeException("no"),
                new RecordBatchTooLargeException("no"),
                new SerializationException("no"),
                new InvalidRecordException("no"),
                new InvalidTimestampException("no"),
                new IllegalArgumentException("no"));
    }

    @ParameterizedTest
    @MethodSource("ofAnEvent")
    void whateverIsNotKnownToConcernAllConcernsTheEvent(Exception reason) {
        assertEquals(
                Concerns.EVENT, NotSent.because(new ExecutionException(reason)).concerns());
    }

    static Stream<Exception> ofAll() {
        return Stream.of(
                new TimeoutException("no"),
                new NotEnoughReplicasException("no"),
                new ProducerFencedException("no"),
                new InvalidProducerEpochException("no"),
                new InvalidPidMappingException("no"),
                new FencedInstanceIdException("no"),
                new OutOfOrderSequenceException("no"),
                new UnknownProducerIdException("no"),
                new InvalidTxnStateException("no"),
                new TransactionAbortedException("no"),
                new TransactionalIdAuthorizationException("no"),
                new ClusterAuthorizationException("no"),
                new SaslAuthenticationException("no"),
                new UnsupportedVersionException("no"),
                new ConfigException("no"),
                new InterruptException("no"),
                new IllegalStateException("no"),
                new KafkaException("the producer cannot go on"));
    }

    @ParameterizedTest
    @MethodSource("ofAll")
    void whatConcernsAllStopsTheBatch(Exception reason) {
        assertEquals(Concerns.KAFKA, NotSent.because(new KafkaException(reason)).concerns());
        Thread.interrupted(); // as an InterruptException does when it is made
    }

    @Test
    void whatConcernsTopicsNamesThem() {
        assertEquals(
                Set.of("finance.unit.v1"),
                NotSent.because(new TopicAuthorizationException(Set.of("finance.unit.v1")))
                        .topics());
        assertEquals(
                Set.of("finance.unit.v1"),
                NotSent.because(new InvalidTopicException(Set.of("finance.unit.v1")))
                        .topics());
    }

    @Test
    void afterAFailureThatCannotBeTakenBackTheSenderIsOfNoUseWhateverBeganIt() {
        assertEquals(
                Concerns.KAFKA,
                NotSent.atAll(new KafkaException(new OfALaterKafka())).concerns());
    }
}
