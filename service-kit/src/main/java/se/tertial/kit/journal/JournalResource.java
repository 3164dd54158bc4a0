package se.tertial.kit.journal;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
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
import se.tertial.kit.access.Permission;
import se.tertial.kit.access.Requires;
import se.tertial.kit.access.Scope;
import se.tertial.kit.api.Listing;
import se.tertial.kit.api.Page;

@Path("municipalities/{municipalityId}")
@Produces("application/json")
@Tag(name = "Journal", description = "Every change, to be followed and to be audited. Nothing in it is ever changed.")
class JournalResource {

    private static final String MUNICIPALITY = "[0-9]{4}";
    private static final String NO_MUNICIPALITY = "A municipality is its four-digit SCB code.";

    private final JournalPages journal;

    JournalResource(JournalPages journal) {
        this.journal = journal;
    }

    /** Which changes a follower asks for. */
    record Following(
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
                    Instant changedSince) {

        JournalPages.Question question() {
            return new JournalPages.Question(since, topic, null, null, changedSince);
        }
    }

    /** Which entries an auditor asks for. */
    record Auditing(
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
                    Instant changedSince) {

        JournalPages.Question question() {
            return new JournalPages.Question(null, topic, key, recordedBy, changedSince);
        }
    }

    @GET
    @Path("administrations/{administrationId}/changes")
    @Requires(permission = Permission.REPORTED, resource = "changes")
    @Operation(
            operationId = "listChanges",
            summary = "Follow what changes",
            description =
                    "Every change of every resource of the administration in this service, oldest first. Ask with the "
                            + "revision of the last change you took over as `since`; what you then get is all that came after it, in order. "
                            + "For systems without Kafka: the same changes are published as events, but for those that tell of a restore or of a link to a draft, which are in no topic.")
    public Listing<Change> changes(
            @Valid @BeanParam Scope scope,
            @Valid @BeanParam Following following,
            @Valid @BeanParam Page page,
            @Context UriInfo uri) {
        return journal.changes(scope, following.question(), page, uri);
    }

    @GET
    @Path("changes")
    @Requires(permission = Permission.REPORTED, resource = "changes")
    @Operation(
            operationId = "listMunicipalityChanges",
            summary = "Follow what changes of the municipality itself",
            description =
                    "Every change of what belongs to the municipality and to no administration, such as its name, oldest first. Ask with the "
                            + "revision of the last change you took over as `since`; what you then get is all that came after it, in order. "
                            + "For systems without Kafka: the same changes are published as events, but for those that tell of a restore or of a link to a draft, which are in no topic.")
    public Listing<Change> changesOfMunicipality(
            @Parameter(description = "The municipality: its four-digit SCB code.", example = "0580")
                    @PathParam("municipalityId")
                    @Pattern(regexp = MUNICIPALITY, message = NO_MUNICIPALITY)
                    String municipalityId,
            @Valid @BeanParam Following following,
            @Valid @BeanParam Page page,
            @Context UriInfo uri) {
        return journal.changes(Scope.of(municipalityId), following.question(), page, uri);
    }

    @GET
    @Path("administrations/{administrationId}/audit-entries")
    @Requires(permission = Permission.AUDIT, resource = "audit-entries")
    @Operation(
            operationId = "listAuditEntries",
            summary = "Read the audit trail",
            description =
                    "Who changed what, when, from which application and why, with what it was before and after; newest first. "
                            + "Append-only: each entry carries a digest over itself and the one before it.")
    public Listing<AuditEntry> auditEntries(
            @Valid @BeanParam Scope scope,
            @Valid @BeanParam Auditing auditing,
            @Valid @BeanParam Page page,
            @Context UriInfo uri) {
        return journal.audit(scope, auditing.question(), page, uri);
    }

    @GET
    @Path("audit-entries")
    @Requires(permission = Permission.AUDIT, resource = "audit-entries")
    @Operation(
            operationId = "listMunicipalityAuditEntries",
            summary = "Read the audit trail of the municipality itself",
            description =
                    "Who changed what of the municipality, when, from which application and why, with what it was before and after; newest first. "
                            + "Append-only: each entry carries a digest over itself and the one before it. Needs a grant for the whole municipality.")
    public Listing<AuditEntry> auditEntriesOfMunicipality(
            @Parameter(description = "The municipality: its four-digit SCB code.", example = "0580")
                    @PathParam("municipalityId")
                    @Pattern(regexp = MUNICIPALITY, message = NO_MUNICIPALITY)
                    String municipalityId,
            @Valid @BeanParam Auditing auditing,
            @Valid @BeanParam Page page,
            @Context UriInfo uri) {
        return journal.audit(Scope.of(municipalityId), auditing.question(), page, uri);
    }
}
