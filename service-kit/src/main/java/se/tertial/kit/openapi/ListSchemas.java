package se.tertial.kit.openapi;

import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jspecify.annotations.Nullable;

/** Names the schemas of pages after what they list: {@code UnitList}, where the generator says {@code ListingUnitRow}. */
final class ListSchemas {

    private static final String SCHEMAS = "#/components/schemas/";
    private static final String GENERATED = "Listing";

    private ListSchemas() {}

    static void rename(OpenAPI document) {
        Map<String, String> names = new HashMap<>();
        Map<String, Schema> renamed = new HashMap<>();
        document.getComponents().getSchemas().forEach((name, schema) -> {
            String listed = name.startsWith(GENERATED) ? listed(schema) : null;
            if (listed != null) {
                names.put(SCHEMAS + name, SCHEMAS + listed + "List");
                renamed.put(listed + "List", schema);
            }
        });
        names.keySet()
                .forEach(reference -> document.getComponents().removeSchema(reference.substring(SCHEMAS.length())));
        document.getComponents().removeSchema(GENERATED);
        renamed.forEach(document.getComponents()::addSchema);
        document.getPaths().getPathItems().values().stream()
                .flatMap(item -> item.getOperations().values().stream())
                .flatMap(operation -> operation.getResponses().getAPIResponses().values().stream())
                .filter(response -> response.getContent() != null)
                .flatMap(response -> response.getContent().getMediaTypes().values().stream())
                .map(media -> media.getSchema())
                .filter(schema -> schema != null && names.containsKey(schema.getRef()))
                .forEach(schema -> schema.setRef(names.get(schema.getRef())));
    }

    private static @Nullable String listed(Schema page) {
        Schema items =
                page.getProperties() == null ? null : page.getProperties().get("items");
        if (items == null || items.getItems() == null || items.getItems().getRef() == null) {
            return null;
        }
        return items.getItems().getRef().substring(SCHEMAS.length());
    }
}
