package se.tertial.report.narrative;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Permission;
import se.tertial.kit.access.Requires;
import se.tertial.kit.access.Scope;
import se.tertial.kit.api.Bulk;
import se.tertial.kit.api.Filter;
import se.tertial.kit.api.Listing;
import se.tertial.kit.api.Page;
import se.tertial.kit.api.Paging;
import se.tertial.kit.change.BulkOutcome;
import se.tertial.kit.change.Deletion;
import se.tertial.kit.change.Register;
import se.tertial.kit.change.Revision;
import se.tertial.kit.change.Writing;
import se.tertial.kit.period.ReportingPeriod;

@Path("municipalities/{municipalityId}/administrations/{administrationId}/events")
@Requires(permission = Permission.REPORTED, resource = "events")
@Produces("application/json")
@Consumes("application/json")
@Tag(name = "Events", description = "Significant events (händelser av väsentlig betydelse) with their economic effect.")
class SignificantEventResource {

    private final Register register;
    private final SignificantEvents events;

    SignificantEventResource(Register register, SignificantEvents events) {
        this.register = register;
        this.events = events;
    }

    @Schema(name = "EventBulk", description = "Events to write together.")
    record Items(@NotEmpty @Size(max = Bulk.MOST) List<@NotNull @Valid SignificantEventRow> items) {}

    @GET
    @Operation(operationId = "listEvents", summary = "List events", description = "The events, a page at a time.")
    public Listing<SignificantEventRow> list(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "Only of this period.", example = "2021-08") @QueryParam("period") @Nullable
                    ReportingPeriod period,
            @Valid @BeanParam Paging paging,
            @Context UriInfo uri) {
        return register.list(
                events, scope, Filter.NONE.and("period", period == null ? null : period.toString()), paging, uri);
    }

    @GET
    @Path("{eventKey}")
    @Operation(operationId = "getEvent", summary = "Read an event", description = "One event as it stands now.")
    public SignificantEventRow get(
            @Valid @BeanParam Scope scope,
            @Parameter(
                            description = "The event: period and event, joined by “~”.",
                            example = "2021-08~besoksdisken-i-berga")
                    @PathParam("eventKey")
                    String eventKey) {
        return register.get(events, scope, eventKey);
    }

    @GET
    @Path("{eventKey}/revisions")
    @Operation(
            operationId = "listEventRevisions",
            summary = "Read the history of an event",
            description = "Every change of the event, newest first, deletions included.")
    public Listing<Revision> revisions(
            @Valid @BeanParam Scope scope,
            @Parameter(
                            description = "The event: period and event, joined by “~”.",
                            example = "2021-08~besoksdisken-i-berga")
                    @PathParam("eventKey")
                    String eventKey,
            @Valid @BeanParam Page page,
            @Context UriInfo uri) {
        return register.history(events, scope, eventKey, page, uri);
    }

    @PUT
    @Path("{eventKey}")
    @Operation(
            operationId = "replaceEvent",
            summary = "Create or replace an event",
            description = "Creates the event or replaces its content; the same content again changes nothing.")
    public RestResponse<SignificantEventRow> put(
            @Valid @BeanParam Scope scope,
            @Parameter(
                            description = "The event: period and event, joined by “~”.",
                            example = "2021-08~besoksdisken-i-berga")
                    @PathParam("eventKey")
                    String eventKey,
            @NotNull @Valid SignificantEventRow row) {
        return register.put(events, scope, eventKey, row).response();
    }

    @PUT
    @Operation(
            operationId = "importEvents",
            summary = "Create or replace many events",
            description = "Up to 10 000 events in one transaction: all of them or, if one is wrong, none.")
    public BulkOutcome putAll(
            @Valid @BeanParam Scope scope, @Valid @BeanParam Writing writing, @NotNull @Valid Items bulk) {
        return register.putAll(events, scope, bulk.items(), writing);
    }

    @DELETE
    @Path("{eventKey}")
    @Operation(
            operationId = "deleteEvent",
            summary = "Delete an event",
            description = "Deletes the event; its history stays.")
    public void delete(
            @Valid @BeanParam Scope scope,
            @Parameter(
                            description = "The event: period and event, joined by “~”.",
                            example = "2021-08~besoksdisken-i-berga")
                    @PathParam("eventKey")
                    String eventKey,
            @Valid @BeanParam Deletion deletion) {
        register.delete(events, scope, eventKey, deletion);
    }
}
