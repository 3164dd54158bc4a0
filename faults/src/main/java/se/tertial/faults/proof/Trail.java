package se.tertial.faults.proof;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.tertial.faults.load.Follower.Feed;

/**
 * What a service says of an administration when all is over.
 *
 * @param entries   the audit trail, oldest first
 * @param changes   the revisions of the change feed, asked for from the beginning
 * @param followed  the revisions that a follower heard while everything was going on
 * @param intact    whether the service finds the trail intact
 * @param contradictions in how many anchors the trail is contradicted
 * @param rows      the revision of each row that a list shows, by topic and key
 * @param histories the revisions of each row's history, newest first, by topic and key
 */
record Trail(
        Feed feed,
        List<Entry> entries,
        List<Long> changes,
        List<Long> followed,
        boolean intact,
        int contradictions,
        Map<Row, Long> rows,
        Map<Row, List<Long>> histories) {

    /** A row of an administration. */
    record Row(String topic, String key) {}

    /**
     * One change.
     *
     * @param after what the row was from then on; null if it was deleted
     */
    record Entry(long revision, Row row, @Nullable JsonNode after, @Nullable String reason) {

        /** Whether it tells what happened to the trail itself, of which no topic tells. */
        boolean isNote() {
            return row.topic().endsWith(".restore.v1");
        }
    }
}
