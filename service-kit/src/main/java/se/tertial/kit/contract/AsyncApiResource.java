package se.tertial.kit.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Variant;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.ExternalDocumentation;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirementsSet;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.problem.Problem;
import se.tertial.kit.problem.Violation;
import se.tertial.language.Message;

/** The service's events, documented beside its API: {@code contract/asyncapi.yaml} with all that it refers to. */
@Singleton
@Path("asyncapi")
@Tag(name = "Documentation", description = "What the service is and what it promises, for programs.")
public class AsyncApiResource {

    private static final String YAML = "application/yaml";
    private static final List<Variant> VARIANTS = Variant.mediaTypes(
                    MediaType.valueOf(YAML), MediaType.APPLICATION_JSON_TYPE)
            .build();
    private static final ObjectMapper READER = new YAMLMapper();

    private final Written json;
    private final Written yaml;

    private record Written(String type, byte[] bytes, EntityTag tag) {

        static Written of(String type, String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            // Weak: it may be compressed on its way.
            return new Written(type, bytes, new EntityTag(digest(bytes), true));
        }
    }

    AsyncApiResource(@ConfigProperty(name = "quarkus.application.name") String service) {
        JsonNode document =
                Bundle.of(URI.create("/" + service + "/contract/asyncapi.yaml"), AsyncApiResource::packaged);
        try {
            json = Written.of(
                    "application/json;charset=UTF-8",
                    JsonMapper.builder()
                                    .build()
                                    .writerWithDefaultPrettyPrinter()
                                    .writeValueAsString(document) + "\n");
            yaml = Written.of(
                    YAML + ";charset=UTF-8",
                    YAMLMapper.builder()
                            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER, YAMLGenerator.Feature.SPLIT_LINES)
                            .enable(
                                    YAMLGenerator.Feature.MINIMIZE_QUOTES,
                                    YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                            .build()
                            .writeValueAsString(document));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @GET
    @PermitAll
    @Produces({YAML, MediaType.APPLICATION_JSON})
    @SecurityRequirementsSet
    @Operation(
            operationId = "getAsyncApi",
            summary = "Read the documentation of the events",
            description =
                    "The AsyncAPI 3 document of the Kafka topics that the service sends and receives, whole: with the "
                            + "schemas and examples of all messages. In YAML or JSON, by Accept or `format`. Needs no token.")
    @APIResponse(
            responseCode = "200",
            description = "The document.",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = AsyncApiDocument.class)),
                @Content(mediaType = YAML, schema = @Schema(implementation = AsyncApiDocument.class))
            })
    @APIResponse(responseCode = "304", description = "The client has it already.")
    public Response get(
            @Parameter(
                            description = "The format; without it, Accept decides.",
                            example = "json",
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            enumeration = {"json", "yaml"}))
                    @QueryParam("format")
                    @Nullable
                    String format,
            @Context Request request) {
        Written wanted = format == null ? accepted(request) : named(format);
        Response.ResponseBuilder known = request.evaluatePreconditions(wanted.tag());
        Response.ResponseBuilder response = known != null ? known : Response.ok(wanted.bytes(), wanted.type());
        return response.tag(wanted.tag())
                .header("Cache-Control", "public, no-cache")
                .header("Vary", "Accept")
                .build();
    }

    @Schema(
            name = "AsyncApiDocument",
            description = "An AsyncAPI 3 document.",
            additionalProperties = Schema.True.class,
            externalDocs =
                    @ExternalDocumentation(
                            description = "The specification of AsyncAPI",
                            url = "https://www.asyncapi.com/docs/reference/specification/v3.0.0"))
    record AsyncApiDocument(
            @Schema(description = "Version of the specification.", required = true, examples = "3.0.0")
                    String asyncapi) {}

    private Written accepted(Request request) {
        Variant variant = request.selectVariant(VARIANTS);
        return variant != null && variant.getMediaType().isCompatible(MediaType.APPLICATION_JSON_TYPE) ? json : yaml;
    }

    private Written named(String format) {
        return switch (format) {
            case "json" -> json;
            case "yaml" -> yaml;
            default ->
                throw Problem.malformed(
                        List.of(new Violation("format", "query", Message.of("A document is “json” or “yaml”."))));
        };
    }

    private static JsonNode packaged(URI path) {
        try (InputStream file = AsyncApiResource.class.getResourceAsStream("/META-INF/tertial" + path)) {
            if (file == null) {
                throw new IllegalStateException("Not packaged: " + path);
            }
            return READER.readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(path.toString(), e);
        }
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
