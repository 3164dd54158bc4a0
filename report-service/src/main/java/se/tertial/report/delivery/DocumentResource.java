package se.tertial.report.delivery;

import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
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
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.kit.problem.Problem;
import se.tertial.kit.problem.Violation;
import se.tertial.language.Message;
import se.tertial.report.delivery.EncodedDocument.Format;
import se.tertial.report.document.Document;

@Path("municipalities/{municipalityId}/administrations/{administrationId}/reports/{period}/document")
@Requires(permission = Permission.STEERING, resource = "reports")
@Tag(name = "Reports", description = "The reports of an administration, as drafts and published.")
class DocumentResource {

    private static final Pattern VERSION = Pattern.compile("draft|published|[1-9][0-9]{0,5}");

    private final DocumentCache cache;
    private final Withdrawals withdrawals;
    private final Caller caller;

    DocumentResource(DocumentCache cache, Withdrawals withdrawals, Caller caller) {
        this.cache = cache;
        this.withdrawals = withdrawals;
        this.caller = caller;
    }

    @GET
    @PermitAll
    @SecurityRequirementsSet
    @SecurityRequirement(name = "bearer")
    @Operation(
            operationId = "getDocument",
            summary = "Read the composed report",
            description =
                    "The whole report: as a semantic JSON document or as a web page, by Accept or `format`. "
                            + "Whoever may read the administration's drafts gets the draft of now, everyone else what was published last; "
                            + "`version` chooses. Carries a strong ETag; If-None-Match answers 304. Of what was published `Link` says where the "
                            + "other publications are: `latest-version`, `predecessor-version` and, if there is a later one, `successor-version`. What was withdrawn is 410. What was published is served for some "
                            + "minutes even while nobody can tell whether it was superseded; then `Age` and `Cache-Status` say for how long.")
    @APIResponse(
            responseCode = "200",
            description = "The report.",
            headers = {
                @Header(
                        name = "Age",
                        description =
                                "While the database is away: the seconds for which nobody has known whether this is still"
                                        + " the latest publication.",
                        schema = @Schema(type = SchemaType.INTEGER, minimum = "1")),
                @Header(
                        name = "Cache-Status",
                        description =
                                "The same as RFC 9211 has it: a negative ttl says that the answer may be superseded.",
                        schema = @Schema(type = SchemaType.STRING))
            },
            content = {
                @Content(mediaType = "application/json", schema = @Schema(implementation = Document.class)),
                @Content(
                        mediaType = "text/html",
                        schema = @Schema(implementation = String.class),
                        example =
                                "<!DOCTYPE html><html lang=\"sv\"><title>Delårsrapport per den 31 augusti 2021</title>…</html>")
            })
    @APIResponse(responseCode = "304", description = "The client has it already.")
    @APIResponse(responseCode = "410", description = "It was withdrawn.")
    public Response get(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The period reported.", example = "2021-08") @PathParam("period")
                    ReportingPeriod period,
            @Parameter(description = "json or html; without it, Accept decides.", example = "html")
                    @QueryParam("format")
                    @Nullable
                    String format,
            @Parameter(
                            description =
                                    "draft, published, or the number of a publication, which is served as it was published.",
                            example = "published")
                    @QueryParam("version")
                    @Nullable
                    String version,
            @Parameter(hidden = true) @HeaderParam("Accept") @Nullable String accept,
            @Parameter(hidden = true) @HeaderParam("Accept-Encoding") @Nullable String acceptEncoding,
            @Parameter(hidden = true) @HeaderParam("If-None-Match") @Nullable String ifNoneMatch) {
        Format wanted = Negotiation.format(format, accept);
        if (wanted == null && format == null) {
            throw new NotAcceptableException();
        }
        if (wanted == null) {
            throw Problem.malformed(
                    List.of(new Violation("format", "query", Message.of("A document is “json” or “html”."))));
        }
        if (version != null && !VERSION.matcher(version).matches()) {
            throw Problem.malformed(List.of(new Violation(
                    "version",
                    "query",
                    Message.of("A version is “draft”, “published” or the number of a publication."))));
        }
        boolean mayReadDrafts = caller.mayRead(Permission.STEERING, "reports", scope);
        boolean draft = version == null ? mayReadDrafts : version.equals("draft");
        if (draft && !mayReadDrafts) {
            throw caller.isAnonymous() ? Problem.unauthenticated() : Problem.forbidden();
        }
        DocumentCache.Served served;
        if (draft) {
            served = new DocumentCache.Served(cache.draft(scope, period, wanted), 0);
        } else if (version == null || version.equals("published")) {
            served = published(scope, period, wanted, mayReadDrafts);
        } else {
            served = numbered(scope, period, Integer.parseInt(version), wanted);
        }
        Negotiation.Answer answer = Negotiation.answer(served.document(), acceptEncoding, ifNoneMatch);
        Response.ResponseBuilder response = answer.notModified() ? Response.notModified() : Response.ok(answer.body());
        Stream.concat(answer.headers().stream(), Negotiation.age(served.age()).stream())
                .forEach(header ->
                        response.header(header.name().toString(), header.value().toString()));
        response.header("Cache-Control", Negotiation.cacheControl(!draft).toString());
        return response.build();
    }

    private DocumentCache.Served numbered(Scope scope, ReportingPeriod period, int number, Format format) {
        DocumentCache.Served served = cache.published(scope, period, number, format);
        if (served == null) {
            throw withdrawals.absence(scope, period, number);
        }
        return served;
    }

    private DocumentCache.Served published(Scope scope, ReportingPeriod period, Format format, boolean mayReadDrafts) {
        DocumentCache.Served served = cache.published(scope, period, null, format);
        if (served != null) {
            return served;
        }
        withdrawals.throwIfAllAre(scope, period);
        if (mayReadDrafts) {
            throw Problem.notFound(Message.of("The report of {0} is not published.", period));
        }
        // Whether there is a draft is nobody else's business.
        throw caller.isAnonymous() ? Problem.unauthenticated() : Problem.forbidden();
    }
}
