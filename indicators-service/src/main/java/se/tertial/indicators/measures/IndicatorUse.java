package se.tertial.indicators.measures;

import java.util.List;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Scope;

/** Whatever is stored about indicators, and so limits what they may become. */
public interface IndicatorUse {

    List<Use> uses(Scope scope);

    /** What is stored. */
    enum Kind {
        MEASUREMENT,
        TARGET,
        FORECAST;

        String word() {
            return switch (this) {
                case MEASUREMENT -> "measurements";
                case TARGET -> "targets";
                case FORECAST -> "forecasts";
            };
        }
    }

    /**
     * All of one kind about one indicator and breakdown, told together.
     *
     * @param breakdown what it is broken down by; null where the kind knows no breakdown
     * @param decimals  the most decimals that any of the numbers has
     * @param period    the first period it is about
     */
    record Use(String indicatorId, Kind kind, @Nullable String breakdown, int decimals, String period) {

        /** For people: {@code there are targets, of 2021 for one}. */
        String sentence() {
            return "there are " + kind.word() + ", of " + period + " for one";
        }
    }
}
