package se.tertial.kit.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.deser.ValueInstantiator;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.money.Money;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.language.Message;

/**
 * How the APIs read and write JSON: strictly and bounded. Money, decimals and periods are strings. Unknown fields and values of the
 * wrong form are errors, all of them reported with their places (see {@link ReadingErrors}).
 */
@Singleton
public class Json implements ObjectMapperCustomizer {

    /** A full bulk write of the largest rows has half as many; small values could otherwise fill the memory. */
    private static final long MOST_TOKENS = 1_000_000;

    static final Message NOT_A_PERIOD =
            Message.of("A period is a year, such as “2021”, or a year and a month, such as “2021-08”.");
    static final Message NOT_A_STRING = Message.of("Must be a string.");
    static final Message WRONG_FORM = Message.of("This has the wrong form.");

    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,18}(\\.[0-9]{1,18})?");

    /** Java knows years of nine digits, years before the first, and lists of three numbers. */
    private static final Pattern DATE = Pattern.compile("(?!0000)[0-9]{4}-[0-9]{2}-[0-9]{2}");

    private static final Message NOT_A_DATE = Message.of("Not a date or time of the RFC 3339 form.");

    @Produces
    @ApplicationScoped
    Clock clock() {
        return Clock.systemUTC();
    }

    @Override
    @SuppressWarnings("deprecation") // the mapper that Quarkus made cannot be built again
    public void customize(ObjectMapper mapper) {
        mapper.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(50)
                        .maxNumberLength(40)
                        .maxStringLength(200_000)
                        .maxNameLength(200)
                        .maxTokenCount(MOST_TOKENS)
                        .build());
        // An emoji takes four bytes so, and twelve as escapes.
        mapper.getFactory().enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8.mappedFeature());
        mapper.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .addHandler(new Collector());
        mapper.coercionConfigFor(LogicalType.Textual)
                .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
        mapper.registerModule(new SimpleModule("tertial")
                .setDeserializerModifier(new Words())
                .addSerializer(BigDecimal.class, new PlainText())
                .addDeserializer(
                        BigDecimal.class,
                        new FromText<>(
                                BigDecimal.class,
                                Json::decimal,
                                Message.of("A number has a decimal point, such as “64.7”.")))
                .addSerializer(Money.class, ToStringSerializer.instance)
                .addDeserializer(
                        Money.class,
                        new FromText<>(
                                Money.class,
                                Money::parse,
                                Message.of(
                                        "An amount is kronor with a decimal point, at most two decimals and at most 15 digits, such as “-1234.50”.")))
                .addSerializer(ReportingPeriod.class, ToStringSerializer.instance)
                .addDeserializer(
                        ReportingPeriod.class,
                        new FromText<>(ReportingPeriod.class, ReportingPeriod::parse, NOT_A_PERIOD)));
    }

    static Message oneOf(Collection<String> names) {
        return Message.of("Must be one of {0}.", names);
    }

    private static BigDecimal decimal(String text) {
        if (!DECIMAL.matcher(text).matches()) {
            throw new IllegalArgumentException("no decimal number");
        }
        return new BigDecimal(text);
    }

    private static LocalDate date(String text) {
        if (!DATE.matcher(text).matches()) {
            throw new IllegalArgumentException("no date");
        }
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Reads enumerations by their names to the letter; Jackson takes numbers for them, and drops spaces around them. */
    private static final class Words extends BeanDeserializerModifier {

        private static final long serialVersionUID = 1L;

        @Override
        public JsonDeserializer<?> modifyEnumDeserializer(
                DeserializationConfig config, JavaType type, BeanDescription description, JsonDeserializer<?> usual) {
            return words(type.getRawClass());
        }

        /** Also where another module brings a reader of dates of its own, whichever was registered last. */
        @Override
        public JsonDeserializer<?> modifyDeserializer(
                DeserializationConfig config, BeanDescription description, JsonDeserializer<?> usual) {
            return description.getBeanClass() == LocalDate.class
                    ? new FromText<>(LocalDate.class, Json::date, NOT_A_DATE)
                    : usual;
        }

        private static <T> JsonDeserializer<T> words(Class<T> type) {
            Map<String, T> words = new LinkedHashMap<>();
            for (T constant : type.getEnumConstants()) {
                words.put(((Enum<?>) constant).name(), constant);
            }
            return new FromText<>(
                    type,
                    text -> {
                        T constant = words.get(text);
                        if (constant == null) {
                            throw new IllegalArgumentException("no such word");
                        }
                        return constant;
                    },
                    oneOf(words.keySet()));
        }
    }

    /** A decimal as text, never with an exponent. */
    private static final class PlainText extends StdScalarSerializer<BigDecimal> {

        private static final long serialVersionUID = 1L;

        PlainText() {
            super(BigDecimal.class);
        }

        @Override
        public void serialize(BigDecimal value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(value.toPlainString());
        }
    }

    private static final class FromText<T> extends StdScalarDeserializer<T> {

        private static final long serialVersionUID = 1L;

        private final transient Function<String, T> parse;

        private final transient Message form;

        FromText(Class<T> type, Function<String, T> parse, Message form) {
            super(type);
            this.parse = parse;
            this.form = form;
        }

        @Override
        @SuppressWarnings("unchecked") // what Jackson makes of what is none is of the type it was told
        public @Nullable T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.hasToken(JsonToken.VALUE_STRING)) {
                return (T) context.handleUnexpectedToken(handledType(), parser);
            }
            try {
                return parse.apply(parser.getText());
            } catch (IllegalArgumentException e) {
                if (ReadingErrors.collecting()) {
                    ReadingErrors.add(Collector.pointer(parser), form);
                    return null;
                }
                return (T) context.handleWeirdStringValue(handledType(), parser.getText(), "%s", form);
            }
        }
    }

    /** Keeps reading after an error, so that all of them can be told at once. */
    private static final class Collector extends DeserializationProblemHandler {

        @Override
        public boolean handleUnknownProperty(
                DeserializationContext context,
                JsonParser parser,
                JsonDeserializer<?> deserializer,
                Object bean,
                String name)
                throws IOException {
            if (!ReadingErrors.collecting()) {
                return false;
            }
            ReadingErrors.add(pointer(parser), Message.of("There is no field “{0}” here.", name));
            parser.skipChildren();
            return true;
        }

        @Override
        public @Nullable Object handleWeirdStringValue(
                DeserializationContext context, Class<?> type, String value, String failure) {
            if (!ReadingErrors.collecting()) {
                return NOT_HANDLED;
            }
            Message message = type.getName().startsWith("java.time.") ? NOT_A_DATE : WRONG_FORM;
            ReadingErrors.add(pointer(context.getParser()), message);
            return null;
        }

        @Override
        public @Nullable Object handleUnexpectedToken(
                DeserializationContext context, JavaType type, JsonToken token, JsonParser parser, String failure)
                throws IOException {
            if (!ReadingErrors.collecting()) {
                return NOT_HANDLED;
            }
            add(type, parser);
            return null;
        }

        @Override
        public @Nullable Object handleMissingInstantiator(
                DeserializationContext context,
                Class<?> type,
                @Nullable ValueInstantiator instantiator,
                JsonParser parser,
                String failure)
                throws IOException {
            if (!ReadingErrors.collecting()) {
                return NOT_HANDLED;
            }
            add(context.constructType(type), parser);
            return null;
        }

        private static void add(JavaType type, JsonParser parser) throws IOException {
            ReadingErrors.add(pointer(parser), wanted(type));
            parser.skipChildren();
        }

        private static Message wanted(JavaType type) {
            if (type.isCollectionLikeType()) {
                return Message.of("Must be a list.");
            }
            if (type.hasRawClass(Integer.class) || type.hasRawClass(int.class)) {
                return Message.of("Must be a whole number.");
            }
            if (type.hasRawClass(Boolean.class) || type.hasRawClass(boolean.class)) {
                return Message.of("Must be true or false.");
            }
            boolean object = type.getRawClass().isRecord()
                    && !type.hasRawClass(Money.class)
                    && !type.hasRawClass(ReportingPeriod.class);
            return object ? Message.of("Must be an object.") : NOT_A_STRING;
        }

        private static String pointer(JsonParser parser) {
            return parser.getParsingContext().pathAsPointer().toString();
        }
    }
}
