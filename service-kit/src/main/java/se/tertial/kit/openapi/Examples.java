package se.tertial.kit.openapi;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.jspecify.annotations.Nullable;

/**
 * An example of every body. Of what is stored it is the example of its event, which is the same row; of everything else it is made of
 * the examples of its parts.
 */
final class Examples {

    private static final String SCHEMAS = "#/components/schemas/";
    /** The same in request and answer, so that the two belong together. */
    private static final String NAME = "vss";

    private final String service;
    private final OpenAPI document;
    private final Map<String, Schema> schemas;
    private final ObjectMapper json = new ObjectMapper();

    private Examples(String service, OpenAPI document) {
        this.service = service;
        this.document = document;
        this.schemas = document.getComponents().getSchemas();
    }

    static Examples of(String service, OpenAPI document) {
        return new Examples(service, document);
    }

    void complete() {
        schemas.forEach((name, schema) -> {
            Map<String, Object> row = stored(name, schema);
            if (row != null) {
                schema.setExamples(List.of(row));
            }
        });
        document.getPaths().getPathItems().values().stream()
                .flatMap(item -> item.getOperations().values().stream())
                .forEach(this::complete);
    }

    private void complete(Operation operation) {
        if (operation.getRequestBody() != null) {
            complete(operation.getRequestBody().getContent(), false);
        }
        operation.getResponses().getAPIResponses().values().stream()
                .map(response -> response.getContent())
                .filter(Objects::nonNull)
                .forEach(content -> complete(content, true));
    }

    private void complete(Content content, boolean answer) {
        content.getMediaTypes().forEach((type, media) -> {
            if (media.getExamples() == null && media.getExample() == null) {
                complete(media, answer);
            }
        });
    }

    private void complete(MediaType media, boolean answer) {
        Object value = example(media.getSchema(), answer, List.of());
        media.addExample(NAME, OASFactory.createExample().value(value));
    }

    /** The row of the event's example, without what only the service says; null if the schema is of no row. */
    private @Nullable Map<String, Object> stored(String name, Schema schema) {
        if (schema.getProperties() == null || !schema.getProperties().containsKey("revision")) {
            return null;
        }
        String kebab = name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
        return Stream.of(kebab, kebab.substring(kebab.lastIndexOf('-') + 1))
                .map(this::event)
                .filter(Objects::nonNull)
                .findFirst()
                .map(row -> {
                    row.keySet().removeIf(property -> isReadOnly(schema, property));
                    return row;
                })
                .orElse(null);
    }

    private static boolean isReadOnly(Schema schema, String property) {
        Schema described = schema.getProperties().get(property);
        return described == null || Boolean.TRUE.equals(described.getReadOnly());
    }

    @SuppressWarnings("unchecked")
    private @Nullable Map<String, Object> event(String kind) {
        String topic = service.replace("-service", "") + "." + kind + ".v1";
        String file = "/META-INF/tertial/" + service + "/contract/" + topic + ".example.json";
        try (InputStream example = Examples.class.getResourceAsStream(file)) {
            return example == null ? null : json.readValue(example, LinkedHashMap.class);
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }

    /**
     * An example of a schema.
     *
     * @param answer whether it is answered; what is sent has no properties that only the service says
     * @param within the schemas that it is a part of: none is shown within itself
     */
    private Object example(Schema referring, boolean answer, List<Schema> within) {
        Schema schema = resolve(referring);
        Object given = first(referring, schema);
        if (schema.getProperties() != null && !schema.getProperties().isEmpty()) {
            return object(schema, given, answer, within);
        }
        if (given != null) {
            return given;
        }
        if (schema.getEnumeration() != null) {
            return schema.getEnumeration().get(0);
        }
        if (schema.getOneOf() != null) {
            return example(schema.getOneOf().get(0), answer, within);
        }
        SchemaType type =
                schema.getType() == null ? SchemaType.OBJECT : schema.getType().get(0);
        return switch (type) {
            case ARRAY -> array(schema, answer, within);
            case BOOLEAN -> false;
            case INTEGER, NUMBER -> Schemas.least(schema);
            case STRING -> throw new IllegalStateException("No example of a text: " + describe(referring, schema));
            default -> Map.of();
        };
    }

    private List<Object> array(Schema schema, boolean answer, List<Schema> within) {
        return within.contains(resolve(schema.getItems()))
                ? List.of()
                : List.of(example(schema.getItems(), answer, within));
    }

    private Map<String, Object> object(Schema schema, @Nullable Object given, boolean answer, List<Schema> within) {
        Map<String, Object> object = new LinkedHashMap<>();
        List<Schema> around = new ArrayList<>(within);
        around.add(schema);
        Map<?, ?> known = given instanceof Map<?, ?> map ? map : Map.of();
        schema.getProperties().forEach((name, property) -> {
            boolean readOnly = Boolean.TRUE.equals(property.getReadOnly());
            boolean required =
                    schema.getRequired() != null && schema.getRequired().contains(name);
            boolean shown = given == null
                    ? required
                            || (first(property, resolve(property)) != null
                                    && resolve(property).getProperties() == null)
                    : readOnly;
            if (known.containsKey(name)) {
                object.put(name, known.get(name));
            } else if (shown && (answer || !readOnly)) {
                object.put(name, example(property, answer, around));
            }
        });
        return object;
    }

    @SuppressWarnings("deprecation") // Schemas writes it
    private static @Nullable Object first(Schema referring, Schema schema) {
        return Stream.of(referring, schema)
                .flatMap(one -> Stream.of(
                                one.getExamples() == null
                                        ? null
                                        : one.getExamples().get(0),
                                one.getExample())
                        .filter(Objects::nonNull))
                .findFirst()
                .orElse(null);
    }

    private Schema resolve(Schema schema) {
        return schema.getRef() == null
                ? schema
                : Objects.requireNonNull(schemas.get(schema.getRef().substring(SCHEMAS.length())), schema.getRef());
    }

    private static String describe(Schema referring, Schema schema) {
        return referring.getRef() != null ? referring.getRef() : String.valueOf(schema.getDescription());
    }
}
