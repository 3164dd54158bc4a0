package se.tertial.kit.journal;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Concern;
import se.tertial.kit.access.Guarded;
import se.tertial.kit.access.Scope;
import se.tertial.kit.api.Listing;
import se.tertial.kit.api.Page;

@Path("municipalities/{municipalityId}/administrations/{administrationId}")
@Produces("application/json")
@Tag(name = "Journal", description = "Every change, to be followed and to be audited. Nothing in it is ever changed.")
class JournalResource {

    private final Journal journal;

    JournalResource(Journal journal) {
        this.journal = journal;
    }

    @GET
    @Path("changes")
    @Guarded(concern = Concern.REPORTED, resource = "changes")
    @Operation(
            operationId = "listChanges",
            summary = "Follow what changes",
            description =
                    "Every change of every resource of the administration in this service, oldest first. Ask with the "
                            + "revision of the last change you took over as `since`; what you then get is all that came after it, in order. "
                            + "For systems without Kafka: the same changes are published as events.")
    public Listing<Change> changes(
            @Valid @BeanParam Scope scope,
            @Parameter(
                            description = "Only changes after this revision: the last one you know.",
                            example = "0",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "0", maximum = "9007199254740991"))
                    @QueryParam("since")
                    @Min(0)
                    @Max(9_007_199_254_740_991L)
                    @Nullable
                    Long since,
            @Parameter(
                            description = "Only of this kind of resource: the topic of its events.",
                            example = "finance.unit.v1",
                            schema = @Schema(type = SchemaType.STRING, maxLength = 100))
                    @QueryParam("topic")
                    @Size(max = 100)
                    @Nullable
                    String topic,
            @Parameter(
                            description = "Only what changed at or after this time, in any time zone.",
                            example = "2021-09-14T08:30:00Z")
                    @QueryParam("changedSince")
                    @Nullable
                    Instant changedSince,
            @Valid @BeanParam Page page,
            @Context UriInfo uri) {
        return journal.changes(scope, new Journal.Question(since, topic, null, null, changedSince), page, uri);
    }

    @GET
    @Path("audit-entries")
    @Guarded(concern = Concern.AUDIT, resource = "audit-entries")
    @Operation(
            operationId = "listAuditEntries",
            summary = "Read the audit trail",
            description =
                    "Who changed what, when, from which application and why, with what it was before and after; newest first. "
                            + "Append-only: each entry carries a digest over itself and the one before it.")
    public Listing<AuditEntry> auditEntries(
            @Valid @BeanParam Scope scope,
            @Parameter(
                            description = "Only of this kind of resource: the topic of its events.",
                            example = "finance.unit.v1",
                            schema = @Schema(type = SchemaType.STRING, maxLength = 100))
                    @QueryParam("topic")
                    @Size(max = 100)
                    @Nullable
                    String topic,
            @Parameter(
                            description = "Only of this resource: the last segment of its address.",
                            example = "lkdata",
                            schema = @Schema(type = SchemaType.STRING, maxLength = 300))
                    @QueryParam("key")
                    @Size(max = 300)
                    @Nullable
                    String key,
            @Parameter(
                            description = "Only changes by this user id.",
                            example = "controller",
                            schema = @Schema(type = SchemaType.STRING, maxLength = 200))
                    @QueryParam("recordedBy")
                    @Size(max = 200)
                    @Nullable
                    String recordedBy,
            @Parameter(
                            description = "Only what changed at or after this time, in any time zone.",
                            example = "2021-09-14T08:30:00Z")
                    @QueryParam("changedSince")
                    @Nullable
                    Instant changedSince,
            @Valid @BeanParam Page page,
            @Context UriInfo uri) {
        return journal.audit(scope, new Journal.Question(null, topic, key, recordedBy, changedSince), page, uri);
    }
}
