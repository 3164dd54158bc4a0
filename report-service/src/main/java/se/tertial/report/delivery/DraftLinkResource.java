package se.tertial.report.delivery;

import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirementsSet;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Permission;
import se.tertial.kit.access.Requires;
import se.tertial.kit.access.Scope;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.kit.problem.Problem;
import se.tertial.kit.problem.Violation;
import se.tertial.language.Message;
import se.tertial.report.delivery.EncodedDocument.Format;

/** A draft in a browser, which sends no token by itself. The secret stands in the query, which no log or problem shows. */
@Path("municipalities/{municipalityId}/administrations/{administrationId}/reports/{period}")
@Requires(permission = Permission.BROWSING, resource = "draft-links")
@Tag(name = "Reports", description = "The reports of an administration, as drafts and published.")
class DraftLinkResource {

    private final DraftLinks links;
    private final DocumentCache cache;

    DraftLinkResource(DraftLinks links, DocumentCache cache) {
        this.links = links;
        this.cache = cache;
    }

    @POST
    @Path("draft-links")
    @Produces("application/json")
    @Operation(
            operationId = "createDraftLink",
            summary = "Make a link to a draft",
            description =
                    "A link that opens the draft in a browser without a token: once, within a minute. For people who may read the draft, and to"
                            + " be opened by them: whoever has it reads what they may read. The audit trail says who made it. In a minute one"
                            + " person makes at most ten, and a municipality sixty; beyond that 429.")
    @APIResponse(
            responseCode = "200",
            description = "The link. It is told once.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = DraftLink.class)))
    public Response link(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The period reported.", example = "2021-08") @PathParam("period")
                    ReportingPeriod period,
            @Context UriInfo uri) {
        DraftLinks.Made made = links.make(scope, period);
        String href = uri.getBaseUriBuilder()
                .path(DraftLinkResource.class)
                .path("draft")
                .queryParam("link", made.secret())
                .build(scope.municipalityId(), scope.administrationId(), period)
                .toString();
        return Response.ok(new DraftLink(href, made.expiresAt()))
                .header("Cache-Control", "no-store")
                .build();
    }

    @GET
    @Path("draft")
    @PermitAll
    @SecurityRequirementsSet
    @Produces("text/html")
    @Operation(
            operationId = "getDraft",
            summary = "Open a draft by a link",
            description =
                    "The draft of now as a web page, for whoever has a link to it that was not opened before and is not older than a minute."
                            + " Looking at it with HEAD, or fetching it ahead, opens nothing.")
    @APIResponse(
            responseCode = "200",
            description = "The draft.",
            content =
                    @Content(
                            mediaType = "text/html",
                            schema = @Schema(implementation = String.class),
                            example =
                                    "<!DOCTYPE html><html lang=\"sv\"><title>Delårsrapport per den 31 augusti 2021</title>…</html>"))
    public Response open(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The period reported.", example = "2021-08") @PathParam("period")
                    ReportingPeriod period,
            @Parameter(
                            description = "The secret of the link.",
                            example = "c2VjcmV0LW9mLXRoaXJ0eS10d28tYnl0ZXMtZXhhY3Q",
                            schema = @Schema(type = SchemaType.STRING, maxLength = 100))
                    @QueryParam("link")
                    @Nullable
                    String link,
            @Parameter(hidden = true) @HeaderParam("Accept-Encoding") @Nullable String acceptEncoding,
            @Parameter(hidden = true) @HeaderParam("Sec-Purpose") @Nullable String purpose,
            @Context Request request) {
        if (link != null && !DraftLinks.isSecret(link)) {
            throw Problem.malformed(List.of(new Violation("link", "query", Message.of("This is no link to a draft."))));
        }
        boolean ahead = !request.getMethod().equals("GET") || purpose != null;
        if (link == null || ahead || !links.opens(link, scope, period)) {
            throw noSuchLink();
        }
        // Before the link is used up: if the draft cannot be composed just now, it can be opened again.
        EncodedDocument draft = cache.draft(scope, period, Format.HTML);
        if (!links.use(link, scope, period)) {
            throw noSuchLink();
        }
        Negotiation.Answer answer = Negotiation.answer(draft, acceptEncoding, null);
        Response.ResponseBuilder response = Response.ok(answer.body());
        answer.headers()
                .forEach(header ->
                        response.header(header.name().toString(), header.value().toString()));
        return response.header("Cache-Control", "no-store")
                .header("X-Robots-Tag", "noindex")
                .build();
    }

    private static Problem noSuchLink() {
        return Problem.notFound(
                Message.of(
                        "A link to a draft opens once, within a minute after it was made. Make a new one where you got this one."));
    }
}
