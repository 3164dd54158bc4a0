package se.tertial.report.replica;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.period.ReportingPeriod;

/** Reads facts from messages and from the database. Fields that reports do not use are passed over. */
@ApplicationScoped
class FactReader {

    /** More than any row's key has, and little enough for the index that keys stand in. */
    private static final int LONGEST_KEY = 500;

    /** Four times what a row may have, and what topics take. */
    private static final int MOST_BYTES = 1_048_588;

    /** What JSON's numbers hold exactly; a sequence does not come that far. */
    private static final long LARGEST_EPOCH = 100_000;

    private static final long LARGEST_NUMBER = (1L << 53) - 1;

    private final ObjectMapper tolerant;
    private final Announcements announcements;

    @Inject
    FactReader(ObjectMapper json, Announcements announcements) {
        this.announcements = announcements;
        this.tolerant = json.copy().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        this.tolerant.clearProblemHandlers();
    }

    /** A message as it will be stored. The body is null where the thing was deleted. */
    record Received(
            String topic,
            String municipalityId,
            String administrationId,
            String key,
            long epoch,
            long revision,
            @Nullable String period,
            @Nullable String body,
            ConsumerRecord<byte[], byte[]> message) {

        boolean isNewerThan(Received other) {
            return epoch != other.epoch ? epoch > other.epoch : revision > other.revision;
        }
    }

    private static final Pattern MUNICIPALITY = Pattern.compile("[0-9]{4}");

    /** A message that is not what its topic promises. */
    static final class Poison extends Exception {

        private static final long serialVersionUID = 1L;

        Poison(String reason) {
            super(reason);
        }
    }

    /**
     * @throws Poison if the message is not what its topic promises
     */
    Received receive(ConsumerRecord<byte[], byte[]> message) throws Poison {
        try {
            return whole(message);
        } catch (RuntimeException | StackOverflowError e) {
            // Whatever it is, it is the message's: the next one must be read.
            throw new Poison("it cannot be read: " + e);
        }
    }

    /** Waits, though not for long, until what the messages tell of was announced. */
    void awaitAnnounced(ConsumerRecords<byte[], byte[]> messages) {
        for (ConsumerRecord<byte[], byte[]> message : messages) {
            if (!isAnnounced(message)) {
                announcements.await(message.topic(), () -> isAnnounced(message));
            }
        }
    }

    private boolean isAnnounced(ConsumerRecord<byte[], byte[]> message) {
        try {
            return announcements.refusal(message.topic(), epoch(message), number(message, "ce_revision")) == null;
        } catch (Poison e) {
            return true; // nothing will make it readable
        }
    }

    private static long epoch(ConsumerRecord<byte[], byte[]> message) throws Poison {
        return message.headers().lastHeader("ce_epoch") == null ? 0 : number(message, "ce_epoch");
    }

    private Received whole(ConsumerRecord<byte[], byte[]> message) throws Poison {
        Class<? extends Fact> type = Fact.TOPICS.get(message.topic());
        if (type == null) {
            throw new Poison("nothing is expected on " + message.topic());
        }
        String key = key(message);
        boolean ofMunicipality = type == Fact.Municipality.class;
        String[] parts = parts(key, ofMunicipality ? 2 : 3);
        String row = ofMunicipality ? parts[1] : parts[2];
        long epoch = epoch(message);
        if (epoch > LARGEST_EPOCH) {
            throw new Poison("the header ce_epoch is " + epoch + "; no database is restored so often");
        }
        long revision = number(message, "ce_revision");
        String refusal = announcements.refusal(message.topic(), epoch, revision);
        if (refusal != null) {
            throw new Poison(refusal);
        }
        String period = null;
        String body = null;
        if (message.value() != null) {
            if (message.value().length > MOST_BYTES) {
                throw new Poison("it has " + message.value().length + " bytes; no row has more than " + MOST_BYTES);
            }
            Fact fact = read(message.value(), type);
            requireRow(row, fact);
            period = fact.period() == null ? null : fact.period().toString();
            body = write(fact);
        }
        return new Received(
                message.topic(), parts[0], ofMunicipality ? "" : parts[1], row, epoch, revision, period, body, message);
    }

    /** Municipality, administration and row that a message is about; empty if its key names none. */
    static String[] rowOf(ConsumerRecord<byte[], byte[]> message) {
        boolean ofMunicipality = Fact.TOPICS.get(message.topic()) == Fact.Municipality.class;
        try {
            String[] parts = parts(key(message), ofMunicipality ? 2 : 3);
            return ofMunicipality ? new String[] {parts[0], "", parts[1]} : parts;
        } catch (Poison e) {
            return new String[0];
        }
    }

