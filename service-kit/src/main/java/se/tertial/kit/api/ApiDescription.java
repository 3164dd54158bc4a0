package se.tertial.kit.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.Paths;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/**
 * Completes an OpenAPI document with what all the APIs have in common: contact, licence, servers, the bearer token and the
 * error responses.
 */
public class ApiDescription implements OASFilter {

    private static final Map<String, String> ERRORS = new LinkedHashMap<>();

    static {
        ERRORS.put("400", "The request is malformed; each error is listed with its place.");
        ERRORS.put("401", "No valid bearer token.");
        ERRORS.put("403", "The token does not grant this in this municipality and administration.");
        ERRORS.put("404", "There is no such resource.");
        ERRORS.put("409", "Not possible in the state things are in.");
        ERRORS.put("413", "The request is too large.");
        ERRORS.put("415", "The body is not application/json.");
        ERRORS.put("422", "The content breaks a rule; each error is listed with its place.");
        ERRORS.put("429", "Too many requests; see Retry-After.");
        ERRORS.put("500", "Unexpected failure; nothing was changed.");
        ERRORS.put("503", "Not ready; try again.");
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        Config config = ConfigProvider.getConfig();
        String root = config.getValue("quarkus.http.root-path", String.class);
        document.setOpenapi("3.1.0");
        document.getInfo()
                .contact(OASFactory.createContact()
                        .name("Tertial")
                        .url("https://tertial.se")
                        .email("api@tertial.se"))
                .license(OASFactory.createLicense().name("EUPL-1.2").url("https://eupl.eu/1.2/en/"))
                .termsOfService("https://tertial.se/villkor");
        document.setServers(List.of(OASFactory.createServer()
                .url("https://kommun.example" + root)
                .description("Where your municipality runs Tertial")));
        document.setExternalDocs(OASFactory.createExternalDocumentation()
                .description("Documentation, service level and glossary")
                .url("https://tertial.se/docs"));
        if (document.getComponents() == null) {
            document.setComponents(OASFactory.createComponents());
        }
        document.getComponents()
                .addSecurityScheme(
                        "bearer",
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .bearerFormat("JWT")
                                .description(
                                        "An OpenID Connect access token of the municipality's identity provider."));
        Paths stripped = OASFactory.createPaths();
        document.getPaths().getPathItems().forEach((path, item) -> {
            item.getOperations().forEach((method, operation) -> complete(path, method, operation));
            stripped.addPathItem(path.startsWith(root) ? path.substring(root.length()) : path, item);
        });
        document.setPaths(stripped);
        ListSchemas.rename(document);
    }

    private static void complete(String path, PathItem.HttpMethod method, Operation operation) {
        if (operation.getSecurity() == null) {
            operation.addSecurityRequirement(
                    OASFactory.createSecurityRequirement().addScheme("bearer"));
        }
        boolean body = operation.getRequestBody() != null;
        boolean writes = method != PathItem.HttpMethod.GET;
        APIResponses responses = operation.getResponses();
        ERRORS.forEach((status, description) -> {
            boolean applies =
                    switch (status) {
                        case "409" -> writes;
                        case "413", "415", "422" -> body;
                        case "404" -> path.contains("{");
                        default -> true;
                    };
            if (applies && !responses.hasAPIResponse(status)) {
                responses.addAPIResponse(status, problem(description));
            }
        });
    }

    private static APIResponse problem(String description) {
        Schema schema = OASFactory.createSchema().ref("#/components/schemas/Problem");
        Content content = OASFactory.createContent()
                .addMediaType(
                        "application/problem+json", OASFactory.createMediaType().schema(schema));
        return OASFactory.createAPIResponse().description(description).content(content);
    }
}
