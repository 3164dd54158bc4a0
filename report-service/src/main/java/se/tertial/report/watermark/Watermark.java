package se.tertial.report.watermark;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far another service has come, as it tells itself; of that only what is compared here.
 *
 * @param sender who sent it; of two of the same sender the later was made after the earlier was there
 * @param newestRevision its newest change
 * @param sentRevision up to it nothing is left to be sent
 * @param unsent how many changes are not sent
 * @param positions of each topic the offset of the last event in each partition; -1 where there is none
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Watermark(
        @Nullable String sender,
        long newestRevision,
        long sentRevision,
        long unsent,
        Map<String, List<Long>> positions) {

    Watermark {
        positions = positions == null ? Map.of() : positions;
    }

    /** Whether everything is sent that an earlier one told of. */
    boolean hasSentAllOf(Watermark earlier) {
        return sentRevision >= earlier.newestRevision; // also after a restore, which goes on beyond what was lost
    }

    /**
     * A watermark that was heard.
     *
     * @param offset where it lies
     * @param at when, as {@link System#nanoTime} counts: the clocks of two machines differ
     */
    record Heard(Watermark watermark, long offset, long at) {}
}
