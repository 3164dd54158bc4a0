package se.tertial.kit.contract;

import jakarta.annotation.security.PermitAll;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.LocalDate;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirementsSet;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Which API this is and how it stands, as the national REST API profile wants it told (VER.06, VER.07). */
@Singleton
@Path("api-info")
@Tag(name = "Documentation", description = "What the service is and what it promises, for programs.")
public class ApiInfoResource {

    private final String name;
    private final String version;
    private final LocalDate released;

    ApiInfoResource(
            @ConfigProperty(name = "quarkus.smallrye-openapi.info-title") String name,
            @ConfigProperty(name = "quarkus.smallrye-openapi.info-version") String version,
            @ConfigProperty(name = "tertial.api.released") LocalDate released) {
        this.name = name;
        this.version = version;
        this.released = released;
    }

    @GET
    @PermitAll
    @Produces(MediaType.APPLICATION_JSON)
    @SecurityRequirementsSet
    @Operation(
            operationId = "getApiInfo",
            summary = "Read which API this is",
            description = "The API's name, version, documentation and place in its life cycle. Needs no token.")
    public ApiInfo get(@Context UriInfo uri) {
        String service = uri.getBaseUri().getPath().split("/", 3)[1];
        URI documentation = uri.getBaseUriBuilder()
                .replacePath("docs")
                .queryParam("api", service)
                .build();
        return new ApiInfo(name, version, released, documentation.toString(), Status.BETA);
    }

    @Schema(name = "ApiInfo", description = "Which API this is and how it stands.")
    record ApiInfo(
            @Schema(description = "Name of the API.", examples = "Tertial goals API") String apiName,
            @Schema(
                            description = "Version of the API (semantic versioning).",
                            examples = "0.5.0",
                            pattern = "^\\d+\\.\\d+\\.\\d+$")
                    String apiVersion,
            @Schema(description = "The day on which this version was released.", examples = "2026-11-30")
                    LocalDate apiReleased,
            @Schema(
                            description = "Where its documentation is.",
                            format = "uri",
                            examples = "https://kommun.example/docs?api=goals")
                    String apiDocumentation,
            @Schema(description = "Its place in its life cycle.") Status apiStatus) {}

    /** An API's place in its life cycle. */
    @Schema(
            name = "ApiStatus",
            description = "BETA: may still change; ACTIVE: stable; DEPRECATED: will be withdrawn; RETIRED: is no more.")
    enum Status {
        BETA,
        ACTIVE,
        DEPRECATED,
        RETIRED
    }
}
