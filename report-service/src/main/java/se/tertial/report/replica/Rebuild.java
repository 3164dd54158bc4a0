package se.tertial.report.replica;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A rebuild as those who run the service see it. */
@Schema(name = "Rebuild", description = "One build of the read model from the topics.")
@JsonInclude(JsonInclude.Include.NON_NULL)
record Rebuild(
        @Schema(description = "Its number; 1 is the read model that the service began with.", examples = "7")
                int number,
        @Schema(
                        description =
                                "RUNNING: it is being built; NEEDS_CONFIRMATION: it lacks rows that the read model in use has, and waits"
                                        + " for somebody to say that they may vanish; SWITCHED: it became the read model in use; COMPARED: it was a trial, and is not switched to; FAILED; ABANDONED: the"
                                        + " instance that built it was not heard of any more, nobody confirmed it within a day, or another was wanted.")
                State state,
        @Schema(description = "Whether it is the read model in use.") boolean current,
        @Schema(
                        description =
                                "INITIAL: the service began with it; ASKED: somebody wanted it; FIELDS_CHANGED: a release reads more of"
                                        + " events than the one before; DELETIONS_MISSED: the service was away for longer than topics keep deletions.")
                Generation.Cause cause,
        @Schema(description = "The user who wanted it, or report-service.", examples = "operator") String startedBy,
        @Schema(description = "When it was wanted.") Instant startedAt,
        @Schema(description = "When it was switched to, failed or was abandoned.") @Nullable Instant endedAt,
        @Schema(description = "How many messages it was built from.", examples = "812") long messages,
        @Schema(
                        description = "How many of them are not what their topic promises, and were passed over.",
                        examples = "0")
                long unreadable,
        @Schema(description = "How many rows it has, without those deleted, once they are counted.", examples = "790")
                @Nullable
                Long rows,
        @Schema(description = "What the read model in use has and this one has not.") @Nullable Lacking lacking,
        @Schema(description = "Whether it is only compared with the read model in use.", examples = "false")
                boolean trial,
        @Schema(
                        description =
                                "What this one has and the read model in use has not, or has only older, or with other content; of a trial.")
                @Nullable
                Exceeding exceeding,
        @Schema(description = "Who said that this may vanish.", examples = "operator") @Nullable String confirmedBy,
        @Schema(description = "Why it failed.", examples = "Kafka was away") @Nullable String failure) {

    @Schema(name = "RebuildState", description = "How far a rebuild is.")
    enum State {
        RUNNING,
        NEEDS_CONFIRMATION,
        SWITCHED,
        COMPARED,
        FAILED,
        ABANDONED;

        static State of(Generation.State state) {
            return switch (state) {
                case BUILDING -> RUNNING;
                case UNCONFIRMED -> NEEDS_CONFIRMATION;
                case CURRENT, REPLACED -> SWITCHED;
                case COMPARED -> COMPARED;
                case FAILED -> FAILED;
                case ABANDONED -> ABANDONED;
            };
        }
    }

    @Schema(name = "RebuildLacking", description = "Rows that would vanish, or go back to an older revision.")
    record Lacking(
            @Schema(description = "How many.", examples = "251") long total,
            @Schema(
                            description = "Names exactly these rows; who confirms sends it.",
                            examples = "251.1844674407370955161")
                    String fingerprint,
            @Schema(
                            description = "Topic and key of the first hundred.",
                            examples = "[\"finance.unit.v1/0580/vss/lkdata\"]")
                    List<String> rows) {}

    @Schema(name = "RebuildExceeding", description = "Rows that would appear or change.")
    record Exceeding(
            @Schema(description = "How many.", examples = "0") long total,
            @Schema(
                            description = "Topic and key of the first hundred.",
                            examples = "[\"finance.unit.v1/0580/vss/lkdata\"]")
                    List<String> rows) {}

    static Rebuild of(Generation generation) {
        return new Rebuild(
                generation.number(),
                State.of(generation.state()),
                generation.state() == Generation.State.CURRENT,
                generation.cause(),
                generation.askedBy(),
                generation.begunAt(),
                generation.endedAt(),
                generation.messages(),
                generation.unreadable(),
                generation.liveRows(),
                generation.fingerprint() == null
                        ? null
                        : new Lacking(generation.lacking(), generation.fingerprint(), generation.lackingKeys()),
                generation.trial(),
                generation.state() == Generation.State.COMPARED
                        ? new Exceeding(generation.exceeding(), generation.exceedingKeys())
                        : null,
                generation.confirmedBy(),
                generation.failure());
    }
}
