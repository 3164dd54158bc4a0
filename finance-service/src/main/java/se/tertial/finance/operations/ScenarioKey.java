package se.tertial.finance.operations;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.kit.problem.Violations;
import se.tertial.language.Message;

/** What a figure is about: its scenario, its period and, of a forecast, the round it was made in. */
public final class ScenarioKey {

    private ScenarioKey() {}

    /** The part of a row's key that says so: {@code forecast~2021~2021-08}. */
    public static String key(Enum<?> scenario, ReportingPeriod period, @Nullable ReportingPeriod round) {
        return name(scenario) + "~" + period + (round == null ? "" : "~" + round);
    }

    /** How a scenario is called in keys: {@code forecast}. */
    public static String name(Enum<?> scenario) {
        return scenario.name().equals("ANNUAL_ACCOUNTS")
                ? "annual-accounts"
                : scenario.name().toLowerCase(Locale.ROOT);
    }

    /** A forecast has a round, of the same year, and is of a full year; nothing else has; annual accounts are of a full year. */
    public static void check(
            String pointer,
            Enum<?> scenario,
            ReportingPeriod period,
            @Nullable ReportingPeriod round,
            Violations violations) {
        boolean forecast = scenario.name().equals("FORECAST");
        if (forecast && round == null) {
            violations.add(pointer + "/round", Message.of("A forecast says for which period's report it was made."));
        }
        if (!forecast && round != null) {
            violations.add(pointer + "/round", Message.of("Only a forecast has a round."));
        }
        if (round != null && round.isFullYear()) {
            violations.add(pointer + "/round", Message.of("A round is a month, such as 2021-08."));
        }
        if (!period.isFullYear() && (forecast || scenario.name().equals("ANNUAL_ACCOUNTS"))) {
            violations.add(
                    pointer + "/period",
                    Message.of("A forecast and annual accounts are of a full year, such as 2021."));
        }
    }
}
