package se.tertial.kit.api;

import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.kit.problem.Problem;
import se.tertial.kit.problem.Violation;

/** Periods as parameters of paths and queries. */
@Provider
public class PeriodParameters implements ParamConverterProvider {

    @Override
    @SuppressWarnings("unchecked") // the type is checked
    public <T> @Nullable ParamConverter<T> getConverter(Class<T> type, Type genericType, Annotation[] annotations) {
        return type.equals(ReportingPeriod.class) ? (ParamConverter<T>) new Converter() : null;
    }

    private static final class Converter implements ParamConverter<ReportingPeriod> {

        @Override
        public ReportingPeriod fromString(String value) {
            try {
                return ReportingPeriod.parse(value);
            } catch (IllegalArgumentException e) {
                throw Problem.malformed(List.of(new Violation("period", "path", String.valueOf(e.getMessage()))));
            }
        }

        @Override
        public String toString(ReportingPeriod value) {
            return value.toString();
        }
    }
}
