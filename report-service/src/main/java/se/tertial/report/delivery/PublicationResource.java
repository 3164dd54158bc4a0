package se.tertial.report.delivery;

import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirementsSet;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Caller;
import se.tertial.kit.access.Permission;
import se.tertial.kit.access.Requires;
import se.tertial.kit.access.Scope;
import se.tertial.kit.api.Listing;
import se.tertial.kit.api.Page;
import se.tertial.kit.api.Text;
import se.tertial.kit.change.Idempotency;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.kit.problem.Problem;
import se.tertial.kit.problem.ProblemDetails;
import se.tertial.kit.problem.Violation;
import se.tertial.language.Message;
import se.tertial.report.document.Allowance;
import se.tertial.report.reports.Publication;
import se.tertial.report.reports.Publications;
import se.tertial.report.watermark.Watermarks;

@Path("municipalities/{municipalityId}/administrations/{administrationId}/reports/{period}/publications")
@Requires(permission = Permission.PUBLICATION, resource = "publications")
@Produces("application/json")
@Tag(name = "Reports", description = "The reports of an administration, as drafts and published.")
class PublicationResource {

    private static final String DOCUMENT_TAG = "\"9nQPFh1kz0Vd6bQkqk4pKA-html\"";

    private final Publications publications;
    private final Publishing publishing;
    private final Withdrawals withdrawals;
    private final Compositions composing;
    private final Watermarks watermarks;
    private final Caller caller;
    private final Idempotency idempotency;
    private final PublicationConfig config;

    PublicationResource(
            Publications publications,
            Publishing publishing,
            Withdrawals withdrawals,
            Compositions composing,
            Watermarks watermarks,
            Caller caller,
            Idempotency idempotency,
            PublicationConfig config) {
        this.publications = publications;
        this.publishing = publishing;
        this.withdrawals = withdrawals;
        this.composing = composing;
        this.watermarks = watermarks;
        this.caller = caller;
        this.idempotency = idempotency;
        this.config = config;
    }

    @GET
    @Operation(
            operationId = "listPublications",
            summary = "List a report's publications",
            description = "What was published, newest first, a page at a time; what was withdrawn says so.")
    public Listing<Publication> publications(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The period reported.", example = "2021-08") @PathParam("period")
                    ReportingPeriod period,
            @Valid @BeanParam Page page,
            @Context UriInfo uri) {
        return publications.of(scope, period, page, uri);
    }

