package se.tertial.report.following;

import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
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
import se.tertial.language.Message;
import se.tertial.report.reports.Publications;
import se.tertial.report.reports.Reports;

@Path("municipalities/{municipalityId}/administrations/{administrationId}/reports/{period}/changes")
@Requires(permission = Permission.STEERING, resource = "reports")
@Tag(name = "Reports", description = "The reports of an administration, as drafts and published.")
class FollowingResource {

    private final Followers followers;
    private final Reports reports;
    private final Publications publications;
    private final Caller caller;

    FollowingResource(Followers followers, Reports reports, Publications publications, Caller caller) {
        this.followers = followers;
        this.reports = reports;
        this.publications = publications;
        this.caller = caller;
    }

    @GET
    @PermitAll
    @Transactional
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @SecurityRequirementsSet
    @SecurityRequirement(name = "bearer")
    @Operation(
            operationId = "getReportChanges",
            summary = "Follow a report",
            description =
                    """
                    A stream of server-sent events that goes on for as long as the client listens. It tells that the report \
                    changed; what it has become is read at its document.

                    - `event: publication` with `{"number":2}`: the latest publication that is not withdrawn; 0 if there is none.
                    - `event: draft` with `{"version":41,"behind":false}`, only for those who may read drafts: something that \
                    the administration's drafts are composed from changed, or what they say that they may lack (`behind`: \
                    whether they say so). What changed may concern another period. Equal `id` means an equal draft, unless a \
                    new release composes it otherwise.

                    The present state is told first, also that nothing is published, then each change within about a second; several changes may be told as \
                    one. `id` says all that was told: a client that comes back with it in `Last-Event-ID` is told only what \
                    changed since. A comment comes every ten seconds of silence. The stream ends when the token does. \
                    Public once the report is published. Accept must begin with `text/event-stream`.""")
    @APIResponse(
            responseCode = "200",
            description = "The stream.",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(type = SchemaType.STRING),
                            example = "event: publication\nid: 41-2\ndata: {\"number\":2}\n\n"))
    public void follow(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The period reported.", example = "2021-08") @PathParam("period")
                    ReportingPeriod period,
            @Parameter(description = "The id of the last event that the client has seen.", example = "41-2")
                    @HeaderParam("Last-Event-ID")
                    @Nullable
                    String lastEventId,
            @Parameter(hidden = true) @HeaderParam("Accept") @Nullable String accept,
            @Context HttpServerRequest request,
            @Context Sse sse,
            @Context SseEventSink sink) {
        if (accept == null || !accept.toLowerCase(Locale.ROOT).startsWith(MediaType.SERVER_SENT_EVENTS)) {
            // Who takes whatever there is waits for the end of the answer, which does not come.
            throw new NotAcceptableException();
        }
        boolean drafts = caller.mayRead(Permission.STEERING, "reports", scope);
        boolean exists = drafts ? reports.of(scope, period) != null : publications.count(scope, period) > 0;
        if (!exists && drafts) {
            throw Problem.notFound(Message.of("There is no report of {0} here.", period));
        }
        if (!exists) {
            // Whether there is a draft is nobody else's business.
            throw caller.isAnonymous() ? Problem.unauthenticated() : Problem.forbidden();
        }
        request.response().putHeader("Cache-Control", "no-store").putHeader("X-Accel-Buffering", "no");
        String client =
                caller.isAnonymous() ? "address " + request.remoteAddress().hostAddress() : "subject " + caller.name();
        followers.add(new Follower(
                scope, period, client, drafts, caller.until(), ReportVersion.told(lastEventId), sse, sink));
    }
}
