package se.tertial.kit.anchor;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What comparing a trail with its anchors gave. */
@Schema(
        name = "AuditAnchors",
        description =
                "What comparing the trail with its anchors gave. Every few minutes the head of a trail that has changed is signed and kept outside the database, on Kafka: a trail that was cut, or rewritten with right digests, differs from it.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AuditAnchors(
        @Schema(description = "Whether it was compared.", examples = "COMPARED") State state,
        @Schema(description = "The newest anchor of the trail; absent if there is none.") @Nullable Newest newest,
        @Schema(
                        description =
                                "What the trail contradicts its newest anchor in, and the newest before each restore, and what lies among them and is none, up to 100; empty if in nothing.")
                List<Contradiction> contradictions,
        @Schema(
                        description =
                                "The restores (`epoch`) that explain why the trail lacks entries which it was anchored with, and that the trail itself tells of; empty if it lacks none.",
                        examples = "[]")
                List<Integer> restores) {

    /** Whether a trail was compared with its anchors. */
    @Schema(
            name = "AuditAnchorsState",
            description =
                    "COMPARED: it was; NONE: there is no anchor of the trail, which is young, or whose anchors were lost; UNKNOWN: Kafka did not give the anchors in time, or their topic is missing; OFF: the service has no keys for anchors.")
    public enum State {
        COMPARED,
        NONE,
        UNKNOWN,
        OFF
    }

    /** An anchor, and where it lies. */
    @Schema(name = "NewestAuditAnchor", description = "What the trail was at a time, as it was signed.")
    public record Newest(
            @Schema(description = "The number of the last entry.", examples = "1042", minimum = "1") long revision,
            @Schema(
                            description = "The digest of the last entry.",
                            examples = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                            pattern = "^[0-9a-f]{64}$")
                    String head,
            @Schema(description = "How many entries there were.", examples = "812", minimum = "1") long entries,
            @Schema(
                            description = "How many times the database had been declared restored.",
                            examples = "0",
                            minimum = "0")
                    int epoch,
            @Schema(description = "When it was signed (UTC).") Instant anchoredAt,
            @Schema(
                            description =
                                    "When the trail was first anchored on the topic that there is now (UTC). From one anchor to the next nothing was missing since, but for what a restore lost.")
                    Instant anchoredSince,
            @Schema(
                            description =
                                    "The key that signed it: the first 16 digits of the SHA-256 of the public key.",
                            examples = "3b9f7c2e51d0a846",
                            pattern = "^[0-9a-f]{16}$")
                    String keyId,
            @Schema(description = "The partition of the topic that it lies in.", examples = "2", minimum = "0")
                    int partition,
            @Schema(description = "Its offset there.", examples = "4711", minimum = "0") long offset) {}

    /** Something in which a trail and an anchor contradict each other. */
    @Schema(
            name = "AuditContradiction",
            description = "Something in which the trail and an anchor contradict each other.")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Contradiction(
            @Schema(description = "In what.", examples = "CUT") Kind kind,
            @Schema(
                            description = "The number of the entry that was anchored; absent if the anchor is none.",
                            examples = "1042",
                            minimum = "1")
                    @Nullable
                    Long revision,
            @Schema(description = "The partition of the topic that the anchor lies in.", examples = "2", minimum = "0")
                    int partition,
            @Schema(description = "Its offset there.", examples = "4711", minimum = "0") long offset) {

        /** How a trail and an anchor contradict each other. */
        @Schema(
                name = "AuditContradictionKind",
                description =
                        "CUT: the trail has no longer the entry that was anchored; REWRITTEN: the entry has another digest, so that it or one before it was changed; FORGED: what lies there as an anchor is not signed by a key of this service.")
        public enum Kind {
            CUT,
            REWRITTEN,
            FORGED
        }
    }
}
