package se.tertial.report.replica;

import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One build of the read model.
 *
 * @param askedBy     who wanted it: a user, or the service itself
 * @param messages    how many messages it was built from
 * @param unreadable  how many of them it could not read
 * @param liveRows    how many rows it has that are not deleted, once they are counted
 * @param lacking     how many rows it has not, or only older, that the current one has
 * @param fingerprint of all that it lacks; null while it has not been compared
 * @param lackingKeys the first of them
 * @param trial       whether it is only compared
 * @param exceeding   how many rows it has that the current one has not, or only older, or with other content; of a trial alone
 * @param exceedingKeys the first of them
 * @param confirmedBy who let it be switched to nevertheless
 */
record Generation(
        int number,
        State state,
        Cause cause,
        String askedBy,
        Instant begunAt,
        @Nullable Instant endedAt,
        long messages,
        long unreadable,
        @Nullable Long liveRows,
        long lacking,
        @Nullable String fingerprint,
        List<String> lackingKeys,
        boolean trial,
        long exceeding,
        List<String> exceedingKeys,
        @Nullable String confirmedBy,
        @Nullable String failure) {

    enum State {
        CURRENT,
        BUILDING,
        /** It lacks rows, and waits for somebody to say that they may vanish. */
        UNCONFIRMED,
        REPLACED,
        /** It was a trial. */
        COMPARED,
        FAILED,
        /** Its builder was not heard of any more, nobody confirmed it, or another was wanted. */
        ABANDONED
    }

    @Schema(
            name = "RebuildCause",
            description =
                    "INITIAL: the service began with it; ASKED: somebody wanted it; FIELDS_CHANGED: a release reads more of events than"
                            + " the one before; DELETIONS_MISSED: the service was away for longer than topics keep deletions.")
    enum Cause {
        INITIAL,
        ASKED,
        FIELDS_CHANGED,
        DELETIONS_MISSED
    }
}
