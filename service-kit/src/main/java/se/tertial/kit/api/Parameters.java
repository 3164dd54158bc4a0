package se.tertial.kit.api;

import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.kit.problem.ParameterPlace;
import se.tertial.language.Message;

/** Periods, times, numbers, truth values and enumerations as parameters of paths and queries, in the words of the API. */
@Provider
public class Parameters implements ParamConverterProvider {

    @Override
    @SuppressWarnings("unchecked") // the type is checked
    public <T> @Nullable ParamConverter<T> getConverter(Class<T> type, Type genericType, Annotation[] annotations) {
        ParameterPlace place = ParameterPlace.of(annotations);
        if (type.equals(ReportingPeriod.class)) {
            return (ParamConverter<T>) new PeriodConverter(place);
        }
        if (type.equals(Integer.class) || type.equals(int.class)) {
            return (ParamConverter<T>) new NumberConverter<>(place, Integer::valueOf);
        }
        if (type.equals(Long.class)) {
            return (ParamConverter<T>) new NumberConverter<>(place, Long::valueOf);
        }
        if (type.equals(boolean.class) || type.equals(Boolean.class)) {
            return (ParamConverter<T>) new TruthConverter(place);
        }
        if (type.equals(Instant.class)) {
            return (ParamConverter<T>) new InstantConverter(place);
        }
        return type.isEnum() ? new EnumConverter<>(type, place) : null;
    }

    private record PeriodConverter(ParameterPlace place) implements ParamConverter<ReportingPeriod> {

        @Override
        public ReportingPeriod fromString(String value) {
            try {
                return ReportingPeriod.parse(value);
            } catch (IllegalArgumentException e) {
                throw place.refuse(Json.NOT_A_PERIOD);
            }
        }

        @Override
        public String toString(ReportingPeriod value) {
            return value.toString();
        }
    }

    /** A whole number; without this, what is none would be an address that does not exist. */
    private static final class NumberConverter<T extends Number> implements ParamConverter<T> {

        /** In the digits of the documents; Java reads those of every script. */
        private static final Pattern DIGITS = Pattern.compile("-?[0-9]+");

        private final Function<String, T> parse;
        private final ParameterPlace place;

        NumberConverter(ParameterPlace place, Function<String, T> parse) {
            this.place = place;
            this.parse = parse;
        }

        @Override
        public T fromString(String value) {
            try {
                if (DIGITS.matcher(value).matches()) {
                    return parse.apply(value);
                }
            } catch (NumberFormatException e) {
                // Told below.
            }
            throw place.refuse(Message.of("Must be a whole number."));
        }

        @Override
        public String toString(T value) {
            return value.toString();
        }
    }

    /** True or false; without this, whatever is not “true” would be taken for false. */
    private record TruthConverter(ParameterPlace place) implements ParamConverter<Boolean> {

        @Override
        public Boolean fromString(String value) {
            return switch (value) {
                case "true" -> true;
                case "false" -> false;
                default -> throw place.refuse(Message.of("Must be true or false."));
            };
        }

        @Override
        public String toString(Boolean value) {
            return value.toString();
        }
    }

    /** A time in any zone, of a year of four digits: Java knows years that no database keeps. */
    private record InstantConverter(ParameterPlace place) implements ParamConverter<Instant> {

        private static final Pattern FOUR_DIGIT_YEAR = Pattern.compile("[0-9]{4}-.*");

        @Override
        public Instant fromString(String value) {
            try {
                if (FOUR_DIGIT_YEAR.matcher(value).matches()) {
                    return OffsetDateTime.parse(value).toInstant();
                }
            } catch (DateTimeParseException e) {
                // Told below.
            }
            throw place.refuse(Message.of("A time is written as 2021-09-14T08:30:00Z, or with another offset than Z."));
        }

        @Override
        public String toString(Instant value) {
            return value.toString();
        }
    }

    /** An enumeration by the names that its constants have in JSON. */
    private static final class EnumConverter<T> implements ParamConverter<T> {

        private final Map<String, T> constants = new LinkedHashMap<>();
        private final ParameterPlace place;

        EnumConverter(Class<T> type, ParameterPlace place) {
            this.place = place;
            for (T constant : type.getEnumConstants()) {
                constants.put(((Enum<?>) constant).name(), constant);
            }
        }

        @Override
        public T fromString(String value) {
            T constant = constants.get(value);
            if (constant == null) {
                throw place.refuse(Json.oneOf(constants.keySet()));
            }
            return constant;
        }

        @Override
        public String toString(T value) {
            return ((Enum<?>) value).name();
        }
    }
}
