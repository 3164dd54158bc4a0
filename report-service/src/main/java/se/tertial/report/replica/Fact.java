package se.tertial.report.replica;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.money.Money;
import se.tertial.kit.period.ReportingPeriod;

/** What another service said of one thing: of each event only what reports are composed from. */
public sealed interface Fact {

    /** More than any service of ours takes. */
    int MOST_DIGITS = 40;

    /**
     * Raised by one whenever a record of this file reads more or otherwise: a read model that was built by a release with a
     * lower number is built anew. {@code FactVersionTest} notices when it is forgotten.
     */
    int VERSION = 2;

    /** The topics that are consumed, and what each carries. */
    Map<String, Class<? extends Fact>> TOPICS = Map.ofEntries(
            Map.entry("finance.municipality.v1", Municipality.class),
            Map.entry("finance.administration.v1", Administration.class),
            Map.entry("finance.unit.v1", Unit.class),
            Map.entry("finance.operating-line.v1", OperatingLine.class),
            Map.entry("finance.investment-object.v1", InvestmentObject.class),
            Map.entry("finance.investment-line.v1", InvestmentLine.class),
            Map.entry("indicators.indicator.v1", Indicator.class),
            Map.entry("indicators.measurement.v1", Measurement.class),
            Map.entry("indicators.target.v1", Target.class),
            Map.entry("indicators.forecast.v1", Forecast.class),
            Map.entry("goals.goal.v1", Goal.class),
            Map.entry("goals.assessment.v1", Assessment.class),
            Map.entry("goals.assignment.v1", Assignment.class),
            Map.entry("goals.activity.v1", Activity.class),
            Map.entry("goals.plan.v1", Plan.class),
            Map.entry("goals.plan-follow-up.v1", PlanFollowUp.class),
            Map.entry("goals.control-point.v1", ControlPoint.class));

    /** The period it is about; null if it is about none. */
    default @Nullable ReportingPeriod period() {
        return null;
    }

    record Municipality(String name) implements Fact {}

    record Administration(String name, String shortName, @Nullable String board) implements Fact {}

    record Unit(
            String unitId,
            String name,
            @Nullable String shortName,
            int order,
            Contribution contribution,
            List<Placement> placements,
            List<Predecessor> predecessors)
            implements Fact {

        public Unit {
            placements = placements == null ? List.of() : placements;
            predecessors = predecessors == null ? List.of() : predecessors;
        }

        /** Whether its figures are added to the administration's; if not they stand inside its parent's already. */
        public boolean addsUp() {
            return contribution == Contribution.ADDITIVE;
        }

        /** The first day of its first placement. */
        public LocalDate begins() {
            return placements.stream()
                    .map(Placement::validFrom)
                    .min(Comparator.naturalOrder())
                    .orElse(LocalDate.MIN);
        }

        /** Those of its predecessors that belonged to the same administration. */
        public Stream<Predecessor> predecessorsHere() {
            return predecessors.stream().filter(before -> before.administrationId() == null);
        }

        public boolean isPartOf(Unit other) {
            return predecessorsHere()
                    .anyMatch(before -> before.kind() == Predecessor.Kind.SPLIT
                            && before.unitId().equals(other.unitId()));
        }

        public enum Contribution {
            ADDITIVE,
            INFORMATIVE
        }

        /** A unit that it was made of. */
        public record Predecessor(Kind kind, String unitId, @Nullable String administrationId) {

            public enum Kind {
                MERGED,
                SPLIT,
                MOVED
            }
        }

        public record Placement(@Nullable String parentId, LocalDate validFrom, @Nullable LocalDate validTo) {

            public boolean isValidOn(LocalDate day) {
                return !day.isBefore(validFrom) && (validTo == null || !day.isAfter(validTo));
            }
        }
    }

    /** In which plan or outcome a figure stands. */
    enum Scenario {
        ACTUAL,
        BUDGET,
        FORECAST,
        ANNUAL_ACCOUNTS
    }

    /** Either income and cost, or net where no split is known. */
    record OperatingLine(
            String unitId,
            Scenario scenario,
            ReportingPeriod period,
            @Nullable ReportingPeriod round,
            @Nullable Money income,
            @Nullable Money cost,
            @Nullable Money net)
            implements Fact {

        public OperatingLine {
            if (net == null && (income == null || cost == null)) {
                throw new IllegalArgumentException("An operating line has income and cost, or a net.");
            }
        }

        /** Result (netto) = income − cost: positive is a surplus. */
        public Money result() {
            return net != null ? net : Objects.requireNonNull(income).minus(Objects.requireNonNull(cost));
        }
    }

