package se.tertial.report.template;

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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
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

@Path("municipalities/{municipalityId}/administrations/{administrationId}/templates")
@Requires(permission = Permission.STRUCTURE, resource = "templates")
@Produces("application/json")
@Consumes("application/json")
@Tag(name = "Templates", description = "Report templates: the structure of a report as data.")
class TemplateResource {

    private final Register register;
    private final Templates templates;

    TemplateResource(Register register, Templates templates) {
        this.register = register;
        this.templates = templates;
    }

    @Schema(name = "TemplateBulk", description = "Templates to write together.")
    record Items(@NotEmpty @Size(max = Bulk.MOST) List<@NotNull @Valid TemplateRow> items) {}

    @GET
    @Operation(
            operationId = "listTemplates",
            summary = "List templates",
            description = "The templates, a page at a time.")
    public Listing<TemplateRow> list(
            @Valid @BeanParam Scope scope, @Valid @BeanParam Paging paging, @Context UriInfo uri) {
        return register.list(templates, scope, Filter.NONE, paging, uri);
    }

    @GET
    @Path("{templateId}")
    @Operation(operationId = "getTemplate", summary = "Read a template", description = "One template as it stands now.")
    public TemplateRow get(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The template.", example = "delarsrapport") @PathParam("templateId")
                    String templateId) {
        return register.get(templates, scope, templateId);
    }

    @GET
    @Path("{templateId}/revisions")
    @Operation(
            operationId = "listTemplateRevisions",
            summary = "Read the history of a template",
            description = "Every change of the template, newest first, deletions included.")
    public Listing<Revision> revisions(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The template.", example = "delarsrapport") @PathParam("templateId")
                    String templateId,
            @Valid @BeanParam Page page,
            @Context UriInfo uri) {
        return register.history(templates, scope, templateId, page, uri);
    }

    @PUT
    @Path("{templateId}")
    @Operation(
            operationId = "replaceTemplate",
            summary = "Create or replace a template",
            description = "Creates the template or replaces its content; the same content again changes nothing.")
    public RestResponse<TemplateRow> put(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The template.", example = "delarsrapport") @PathParam("templateId")
                    String templateId,
            @NotNull @Valid TemplateRow row) {
        return register.put(templates, scope, templateId, row).response();
    }

    @PUT
    @Operation(
            operationId = "importTemplates",
            summary = "Create or replace many templates",
            description = "Up to 10 000 templates in one transaction: all of them or, if one is wrong, none.")
    public BulkOutcome putAll(
            @Valid @BeanParam Scope scope, @Valid @BeanParam Writing writing, @NotNull @Valid Items bulk) {
        return register.putAll(templates, scope, bulk.items(), writing);
    }

    @DELETE
    @Path("{templateId}")
    @Operation(
            operationId = "deleteTemplate",
            summary = "Delete a template",
            description = "Deletes the template; its history stays.")
    public void delete(
            @Valid @BeanParam Scope scope,
            @Parameter(description = "The template.", example = "delarsrapport") @PathParam("templateId")
                    String templateId,
            @Valid @BeanParam Deletion deletion) {
        register.delete(templates, scope, templateId, deletion);
    }
}
