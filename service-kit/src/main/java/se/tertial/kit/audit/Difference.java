package se.tertial.kit.audit;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Something that is not as the audit trail tells. */
@Schema(name = "AuditDifference", description = "Something that is not as the audit trail tells.")
public record Difference(
        @Schema(description = "In what it differs.", examples = "CHANGED") Kind kind,
        @Schema(description = "The kind of resource: the topic of its events.", examples = "finance.unit.v1")
                String topic,
        @Schema(description = "The resource: the last segment of its address.", examples = "lkdata") String key) {

    /** How something differs from what the trail tells. */
    @Schema(
            name = "AuditDifferenceKind",
            description =
                    "CHANGED: it is not what its last entry tells; MISSING: the trail tells of it, and it is not there; UNTOLD: it is there, and the trail does not tell of it.")
    public enum Kind {
        CHANGED,
        MISSING,
        UNTOLD
    }
}
