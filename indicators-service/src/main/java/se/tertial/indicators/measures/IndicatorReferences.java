package se.tertial.indicators.measures;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Scope;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.language.Message;

/** Whatever is stored about indicators, and so limits what they may become. */
public interface IndicatorReferences {

    /** What is stored about some indicators. */
    List<Use> uses(Scope scope, Collection<String> indicatorIds);

    /** Values that fall within a year, of indicators of which that is not expected: the first hundred. */
    default List<FallingCount> falling(Scope scope, Collection<String> indicatorIds) {
        return List.of();
    }

    /** What is stored. */
    enum Kind {
        MEASUREMENT,
        TARGET,
        FORECAST
    }

    /**
     * All of one kind about one indicator and breakdown, told together.
     *
     * @param breakdown what it is broken down by; null where the kind knows no breakdown
     * @param period    the first period it is about
     */
    record Use(String indicatorId, Kind kind, @Nullable String breakdown, String period) {

        /** For people: {@code there are targets, of 2021 for one}. */
        Message sentence() {
            ReportingPeriod first = ReportingPeriod.parse(period);
            return switch (kind) {
                case MEASUREMENT -> Message.of("there are measurements, of {0} for one", first);
                case TARGET -> Message.of("there are targets, of {0} for one", first);
                case FORECAST -> Message.of("there are forecasts, of {0} for one", first);
            };
        }
    }
}