    @GET
    @Path("{number}")
    @PermitAll
    @SecurityRequirementsSet
    @SecurityRequirement(name = "bearer")
    @Operation(
            operationId = "getPublication",
            summary = "Read a publication",
            description =
                    "When a publication was made, what was corrected, which one it replaces, and whether it was withdrawn. Public; of one that was"
                            + " withdrawn title and correction are not.")
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
                .orElseThrow(() -> Withdrawals.none(period, number));
    }

    @POST
    @Operation(
            operationId = "publishReport",
            summary = "Publish a report",
            description =
                    "Freezes the draft of now and makes it public. If nothing changed since the latest publication, that one is the answer. "
                            + "First it is waited, some seconds at most, until everything is there that the other services had acknowledged; "
                            + "if that is not known then, the answer is 409 and names them, unless `ifBehind` says otherwise. "
                            + "What is missing for other reasons the draft lists in `incomplete`; then the answer is 409 as well, unless `ifIncomplete`"
                            + " and a `reason` say that it is accepted. The publication and the audit trail tell both. "
                            + "What is published stays for good, so a report has at most 200 publications, an administration's take at most 2 GiB and a "
                            + "municipality's 8 GiB, unless whoever runs the service allows more: beyond that the answer is 422. "
                            + "With `If-Match` it is published only if the draft is still the one that was read. "
                            + "Sent again with the same Idempotency-Key within a week, it is answered the same and done once.")
    @APIResponse(
            responseCode = "201",
            description = "A new publication.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = Publication.class)))
    @APIResponse(
            responseCode = "200",
            description = "The latest publication is of the draft of now already.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = Publication.class)))
    @APIResponse(
            responseCode = "409",
            description =
                    "It is not published: the draft lists what it lacks (type `…/incomplete`), changes may be missing (`…/behind`), or a"
                            + " correction is stated where nothing was corrected (`…/conflict`).",
            content =
                    @Content(
                            mediaType = "application/problem+json",
                            schema = @Schema(implementation = ProblemDetails.class),
                            examples = {
                                @ExampleObject(
                                        name = "incomplete",
                                        summary = "The draft lists what it lacks.",
                                        value = NotPublished.INCOMPLETE),
                                @ExampleObject(
                                        name = "behind",
                                        summary = "Changes may be missing that other services have acknowledged.",
                                        value = NotPublished.BEHIND),
                                @ExampleObject(
                                        name = "conflict",
                                        summary = "A correction is stated, and nothing was corrected.",
                                        value = NotPublished.NOTHING_CORRECTED)
                            }))
    @APIResponse(responseCode = "412", description = "The draft is not the one that If-Match names.")
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
                            description =
                                    "What to do if the draft lists anything that it lacks (`incomplete`); without it, REFUSE.",
                            example = "REFUSE")
                    @QueryParam("ifIncomplete")
                    @Nullable
                    IfIncomplete ifIncomplete,
            @Parameter(
                            description =
                                    "Why it is published though something is missing; required with PUBLISH, for either.",
                            example = "Nämnden sammanträder i dag",
                            schema = @Schema(type = SchemaType.STRING, minLength = 1, maxLength = 1000))
                    @QueryParam("reason")
                    @Text(max = 1000)
                    @Nullable
                    String reason,
            @Parameter(
                            description =
                                    "What was corrected since the latest publication, for everybody to read: it stands on the page. Only where"
                                            + " there is a publication before.",
                            example = "Prognosen för ekonomiservice är rättad.",
                            schema = @Schema(type = SchemaType.STRING, minLength = 1, maxLength = 500))
                    @QueryParam("correction")
                    @Text(max = 500)
                    @Nullable
                    String correction,
            @Parameter(
                            description =
                                    "The ETag of the draft's document that was read, as JSON or as a page: another draft is not published.",
                            example = DOCUMENT_TAG)
                    @HeaderParam("If-Match")
                    @Nullable
                    String ifMatch,
            @Context UriInfo uri) {
        boolean accepted = ifBehind == IfBehind.PUBLISH;
        if (accepted && reason == null) {
            throw Problem.malformed(List.of(new Violation(
                    "reason", "query", Message.of("Say why it is published though changes may be missing."))));
        }
        if (ifIncomplete == IfIncomplete.PUBLISH && reason == null) {
            throw Problem.malformed(List.of(new Violation(
                    "reason", "query", Message.of("Say why it is published though something is missing."))));
        }
        long deadline = System.nanoTime() + config.within().toNanos();
        String asked = (reason == null ? "" : accepted + " " + reason)
                + (correction == null ? "" : "\n" + correction)
                + (ifIncomplete == null ? "" : "\n" + ifIncomplete);
        Response answered = idempotency.answered(asked);
        if (answered != null) {
            return answered;
        }
        // Before anything is held that others need: it takes a second or two.
        Publishing.Found found = new Publishing.Found(watermarks.awaitAll(scope), accepted, reason, deadline);
        found.require();
        Publishing.Wanted wanted =
                new Publishing.Wanted(correction, ifMatch, ifIncomplete == IfIncomplete.PUBLISH ? reason : null);
        // As for a draft: a place is waited for before a connection is taken, since composing takes a second one.
        try (Compositions.Place place = composing.enter(scope.municipalityId())) {
            return idempotency.perform(asked, () -> published(scope, period, place.allowance(), found, wanted, uri));
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

    /** What to do if the draft lacks something. */
    @Schema(
            name = "IfIncomplete",
            description =
                    "REFUSE: publish only if the draft lists nothing that it lacks; PUBLISH: publish it as it is, for the reason that goes along.")
    enum IfIncomplete {
        REFUSE,
        PUBLISH
    }

    private Response published(
            Scope scope,
            ReportingPeriod period,
            Allowance allowance,
            Publishing.Found found,
            Publishing.Wanted wanted,
            UriInfo uri) {
        Publishing.Outcome outcome = publishing.publish(scope, period, allowance, found, wanted);
        Publication publication = outcome.publication();
        return Response.status(outcome.isNew() ? 201 : 200)
                .location(uri.getAbsolutePathBuilder()
                        .path(Integer.toString(publication.number()))
                        .build())
                .entity(publication)
                .build();
    }

    /** Why a publication is withdrawn. */
    @Schema(name = "WithdrawalReason", description = "Why a publication is withdrawn.")
    record Reason(
            @Schema(
                            description =
                                    "Why, for everybody to read: it is shown instead of the report. Name nobody, and not what should not be"
                                            + " read.",
                            examples = "En person kan kännas igen i en text.")
                    @NotNull
                    @Text(max = 500)
                    String reason) {}

    @POST
    @Path("{number}/withdrawal")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "withdrawPublication",
            summary = "Withdraw a publication",
            description =
                    "Takes a publication back: from then on its documents answer 410 with the day and the reason, and the latest publication "
                            + "that is not withdrawn is the one that holds. It stays in the database and in the audit trail, and its number is not "
                            + "used again. It cannot be undone; a report is published anew. The same again changes nothing.")
    @APIResponse(
            responseCode = "200",
            description = "The publication, withdrawn. `latest` says which one holds now, if any.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = Publication.class)))
    @APIResponse(responseCode = "412", description = "The publication is not the one that If-Match names.")
    public Publication withdraw(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The period reported.", example = "2021-08") @PathParam("period")
                    ReportingPeriod period,
            @Parameter(description = "The publication: 1 is the first of the report.", example = "1")
                    @PathParam("number")
                    @Min(1)
                    @Max(1_000_000)
                    int number,
            @Parameter(
                            description = "The ETag of the publication's document that was read, as JSON or as a page.",
                            example = DOCUMENT_TAG)
                    @HeaderParam("If-Match")
                    @Nullable
                    String ifMatch,
            @NotNull @Valid Reason reason) {
        return withdrawals.withdraw(scope, period, number, reason.reason(), ifMatch);
    }
}
