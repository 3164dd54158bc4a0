package se.tertial.kit.openapi;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Paths;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/** Completes the OpenAPI document of a service: what it is and who answers for it, then what follows by rule. */
public class ApiDescription implements OASFilter {

    @Override
    public void filterOpenAPI(OpenAPI document) {
        Config config = ConfigProvider.getConfig();
        String root = config.getValue("quarkus.http.root-path", String.class);
        String service = config.getValue("quarkus.application.name", String.class);
        if (document.getComponents() == null) {
            document.setComponents(OASFactory.createComponents());
        }
        introduce(document, root);
        exemplify(document, root, config.getValue("tertial.api.released", String.class));
        strip(document, root);
        ListSchemas.rename(document);
        boolean allAreWarnedOf = config.getOptionalValue("tertial.elsewhere.administrations", String.class)
                .isPresent();
        Set<String> warnedOf = Set.copyOf(
                config.getOptionalValues("tertial.api.warned", String.class).orElse(List.of()));
        warn(document, schema -> allAreWarnedOf || warnedOf.contains(schema));
        Schemas.complete(document);
        Answers.complete(document, root);
        Examples.of(service, document).complete();
    }

    private static void introduce(OpenAPI document, String root) {
        document.setOpenapi("3.1.0");
        document.getInfo()
                .contact(OASFactory.createContact()
                        .name("Tertial")
                        .url("https://tertial.se")
                        .email("api@tertial.se"))
                .license(OASFactory.createLicense().name("EUPL-1.2").url("https://eupl.eu/1.2/en/"))
                .termsOfService("https://tertial.se/villkor");
        document.setServers(List.of(OASFactory.createServer()
                .url(Answers.HOST + root)
                .description("Where your municipality runs Tertial")));
        document.setExternalDocs(OASFactory.createExternalDocumentation()
                .description("The documentation of all APIs, to read, to search and to try")
                .url(Answers.HOST + "/docs"));
        document.getComponents()
                .addSecurityScheme(
                        "bearer",
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .bearerFormat("JWT")
                                .description(
                                        "An OpenID Connect access token of the municipality's identity provider."));
    }

    /** What each service answers about itself has an example of its own. */
    private static void exemplify(OpenAPI document, String root, String released) {
        String service = root.split("/", 3)[1];
        exemplify(document, "ApiInfo", "apiName", document.getInfo().getTitle());
        exemplify(document, "ApiInfo", "apiVersion", document.getInfo().getVersion());
        exemplify(document, "ApiInfo", "apiReleased", released);
        exemplify(document, "ApiInfo", "apiDocumentation", Answers.HOST + "/docs?api=" + service);
        exemplify(document, "Link", "href", Answers.HOST + root + Answers.PERIODS + "?page=1&limit=20");
    }

    private static void exemplify(OpenAPI document, String schema, String property, String example) {
        Schema described =
                Objects.requireNonNull(document.getComponents().getSchemas().get(schema), schema);
        Objects.requireNonNull(described.getProperties().get(property), property)
                .setExamples(List.of(example));
    }

    /** The answer of a write of one row may tell of what may not be meant as it was written: see {@code Doubts}. */
    private static void warn(OpenAPI document, Predicate<String> isWarnedOf) {
        Map<String, Schema> schemas = document.getComponents().getSchemas();
        document.getPaths().getPathItems().forEach((path, item) -> {
            if (path.endsWith("}") && item.getPUT() != null) {
                String row = item.getPUT()
                        .getResponses()
                        .getAPIResponse("200")
                        .getContent()
                        .getMediaType("application/json")
                        .getSchema()
                        .getRef();
                String name = row.substring(row.lastIndexOf('/') + 1);
                if (!isWarnedOf.test(name)) {
                    return;
                }
                Objects.requireNonNull(schemas.get(name), row)
                        .addProperty(
                                "warnings",
                                OASFactory.createSchema()
                                        .addType(Schema.SchemaType.ARRAY)
                                        .items(OASFactory.createSchema().ref("#/components/schemas/Warning"))
                                        .readOnly(true)
                                        .description(
                                                "What may not be meant as it was written, such as what the row names and is not registered in the service that"
                                                        + " registers it: only in the answer of a write, and only if there is anything. The row is kept all the same."));
            }
        });
    }

    /** Paths are relative to the server, which names the service and the version. */
    private static void strip(OpenAPI document, String root) {
        Paths stripped = OASFactory.createPaths();
        document.getPaths()
                .getPathItems()
                .forEach((path, item) ->
                        stripped.addPathItem(path.startsWith(root) ? path.substring(root.length()) : path, item));
        document.setPaths(stripped);
    }
}
