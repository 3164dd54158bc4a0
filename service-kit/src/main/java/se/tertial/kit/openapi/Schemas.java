package se.tertial.kit.openapi;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/** Makes the generated schemas say what readers and generators of clients need, where they are written by rule. */
final class Schemas {

    private static final String SCHEMAS = "#/components/schemas/";
    /** Far beyond any identifier there can be; longer ones find nothing. */
    private static final int LONGEST_PARAMETER = 300;

    private final Map<String, Schema> schemas;
    private final Map<String, Schema> scalars = new HashMap<>();

    private Schemas(Map<String, Schema> schemas) {
        this.schemas = schemas;
        schemas.forEach((name, schema) -> {
            boolean scalar = schema.getType() != null
                    && schema.getType().contains(SchemaType.STRING)
                    && schema.getEnumeration() == null;
            if (scalar) {
                scalars.put(SCHEMAS + name, schema);
            }
        });
    }

    static void complete(OpenAPI document) {
        Schemas schemas = new Schemas(document.getComponents().getSchemas());
        schemas.schemas.forEach(schemas::complete);
        document.getPaths().getPathItems().values().stream()
                .flatMap(item -> item.getOperations().values().stream())
                .flatMap(Schemas::parameters)
                .forEach(schemas::complete);
        schemas.scalars.keySet().forEach(reference -> document.getComponents()
                .removeSchema(reference.substring(SCHEMAS.length())));
    }

    private static Stream<Parameter> parameters(Operation operation) {
        return operation.getParameters() == null ? Stream.empty() : operation.getParameters().stream();
    }

    private void complete(Parameter parameter) {
        Schema schema = parameter.getSchema();
        inline(schema);
        boolean text = schema.getType() != null && schema.getType().contains(SchemaType.STRING);
        boolean bounded = schema.getEnumeration() != null
                || schema.getPattern() != null
                || schema.getFormat() != null
                || schema.getMaxLength() != null;
        if (text && !bounded) {
            schema.setMaxLength(LONGEST_PARAMETER);
        }
    }

    private void complete(String name, Schema schema) {
        if (schema.getDiscriminator() != null) {
            tell(schema);
        }
        if (schema.getProperties() == null) {
            return;
        }
        schema.getProperties().values().forEach(this::property);
        Schema items = schema.getProperties().get("items");
        if (name.endsWith("Bulk") && items != null) {
            items.setDescription("What to write: all of it or, if one is wrong, nothing.");
        }
    }

    @SuppressWarnings("deprecation") // a list of examples of dates would be written as a list of numbers
    private void property(Schema property) {
        inline(property);
        if (property.getItems() != null) {
            inline(property.getItems());
        }
        String pattern = property.getPattern();
        if (pattern != null && !pattern.startsWith("^")) {
            // In Java a pattern is of the whole text; in a schema it need only be somewhere in it.
            property.setPattern("^(?:" + pattern + ")$");
        }
        if (property.getExamples() != null
                && property.getType() != null
                && property.getType().contains(SchemaType.STRING)) {
            property.setExamples(
                    property.getExamples().stream().map(Schemas::text).toList());
        }
        String format = property.getFormat();
        if (("date".equals(format) || "date-time".equals(format)) && property.getExamples() != null) {
            property.setExample(property.getExamples().get(0));
            property.setExamples(null);
        }
    }

    /** An annotation's example that looks like a number was read as one, though it is of text. */
    private static Object text(Object example) {
        return example instanceof BigDecimal decimal
                ? decimal.toPlainString()
                : example instanceof Number number ? number.toString() : example;
    }

    /** Text of a certain form stands where it is used: a date is no type of its own to a client. */
    private void inline(Schema schema) {
        Schema scalar = scalars.get(String.valueOf(schema.getRef()));
        if (scalar == null) {
            return;
        }
        schema.setRef(null);
        schema.setType(scalar.getType());
        schema.setFormat(scalar.getFormat());
        schema.setPattern(scalar.getPattern());
        schema.setExamples(
                schema.getExamples() == null
                        ? scalar.getExamples()
                        : schema.getExamples().stream()
                                .map(example -> text(example, scalar))
                                .toList());
        if (schema.getDescription() == null) {
            schema.setDescription(scalar.getDescription());
        }
    }

    /** What the generator took for a number, because it consists of digits, is text with as many decimals as its form shows. */
    private static Object text(Object example, Schema scalar) {
        if (!(example instanceof Number)) {
            return example;
        }
        BigDecimal number = new BigDecimal(example.toString());
        int decimals = scalar.getExamples() == null
                ? 0
                : decimals(scalar.getExamples().get(0).toString());
        return number.setScale(Math.max(decimals, number.scale())).toPlainString();
    }

    private static int decimals(String number) {
        int point = number.indexOf('.');
        return point < 0 ? 0 : number.length() - point - 1;
    }

    /** Each kind of a thing says which it is. */
    private void tell(Schema schema) {
        String property = schema.getDiscriminator().getPropertyName();
        schema.getDiscriminator().getMapping().forEach((value, reference) -> {
            Schema kind = Objects.requireNonNull(schemas.get(reference.substring(SCHEMAS.length())), reference);
            kind.addProperty(
                    property,
                    OASFactory.createSchema()
                            .addType(SchemaType.STRING)
                            .enumeration(List.of(value))
                            .description("Which kind it is."));
            kind.addRequired(property);
        });
    }

    static BigDecimal least(Schema schema) {
        return schema.getMinimum() == null ? BigDecimal.ONE : schema.getMinimum();
    }
}
