package se.tertial.report.delivery;

import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirementsSet;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Caller;
import se.tertial.kit.access.Permission;
import se.tertial.kit.access.Requires;
import se.tertial.kit.access.Scope;
import se.tertial.kit.api.Bulk;
import se.tertial.kit.api.Filter;
import se.tertial.kit.api.Listing;
import se.tertial.kit.api.Page;
import se.tertial.kit.api.Paging;
import se.tertial.kit.api.Text;
import se.tertial.kit.change.BulkOutcome;
import se.tertial.kit.change.Deletion;
import se.tertial.kit.change.Idempotency;
import se.tertial.kit.change.Register;
import se.tertial.kit.change.Revision;
import se.tertial.kit.change.Writing;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.kit.problem.Problem;
import se.tertial.kit.problem.Violation;
import se.tertial.language.Message;
import se.tertial.report.document.Allowance;
import se.tertial.report.document.Document;
import se.tertial.report.replica.ReadModel;
import se.tertial.report.reports.Publication;
import se.tertial.report.reports.Publications;
import se.tertial.report.reports.ReportRow;
import se.tertial.report.reports.Reports;
import se.tertial.report.watermark.Watermarks;

@Path("municipalities/{municipalityId}/administrations/{administrationId}/reports")
@Requires(permission = Permission.STEERING, resource = "reports")
@Produces("application/json")
@Tag(name = "Reports", description = "The reports of an administration, as drafts and published.")
class ReportResource {

    private final Register register;
    private final Reports reports;
    private final Publications publications;
    private final Publishing publishing;
    private final Compositions composing;
    private final ReadModel readModel;
    private final Watermarks watermarks;
    private final Caller caller;
    private final Idempotency idempotency;
    private final PublicationConfig config;

    ReportResource(
            Register register,
            Reports reports,
            Publications publications,
            Publishing publishing,
            Compositions composing,
            ReadModel readModel,
            Watermarks watermarks,
            Caller caller,
            Idempotency idempotency,
            PublicationConfig config) {
        this.register = register;
        this.reports = reports;
        this.publications = publications;
        this.publishing = publishing;
        this.composing = composing;
        this.readModel = readModel;
        this.watermarks = watermarks;
        this.caller = caller;
        this.idempotency = idempotency;
        this.config = config;
    }

    @Schema(name = "ReportBulk", description = "Reports to write together.")
    record Items(@NotEmpty @Size(max = Bulk.MOST) List<@NotNull @Valid ReportRow> items) {}

    @GET
    @Operation(operationId = "listReports", summary = "List reports", description = "The reports, a page at a time.")
    public Listing<ReportRow> list(
            @Valid @BeanParam Scope scope, @Valid @BeanParam Paging paging, @Context UriInfo uri) {
        return register.list(reports, scope, Filter.NONE, paging, uri);
    }

    @GET
    @Path("{period}")
    @PermitAll
    @jakarta.transaction.Transactional
    @SecurityRequirementsSet
    @SecurityRequirement(name = "bearer")
    @Operation(
            operationId = "getReport",
            summary = "Read how a report stands",
            description =
                    "The report's state, its publication and the addresses of its document. Public once it is published.")
    public ReportStatus get(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The period reported.", example = "2021-08") @PathParam("period")
                    ReportingPeriod period,
            @Context UriInfo uri) {
        Optional<Publication> latest = publications.latest(scope, period);
        if (!caller.mayRead(Permission.STEERING, "reports", scope)) {
            return latest.map(publication -> asPublished(publication, uri))
                    .orElseThrow(caller.isAnonymous() ? Problem::unauthenticated : Problem::forbidden);
        }
        ReportRow row = register.get(reports, scope, period.toString());
        return new ReportStatus(
                row.period(),
                row.templateId(),
                row.title(),
                row.resolvedTitle(),
                latest.isPresent() ? Document.State.PUBLISHED : Document.State.DRAFT,
                latest.orElse(null),
                readModel.consumed(scope),
                readModel.putAside(scope),
                watermarks.behind(scope),
                row.revision(),
                List.of(
                        link(uri, "self", "", null),
                        link(uri, "describedby", "document", "json"),
                        link(uri, "alternate", "document", "html"),
                        link(uri, "version-history", "publications", null)));
    }

    /** What the draft has become since is not for everybody, nor who published it. */
    private static ReportStatus asPublished(Publication publication, UriInfo uri) {
        return new ReportStatus(
                publication.period(),
                null,
                null,
                publication.title(),
                Document.State.PUBLISHED,
                publication.anonymous(),
                null,
                null,
                null,
                null,
                List.of(
                        link(uri, "self", "", null),
                        link(uri, "describedby", "document", "json"),
                        link(uri, "alternate", "document", "html")));
    }

    @GET
    @Path("{period}/revisions")
    @Operation(
            operationId = "listReportRevisions",
            summary = "Read a report's history",
            description = "Every change of the report's title or template, newest first.")
    public Listing<Revision> revisions(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The period reported.", example = "2021-08") @PathParam("period")
                    ReportingPeriod period,
            @Valid @BeanParam Page page,
            @Context UriInfo uri) {
        return register.history(reports, scope, period.toString(), page, uri);
    }

    @PUT
    @Path("{period}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "replaceReport",
            summary = "Create or replace a report",
            description = "Says that there is a report of the period, by which template and under which title.")
    public RestResponse<ReportRow> put(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The period reported.", example = "2021-08") @PathParam("period")
                    ReportingPeriod period,
            @NotNull @Valid ReportRow row) {
        return register.put(reports, scope, period.toString(), row).response();
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "importReports",
            summary = "Create or replace many reports",
            description = "Up to 10 000 reports in one transaction: all of them or, if one is wrong, none.")
    public BulkOutcome putAll(
            @Valid @BeanParam Scope scope, @Valid @BeanParam Writing writing, @NotNull @Valid Items bulk) {
        return register.putAll(reports, scope, bulk.items(), writing);
    }

