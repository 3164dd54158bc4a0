package se.tertial.kit.restore;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * How far a service has come: changes are ordered by epoch, and within one by revision.
 *
 * @param epoch how many times the database had been declared restored
 * @param revision the number of a change; 0 for none
 */
record Position(int epoch, long revision) implements Comparable<Position> {

    static final Position NONE = new Position(0, 0);

    /** What no service reaches by counting: who says more has not counted. */
    private static final long HIGHEST = 1L << 52;

    /** More often than any database is restored. */
    static final int HIGHEST_EPOCH = 100_000;

    /** As far as is believed when a restore is declared: it leaves room to go on after it. */
    static final long FARTHEST = 1L << 51;

    @Override
    public String toString() {
        return epoch == 0 ? "revision " + revision : "revision " + revision + " of epoch " + epoch;
    }

    @Override
    public int compareTo(Position other) {
        return epoch != other.epoch ? Integer.compare(epoch, other.epoch) : Long.compare(revision, other.revision);
    }

    Position orLater(Position other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /** What the headers of an event say; none if they say nothing that can be. */
    static Position of(Headers headers) {
        try {
            return of(
                    Integer.parseInt(text(headers, "ce_epoch", "0")),
                    Long.parseLong(text(headers, "ce_revision", "0")));
        } catch (NumberFormatException e) {
            return NONE;
        }
    }

    /** None if the numbers are none that can be. */
    static Position of(int epoch, long revision) {
        boolean isPlausible = epoch >= 0 && epoch <= HIGHEST_EPOCH && revision >= 0 && revision <= HIGHEST;
        return isPlausible ? new Position(epoch, revision) : NONE;
    }

    private static String text(Headers headers, String name, String absent) {
        Header header = headers.lastHeader(name);
        return header == null ? absent : new String(header.value(), StandardCharsets.UTF_8);
    }
}
