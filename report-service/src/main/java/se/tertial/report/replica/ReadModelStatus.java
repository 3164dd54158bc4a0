package se.tertial.report.replica;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.tertial.report.replica.Generation.Cause;

/**
 * How the read model stands in the database.
 *
 * @param at        when it was looked at
 * @param notWholeFor why it does not have all that reports use, or has what it should not; null if it is whole
 * @param inUse     the generation that reports are composed from
 * @param newest    the generation that was begun last, which may be the same
 * @param deadLetters how many messages were put aside of whose rows nothing newer is known; of very many, as many as were counted
 * @param unkept how many messages were put aside beyond what is kept
 * @param oldestUnkept where the oldest of these lie
 */
record ReadModelStatus(
        Instant at,
        @Nullable Cause notWholeFor,
        Generation inUse,
        Generation newest,
        long deadLetters,
        long unkept,
        List<UnkeptLetters.Line> oldestUnkept) {

    /** Whether the newest rebuild is in this state. */
    boolean isRebuild(Rebuild.State state) {
        return Rebuild.State.of(newest.state()) == state;
    }

    /** Since when reports are composed from this generation. */
    Instant inUseSince() {
        Instant switchedAt = inUse.endedAt();
        return switchedAt == null ? inUse.begunAt() : switchedAt;
    }
}