    @DELETE
    @Path("{period}")
    @Operation(
            operationId = "deleteReport",
            summary = "Delete a report",
            description = "Deletes a draft; what was published stays.")
    public void delete(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The period reported.", example = "2021-08") @PathParam("period")
                    ReportingPeriod period,
            @Valid @BeanParam Deletion deletion) {
        register.delete(reports, scope, period.toString(), deletion);
    }

    @GET
    @Path("{period}/publications")
    @Requires(permission = Permission.PUBLICATION, resource = "publications")
    @Operation(
            operationId = "listPublications",
            summary = "List a report's publications",
            description = "What was published, newest first, a page at a time.")
    public Listing<Publication> publications(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The period reported.", example = "2021-08") @PathParam("period")
                    ReportingPeriod period,
            @Valid @BeanParam Page page,
            @Context UriInfo uri) {
        return publications.of(scope, period, page, uri);
    }

    @GET
    @Path("{period}/publications/{number}")
    @PermitAll
    @SecurityRequirementsSet
    @SecurityRequirement(name = "bearer")
    @Operation(
            operationId = "getPublication",
            summary = "Read a publication",
            description = "When a publication was made and where it is. Public.")
    public Publication publication(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The period reported.", example = "2021-08") @PathParam("period")
                    ReportingPeriod period,
            @Parameter(description = "The publication: 1 is the first of the report.", example = "1")
                    @PathParam("number")
                    @Min(1)
                    @Max(1_000_000)
                    int number) {
        boolean mayReadDrafts = caller.mayRead(Permission.STEERING, "reports", scope);
        return publications
                .numbered(scope, period, number)
                .map(publication -> mayReadDrafts ? publication : publication.anonymous())
                .orElseThrow(() -> Problem.notFound(Message.of(
                        "There is no publication {0} of the report of {1} here.", Integer.toString(number), period)));
    }

    @POST
    @Path("{period}/publications")
    @Requires(permission = Permission.PUBLICATION, resource = "publications")
    @Operation(
            operationId = "publishReport",
            summary = "Publish a report",
            description =
                    "Freezes the draft of now and makes it public. If nothing changed since the latest publication, that one is the answer. "
                            + "First it is waited, some seconds at most, until everything is there that the other services had acknowledged; "
                            + "if that is not known then, the answer is 409 and names them, unless `ifBehind` says otherwise. "
                            + "Sent again with the same Idempotency-Key within a week, it is answered the same and done once.")
    @APIResponse(
            responseCode = "201",
            description = "A new publication.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = Publication.class)))
    @APIResponse(
            responseCode = "200",
            description = "The latest publication is of the draft of now already.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = Publication.class)))
    public Response publish(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The period reported.", example = "2021-08") @PathParam("period")
                    ReportingPeriod period,
            @Parameter(
                            description =
                                    "What to do if changes may be missing that other services have acknowledged; without it, REFUSE.",
                            example = "REFUSE")
                    @QueryParam("ifBehind")
                    @Nullable
                    IfBehind ifBehind,
            @Parameter(
                            description = "Why it is published; required with PUBLISH.",
                            example = "Nämnden sammanträder i dag",
                            schema = @Schema(type = SchemaType.STRING, minLength = 1, maxLength = 1000))
                    @QueryParam("reason")
                    @Text(max = 1000)
                    @Nullable
                    String reason,
            @Context UriInfo uri) {
        boolean accepted = ifBehind == IfBehind.PUBLISH;
        if (accepted && reason == null) {
            throw Problem.malformed(List.of(new Violation(
                    "reason", "query", Message.of("Say why it is published though changes may be missing."))));
        }
        long deadline = System.nanoTime() + config.within().toNanos();
        String asked = reason == null ? "" : accepted + " " + reason;
        Response answered = idempotency.answered(asked);
        if (answered != null) {
            return answered;
        }
        // Before anything is held that others need: it takes a second or two.
        Publishing.Found found = new Publishing.Found(watermarks.awaitAll(scope), accepted, reason, deadline);
        found.require();
        // As for a draft: a place is waited for before a connection is taken, since composing takes a second one.
        try (Compositions.Place place = composing.enter(scope.municipalityId())) {
            return idempotency.perform(asked, () -> published(scope, period, place.allowance(), found, uri));
        }
    }

    /** What to do if changes may be missing. */
    @Schema(
            name = "IfBehind",
            description =
                    "REFUSE: publish only if nothing is missing that other services have acknowledged; PUBLISH: publish all the same.")
    enum IfBehind {
        REFUSE,
        PUBLISH
    }

    private Response published(
            Scope scope, ReportingPeriod period, Allowance allowance, Publishing.Found found, UriInfo uri) {
        Publishing.Outcome outcome = publishing.publish(scope, period, allowance, found);
        Publication publication = outcome.publication();
        return Response.status(outcome.isNew() ? 201 : 200)
                .location(uri.getAbsolutePathBuilder()
                        .path(Integer.toString(publication.number()))
                        .build())
                .entity(publication)
                .build();
    }

    private static Listing.Link link(UriInfo uri, String rel, String path, @Nullable String format) {
        var address = uri.getAbsolutePathBuilder().path(path);
        if (format != null) {
            address.queryParam("format", format);
        }
        return new Listing.Link(address.build().toString(), rel, "GET");
    }
}
