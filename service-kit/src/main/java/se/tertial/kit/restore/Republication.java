package se.tertial.kit.restore;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** That everything is published anew. */
@Schema(name = "Republication", description = "One run of publishing everything anew, and how far it has come.")
@JsonInclude(JsonInclude.Include.NON_NULL)
record Republication(
        @Schema(description = "Number of the run.", examples = "1", minimum = "1") int number,
        @Schema(
                        description = "How many times the database had been declared restored when it started.",
                        examples = "0",
                        minimum = "0")
                int epoch,
        @Schema(description = "Whether it is still going on.", examples = "RUNNING") State state,
        @Schema(description = "Why.", examples = "Ämnena i Kafka gick förlorade") String reason,
        @Schema(description = "When it was started (UTC).") Instant startedAt,
        @Schema(description = "Who started it: the user id of the token.", examples = "operator") String startedBy,
        @Schema(
                        description = "How many rows were sent anew so far, deleted ones included.",
                        examples = "812",
                        minimum = "0")
                long rows,
        @Schema(
                        description =
                                "How many rows that lie on the topics and were never in the database were deleted so far.",
                        examples = "3",
                        minimum = "0")
                long deletions,
        @Schema(description = "When it ended (UTC); absent while it goes on.") @Nullable Instant finishedAt) {

    /** How far a run has come. */
    @Schema(
            name = "RepublicationState",
            description =
                    "RUNNING: it goes on, also after a restart; DONE: all of it is handed to the relay; SUPERSEDED: a restore was declared meanwhile, which started another.")
    enum State {
        RUNNING,
        DONE,
        SUPERSEDED
    }
}
