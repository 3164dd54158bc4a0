package se.tertial.kit.restore;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** That what the database holds is compared with what lies on the topics. */
@Schema(name = "Comparison", description = "One comparison of what the service holds with what lies on its topics.")
@JsonInclude(JsonInclude.Include.NON_NULL)
record Comparison(
        @Schema(description = "Its number.", examples = "1", minimum = "1") int number,
        @Schema(description = "Whether it is still going on.", examples = "DONE") State state,
        @Schema(description = "When it was started (UTC).") Instant startedAt,
        @Schema(description = "Who started it: the user id of the token.", examples = "operator") String startedBy,
        @Schema(description = "How many messages were read so far.", examples = "812", minimum = "0") long messages,
        @Schema(
                        description = "How many rows no topic tells of. 0, as the other numbers, if both agree.",
                        examples = "0",
                        minimum = "0")
                long missing,
        @Schema(
                        description = "How many rows the topics tell of that there are not, or that are deleted.",
                        examples = "0",
                        minimum = "0")
                long extra,
        @Schema(description = "How many rows the topics tell an older state of.", examples = "0", minimum = "0")
                long older,
        @Schema(
                        description = "How many rows the topics tell a newer state of: the service has lost it.",
                        examples = "0",
                        minimum = "0")
                long newer,
        @Schema(
                        description = "How many rows the topics tell another content of, at the same revision.",
                        examples = "0",
                        minimum = "0")
                long other,
        @Schema(
                        description =
                                "How many rows were left out of these numbers, because they changed meanwhile or waited to be sent.",
                        examples = "0",
                        minimum = "0")
                long changing,
        @Schema(description = "The first hundred of the rows that differ.") List<Difference> first,
        @Schema(description = "Why it failed.", examples = "Kafka does not answer") @Nullable String failure,
        @Schema(description = "When it ended (UTC); absent while it goes on.") @Nullable Instant finishedAt) {

    /** How far a comparison has come. */
    @Schema(
            name = "ComparisonState",
            description =
                    "RUNNING: it goes on, and begins anew after a restart; DONE: everything was compared; FAILED: it was not.")
    enum State {
        RUNNING,
        DONE,
        FAILED
    }

    /** How what is held and what is told differ. */
    @Schema(
            name = "DifferenceKind",
            description =
                    "MISSING: no topic tells of the row; EXTRA: there is no such row, or it is deleted; OLDER, NEWER: the topic"
                            + " tells an older or a newer state; OTHER: it tells another content of the same revision.")
    enum Kind {
        MISSING,
        EXTRA,
        OLDER,
        NEWER,
        OTHER
    }

    /** A row of which the topics do not tell what the service holds. */
    @Schema(name = "Difference", description = "A row of which the topics do not tell what the service holds.")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Difference(
            @Schema(description = "How they differ.", examples = "MISSING") Kind kind,
            @Schema(description = "The topic.", examples = "finance.unit.v1") String topic,
            @Schema(
                            description = "The key: municipality, administration where it belongs to one, and row.",
                            examples = "0580/vss/lkdata")
                    String key,
            @Schema(description = "The revision that the service holds.", examples = "812", minimum = "1") @Nullable
                    Long held,
            @Schema(description = "The revision that the topic tells.", examples = "790", minimum = "0") @Nullable
                    Long told) {}
}