    /** Whose a message is; an empty text if it is nobody's. */
    static String municipalityOf(ConsumerRecord<byte[], byte[]> message) {
        String[] row = rowOf(message);
        return row.length == 3 && MUNICIPALITY.matcher(row[0]).matches() ? row[0] : "";
    }

    /**
     * Which change of its row a message says that it tells.
     *
     * @throws Poison if it does not say so
     */
    static Version versionOf(ConsumerRecord<byte[], byte[]> message) throws Poison {
        return new Version(epoch(message), number(message, "ce_revision"));
    }

    record Version(long epoch, long revision) {}

    private static String key(ConsumerRecord<byte[], byte[]> message) {
        return message.key() == null ? "" : new String(message.key(), StandardCharsets.UTF_8);
    }

    /** What the fact says it is about is what its key says: its first field is the first part of the key, its period another. */
    private static void requireRow(String row, Fact fact) throws Poison {
        List<String> parts = List.of(row.split("~", -1));
        RecordComponent first = fact.getClass().getRecordComponents()[0];
        if (first.getName().endsWith("Id") && !parts.get(0).equals(value(first, (Record) fact))) {
            throw new Poison("the key “" + row + "” is not that of “" + value(first, (Record) fact) + "”");
        }
        ReportingPeriod period = fact.period();
        if (period != null && !parts.contains(period.toString())) {
            throw new Poison("the key “" + row + "” is of another period than " + period);
        }
    }

    Fact stored(String topic, String body) {
        try {
            return tolerant.readValue(body, Fact.TOPICS.get(topic));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the read model holds a " + topic + " that cannot be read", e);
        }
    }

    private Fact read(byte[] value, Class<? extends Fact> type) throws Poison {
        try {
            Fact fact = tolerant.readValue(value, type);
            if (fact == null) {
                throw new Poison("the message is null");
            }
            requireWhole((Record) fact);
            return fact;
        } catch (IOException e) {
            throw new Poison("not a " + type.getSimpleName() + ": " + e.getMessage());
        }
    }

    /** The parts of a key: it must name one row of one administration, or else it would stand in reports of others. */
    private static String[] parts(String key, int count) throws Poison {
        String[] parts = key.split("/", count);
        boolean whole = parts.length == count && key.length() <= LONGEST_KEY;
        for (String part : parts) {
            whole = whole && !part.isBlank();
            requireStorable("the key", part);
        }
        if (!whole) {
            throw new Poison("the key “" + key.substring(0, Math.min(key.length(), LONGEST_KEY)) + "” names no row");
        }
        return parts;
    }

    /** What is not declared nullable must be there. */
    private static void requireWhole(Record part) throws Poison {
        for (RecordComponent component : part.getClass().getRecordComponents()) {
            Object value = value(component, part);
            if (value != null) {
                requireWhole(component.getName(), value);
            } else if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                throw new Poison(part.getClass().getSimpleName() + " without " + component.getName());
            }
        }
    }

    private static @Nullable Object value(RecordComponent component, Record part) {
        try {
            return component.getAccessor().invoke(part);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void requireWhole(String name, @Nullable Object value) throws Poison {
        if (value == null) {
            throw new Poison("a null among " + name);
        } else if (value instanceof Record nested) {
            requireWhole(nested);
        } else if (value instanceof Collection<?> elements) {
            for (Object element : elements) {
                requireWhole(name, element);
            }
        } else if (value instanceof String text) {
            requireStorable(name, text);
        }
    }

    /** The database keeps no NUL: a message with one would be tried forever. */
    private static void requireStorable(String name, String text) throws Poison {
        if (text.indexOf('\0') >= 0) {
            throw new Poison(name + " has a character that cannot be kept");
        }
    }

    private String write(Fact fact) {
        try {
            return tolerant.writeValueAsString(fact);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long number(ConsumerRecord<byte[], byte[]> message, String name) throws Poison {
        Header header = message.headers().lastHeader(name);
        try {
            long number = header == null || header.value() == null
                    ? -1
                    : Long.parseLong(new String(header.value(), StandardCharsets.UTF_8));
            if (number >= 0 && number <= LARGEST_NUMBER) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new Poison("the header " + name + " is missing, or no number from 0 to 2^53−1");
    }
}
