package se.tertial.report.replica;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.hibernate.Session;
import se.tertial.kit.access.Scope;

/** Puts messages aside that cannot be read: keeps them while there is room, and counts the others. In its caller's transaction. */
@ApplicationScoped
class PuttingAside {

    /** Four times what a row may be; of what is larger the beginning is kept, and the whole is read from its topic. */
    static final int MOST_BYTES = 1_048_576;

    private static final int MOST_OF_HEADERS = 20_000;

    /** Of a message of which only the beginning is kept, and of the texts that tell of any. */
    private static final int LONGEST_TEXT = 2_000;

    private final EntityManager entityManager;
    private final DeadLetterBounds bounds;
    private final UnkeptLetters others;
    private final DeadLetters letters;
    private final ObjectMapper json;

    @Inject
    PuttingAside(
            EntityManager entityManager,
            DeadLetterBounds bounds,
            UnkeptLetters others,
            DeadLetters letters,
            ObjectMapper json) {
        this.letters = letters;
        this.entityManager = entityManager;
        this.bounds = bounds;
        this.others = others;
        this.json = json;
    }

    /**
     * Keeps the messages of a batch that cannot be read, and ends those of which it has something newer.
     *
     * @param generation into which the batch is read
     * @return whose reports tell something else for that
     */
    List<Scope> settle(int generation, Batch batch, Map<String, ConsumedTopics.Topic> topics) {
        List<Scope> told = new ArrayList<>();
        keep(generation, batch.unreadable(), topics).forEach(municipality -> told.add(Scope.of(municipality)));
        for (Batch.Unreadable one : batch.unreadable()) {
            String[] row = FactReader.rowOf(one.message());
            if (row.length > 0) {
                told.add(new Scope(row[0], row[1]));
            }
        }
        told.addAll(letters.supersede(batch.newest(), topics));
        return told;
    }

    /**
     * Keeps messages that cannot be read, or counts those that there is no room for. One that is kept already stays as it is.
     *
     * @return the municipalities of which not all are kept
     */
    Set<String> keep(
            int generation, Collection<Batch.Unreadable> unreadable, Map<String, ConsumedTopics.Topic> topics) {
        Set<String> unkept = new TreeSet<>();
        if (unreadable.isEmpty()) {
            return unkept;
        }
        DeadLetterBounds.Room room = bounds.room();
        for (Batch.Unreadable one : unreadable) {
            String topicId = ConsumedTopics.idOf(one.message().topic(), topics);
            String municipality = FactReader.municipalityOf(one.message());
            if (!keep(one, topicId, room) && others.count(generation, one.message(), topicId, municipality)) {
                unkept.add(municipality);
            }
        }
        bounds.forgetOld();
        unkept.remove("");
        return unkept;
    }

    /**
     * Keeps a message, unless it is kept already.
     *
     * @return false if there is no room for it
     */
    boolean keep(Batch.Unreadable one, String topicId, DeadLetterBounds.Room room) {
        String municipality = FactReader.municipalityOf(one.message());
        if (!room.isFor(municipality)) {
            return false;
        }
        int bytes = insert(one, topicId, municipality, room.isScarceFor(municipality));
        if (bytes > 0) {
            room.take(municipality, bytes);
        }
        return true;
    }

    /** How many bytes it takes; 0 if it is kept already. */
    private int insert(Batch.Unreadable one, String topicId, String municipality, boolean isScarce) {
        ConsumerRecord<byte[], byte[]> message = one.message();
        String[] row = municipality.isEmpty() ? new String[0] : FactReader.rowOf(message);
        byte[] value = message.value();
        int most = isScarce ? LONGEST_TEXT : MOST_BYTES;
        Headers headers = headers(message, isScarce ? LONGEST_TEXT : MOST_OF_HEADERS);
        boolean truncated = (value != null && value.length > most) || !headers.areAll();
        return entityManager.unwrap(Session.class).doReturningWork(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    """
                    insert into dead_letter (topic, topic_id, partition, message_offset, municipality_id, administration_id,
                                             row_key, message_key, message_value, message_headers, truncated, reason, reads)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    on conflict do nothing
                    returning bytes
                    """)) {
                insert.setString(1, message.topic());
                insert.setString(2, topicId);
                insert.setInt(3, message.partition());
                insert.setLong(4, message.offset());
                for (int part = 0; part < 3; part++) {
                    insert.setString(5 + part, row.length == 3 ? row[part] : null);
                }
                insert.setBytes(8, message.key() == null ? new byte[0] : beginning(message.key(), LONGEST_TEXT));
                insert.setBytes(9, value == null ? null : beginning(value, most));
                insert.setString(10, headers.json());
                insert.setBoolean(11, truncated);
                insert.setString(12, storable(one.reason()));
                insert.setInt(13, Fact.VERSION);
                try (ResultSet kept = insert.executeQuery()) {
                    return kept.next() ? kept.getInt(1) : 0;
                }
            }
        });
    }

    private static byte[] beginning(byte[] bytes, int most) {
        return bytes.length > most ? Arrays.copyOf(bytes, most) : bytes;
    }

    /** As much of a text as is kept. */
    static String storable(String text) {
        String kept = text.replace('\0', ' ');
        return kept.length() > LONGEST_TEXT ? kept.substring(0, LONGEST_TEXT) : kept;
    }

    /** What is kept of a message's headers. */
    private record Headers(String json, boolean areAll) {}

    /** Those that tell of the message; JSON writes any of their characters in ASCII. */
    private Headers headers(ConsumerRecord<byte[], byte[]> message, int most) {
        Map<String, String> headers = new TreeMap<>();
        boolean areAll = true;
        int left = most;
        for (Header header : message.headers()) {
            if (header.key().startsWith("ce_") && header.value() != null) {
                int length = header.key().length() + header.value().length;
                if (length <= Math.min(left, LONGEST_TEXT)) {
                    headers.put(storable(header.key()), storable(new String(header.value(), StandardCharsets.UTF_8)));
                    left -= length;
                } else {
                    areAll = false;
                }
            }
        }
        try {
            return new Headers(json.writeValueAsString(headers), areAll);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
