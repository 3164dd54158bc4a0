package se.tertial.kit.openapi;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.RecordComponentInfo;
import org.jboss.jandex.Type;
import org.jspecify.annotations.Nullable;

/**
 * Tells of the properties what their records know and the generator does not: how long a text may be, and which are always there. Of what a
 * service only answers that is all but those that may be null; of what it is sent, the constraints say what must be there.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class RecordProperties implements OASFilter {

    private static final String SCHEMAS = "#/components/schemas/";
    private static final DotName NULLABLE = DotName.createSimple("org.jspecify.annotations.Nullable");
    private static final DotName SCHEMA =
            DotName.createSimple("org.eclipse.microprofile.openapi.annotations.media.Schema");
    private static final DotName PROPERTY = DotName.createSimple("com.fasterxml.jackson.annotation.JsonProperty");

    private static final DotName TEXT = DotName.createSimple("se.tertial.kit.api.Text");
    private static final DotName INCLUDE = DotName.createSimple("com.fasterxml.jackson.annotation.JsonInclude");

    private final IndexView index;

    public RecordProperties(IndexView index) {
        this.index = index;
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        Map<String, Schema> schemas = document.getComponents().getSchemas();
        Set<String> sent = sent(document, schemas);
        Map<String, ClassInfo> records = records();
        schemas.forEach((name, schema) -> {
            ClassInfo described = records.get(name.startsWith("Listing") ? "Listing" : name);
            if (described == null || schema.getProperties() == null) {
                return;
            }
            if (schema.getRequired() == null && !sent.contains(name)) {
                schema.setRequired(present(described, schema));
            }
            for (RecordComponentInfo component : described.recordComponents()) {
                bound(component, schema.getProperties().get(component.name()));
            }
        });
    }

    private Map<String, ClassInfo> records() {
        Map<String, ClassInfo> records = new HashMap<>();
        for (AnnotationInstance annotation : index.getAnnotations(SCHEMA)) {
            if (annotation.target().kind() == AnnotationTarget.Kind.CLASS) {
                ClassInfo type = annotation.target().asClass();
                AnnotationValue name = annotation.value("name");
                if (type.isRecord()) {
                    records.put(name == null ? type.simpleName() : name.asString(), type);
                }
            }
        }
        return records;
    }

    private static void bound(RecordComponentInfo component, @Nullable Schema property) {
        if (property == null) {
            return;
        }
        AnnotationInstance text = component.annotation(TEXT);
        if (text != null && property.getItems() == null) {
            property.setMaxLength(text.value("max").asInt());
        } else if (property.getItems() != null && component.type().kind() == Type.Kind.PARAMETERIZED_TYPE) {
            AnnotationInstance each =
                    component.type().asParameterizedType().arguments().get(0).annotation(TEXT);
            property.getItems()
                    .setMaxLength(each == null ? null : each.value("max").asInt());
        }
    }

    private static List<String> present(ClassInfo described, Schema schema) {
        AnnotationInstance include = described.declaredAnnotation(INCLUDE);
        boolean omitsEmpty = include != null && include.value().asEnum().equals("NON_EMPTY");
        return described.recordComponents().stream()
                .filter(component -> !component.type().hasAnnotation(NULLABLE))
                .filter(component -> !(omitsEmpty && mayBeEmpty(component)))
                .map(component -> name(described, component))
                .filter(name ->
                        schema.getProperties() != null && schema.getProperties().containsKey(name))
                .toList();
    }

    private static boolean mayBeEmpty(RecordComponentInfo component) {
        return component.type().name().toString().startsWith("java.");
    }

    private static String name(ClassInfo described, RecordComponentInfo component) {
        @Nullable AnnotationInstance named = described.field(component.name()).annotation(PROPERTY);
        return named == null ? component.name() : named.value().asString();
    }

    private static Set<String> sent(OpenAPI document, Map<String, Schema> schemas) {
        Set<String> sent = new HashSet<>();
        document.getPaths().getPathItems().values().stream()
                .flatMap(item -> item.getOperations().values().stream())
                .map(operation -> operation.getRequestBody())
                .filter(Objects::nonNull)
                .map(body -> body.getContent())
                .flatMap(RecordProperties::schemas)
                .forEach(schema -> collect(schema, schemas, sent));
        return sent;
    }

    private static Stream<Schema> schemas(Content content) {
        return content.getMediaTypes().values().stream().map(media -> media.getSchema());
    }

    private static void collect(@Nullable Schema schema, Map<String, Schema> schemas, Set<String> found) {
        if (schema == null) {
            return;
        }
        if (schema.getRef() != null) {
            String name = schema.getRef().substring(SCHEMAS.length());
            if (found.add(name)) {
                collect(schemas.get(name), schemas, found);
            }
        }
        collect(schema.getItems(), schemas, found);
        if (schema.getProperties() != null) {
            schema.getProperties().values().forEach(property -> collect(property, schemas, found));
        }
    }
}