    record InvestmentObject(String objectId, String unitId, String name, int order) implements Fact {}

    record InvestmentLine(
            String objectId,
            Scenario scenario,
            ReportingPeriod period,
            @Nullable ReportingPeriod round,
            Money expenditure,
            Money income)
            implements Fact {}

    /**
     * A measure.
     *
     * @param decimals how many decimals its numbers are shown with at most; null where nobody says, and then all are shown
     */
    record Indicator(
            String indicatorId,
            String name,
            Kind kind,
            boolean heading,
            @Nullable String parentId,
            @Nullable String goalId,
            String unit,
            @Nullable String scale,
            @Nullable Integer decimals,
            boolean ofWhich,
            int order,
            List<Category> categories)
            implements Fact {

        public Indicator {
            categories = categories == null ? List.of() : categories;
        }

        public enum Kind {
            INDICATOR,
            VOLUME_MEASURE,
            PERSONNEL_MEASURE
        }

        public record Category(String categoryId, String name) {}
    }

    record Measurement(
            String indicatorId,
            ReportingPeriod period,
            String breakdown,
            Value value,
            @Nullable String footnote,
            @Nullable String rowFootnote,
            @Nullable ReportingPeriod comparisonPeriod,
            boolean preliminary)
            implements Fact {

        /** A value, or why there is none. A number keeps the decimals it was reported with. */
        public record Value(State state, @Nullable BigDecimal number, @Nullable String text) {

            public Value {
                requireFigure(number);
                if ((state == State.NUMBER && number == null) || (state == State.TEXT && text == null)) {
                    throw new IllegalArgumentException("A value has what its state says.");
                }
            }

            public enum State {
                NUMBER,
                TEXT,
                NO_DATA,
                NOT_APPLICABLE
            }
        }
    }

    record Target(String indicatorId, ReportingPeriod period, String expression) implements Fact {}

    /** What a measure is expected to be: a number, or words. */
    record Forecast(
            String indicatorId,
            ReportingPeriod period,
            ReportingPeriod round,
            @Nullable BigDecimal number,
            @Nullable String text)
            implements Fact {

        public Forecast {
            requireFigure(number);
            if ((number == null) == (text == null)) {
                throw new IllegalArgumentException("A forecast is a number or a text.");
            }
        }
    }

    /** A number that can be written out: {@code 1E+999999999} is a thousand million digits. */
    private static void requireFigure(@Nullable BigDecimal number) {
        if (number != null && (number.precision() > MOST_DIGITS || Math.abs(number.scale()) > MOST_DIGITS)) {
            throw new IllegalArgumentException("A number has at most " + MOST_DIGITS + " digits.");
        }
    }

    record Goal(String goalId, Level level, @Nullable String parentId, String name, int order) implements Fact {

        public enum Level {
            AREA,
            MUNICIPAL,
            ADMINISTRATION
        }
    }

    record Assessment(
            String goalId, ReportingPeriod period, Status status, @Nullable String motivation, List<String> results)
            implements Fact {

        public Assessment {
            results = results == null ? List.of() : results;
        }

        public enum Status {
            FULFILLED,
            PARTLY_FULFILLED,
            NOT_FULFILLED,
            CANNOT_BE_ASSESSED
        }
    }

    /** How far planned work has come. */
    enum Progress {
        PLANNED,
        ONGOING,
        ON_PLAN,
        COMPLETED,
        DELAYED,
        NOT_COMPLETED
    }

    record Assignment(String assignmentId, String text, List<String> goalIds, Progress state, int order)
            implements Fact {

        public Assignment {
            goalIds = goalIds == null ? List.of() : goalIds;
        }
    }

    record Activity(String activityId, String name, String goalId, Progress state, @Nullable String comment, int order)
            implements Fact {}

    record Plan(String planId, String name, int order) implements Fact {}

    record PlanFollowUp(String planId, ReportingPeriod period, String text, @Nullable String conclusion)
            implements Fact {}

    record ControlPoint(
            String controlPointId,
            String planId,
            ReportingPeriod period,
            String name,
            String finding,
            @Nullable String measure,
            int order)
            implements Fact {}
}
