package se.tertial.report.composition;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.NearLinear;
import se.tertial.kit.money.Money;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.kit.problem.Problem;
import se.tertial.report.EveryText;
import se.tertial.report.Example;
import se.tertial.report.document.Allowance;
import se.tertial.report.document.Document;
import se.tertial.report.rendering.HtmlReport;
import se.tertial.report.replica.Fact;
import se.tertial.report.replica.Fact.Unit;
import se.tertial.report.replica.Facts;
import se.tertial.report.replica.Known;
import se.tertial.report.template.TemplateRow;
import se.tertial.report.template.TemplateSection;
import se.tertial.report.template.TemplateTable;

/** What composing and rendering cost, whatever is known of an administration. */
class CompositionCostTest {

    private static final ReportingPeriod AUGUST = ReportingPeriod.parse("2021-08");

    @Test
    void reportOfAnAdministrationTwiceAsLargeCostsTwiceAsMuch() {
        List<Known<?>> example = Example.facts();
        NearLinear.inThisThread(
                "facts of all kinds",
                15,
                times -> made(Stream.concat(
                                example.stream(),
                                IntStream.range(1, times).boxed().flatMap(time -> example.stream()
                                        .<Known<?>>map(known -> EveryText.rewritten(known, text -> text + "-" + time))))
                        .toList()));
    }

    @Test
    void unitsThatStandBelowEachOtherWithoutEndCostNoMoreThanOthers() {
        NearLinear.inThisThread(
                "a line of units",
                2_000,
                size -> made(units(
                        size,
                        unit -> new Unit.Placement(unit == 0 ? null : "u" + (unit - 1), LocalDate.of(2020, 1, 1), null),
                        unit -> List.of())));
    }

    @Test
    void unitsThatBecameEachOtherWithoutEndCostNoMoreThanOthers() {
        NearLinear.inThisThread(
                "a line of successors",
                2_000,
                size -> made(units(
                        size,
                        unit -> new Unit.Placement(
                                null, LocalDate.of(2020, 1, 1), unit == size - 1 ? null : LocalDate.of(2020, 6, 30)),
                        unit -> unit == 0
                                ? List.of()
                                : List.of(new Unit.Predecessor(Unit.Predecessor.Kind.MOVED, "u" + (unit - 1), null)))));
    }

    @Test
    void documentLargerThanAnybodyReadsNamesTheSectionThatMakesItSo() {
        List<TemplateTable.ChosenRow> rows = IntStream.range(0, 200)
                .mapToObj(row -> new TemplateTable.ChosenRow("operations", "Rad " + row, null, null))
                .toList();
        TemplateTable small = table(Example.template());
        TemplateTable huge = new TemplateTable(
                "Summor",
                "Rad",
                TemplateTable.Rows.SUMMARY,
                null,
                null,
                null,
                null,
                List.of(),
                rows,
                null,
                null,
                small.columns());
        TemplateRow template = new TemplateRow(
                "huge",
                "Huge",
                List.of(new TemplateSection(
                        "sums", "Alla summor", TemplateSection.Kind.TABLE, huge, null, null, List.of())),
                null);
        List<Known<?>> facts =
                units(10_000, unit -> new Unit.Placement(null, LocalDate.of(2020, 1, 1), null), unit -> List.of());

        Problem problem = assertThrows(
                Problem.class, () -> ReportComposition.compose(input(template, facts), Allowance.ofOneDocument()));

        assertTrue(String.valueOf(problem.getMessage()).contains("Alla summor"), problem.getMessage());
    }

    @Test
    void documentThatNobodyWaitsForIsNotMade() {
        ReportComposition.Input input = Example.input();
        Document document = ReportComposition.compose(input);

        Problem composing = assertThrows(
                Problem.class, () -> ReportComposition.compose(input, new Allowance(() -> false, any -> {})));
        Problem rendering =
                assertThrows(Problem.class, () -> HtmlReport.render(document, new Allowance(() -> false, any -> {})));

        assertTrue(String.valueOf(composing.getMessage()).contains("Nobody waits"), composing.getMessage());
        assertTrue(String.valueOf(rendering.getMessage()).contains("Nobody waits"), rendering.getMessage());
    }

    @Test
    void documentTakesItsMemoryAsItGrowsAndStopsWhereThereIsNone() {
        Document document = ReportComposition.compose(Example.input());
        AtomicLong room = new AtomicLong(Long.MAX_VALUE);
        Allowance allowance = new Allowance(() -> true, bytes -> {
            if (room.addAndGet(-bytes) < 0) {
                throw Problem.crowded();
            }
        });

        int page = HtmlReport.render(document, allowance).length();

        assertTrue(Long.MAX_VALUE - room.get() >= page, "at least the page is counted");
        assertThrows(
                Problem.class,
                () -> HtmlReport.render(document, new Allowance(() -> true, bytes -> {
                    throw Problem.crowded();
                })));
    }

    @Test
    void numberOfAThousandMillionDigitsIsNoFigure() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Fact.Forecast(
                        "a", AUGUST.fullYear(), AUGUST, new java.math.BigDecimal("1E+999999999"), null));
    }

    private static TemplateTable table(TemplateRow template) {
        return template.sections().stream()
                .flatMap(CompositionCostTest::all)
                .map(TemplateSection::table)
                .filter(table -> table != null && table.rowsOf() == TemplateTable.Rows.UNITS)
                .findFirst()
                .orElseThrow();
    }

    private static Stream<TemplateSection> all(TemplateSection section) {
        return Stream.concat(Stream.of(section), section.sections().stream().flatMap(CompositionCostTest::all));
    }

    private static List<Known<?>> units(
            int size, IntFunction<Unit.Placement> placement, IntFunction<List<Unit.Predecessor>> predecessors) {
        List<Known<?>> facts = new ArrayList<>();
        for (int unit = 0; unit < size; unit++) {
            facts.add(known(
                    "finance.unit.v1",
                    unit,
                    new Unit(
                            "u" + unit,
                            "Enhet " + unit,
                            null,
                            unit,
                            Unit.Contribution.ADDITIVE,
                            List.of(placement.apply(unit)),
                            predecessors.apply(unit))));
            for (Fact.Scenario scenario : Fact.Scenario.values()) {
                facts.add(line(unit, scenario, AUGUST));
                facts.add(line(unit, scenario, AUGUST.fullYear()));
            }
        }
        return facts;
    }

    private static Known<?> line(int unit, Fact.Scenario scenario, ReportingPeriod period) {
        @Nullable ReportingPeriod round = scenario == Fact.Scenario.FORECAST ? AUGUST : null;
        return known(
                "finance.operating-line.v1",
                unit,
                new Fact.OperatingLine("u" + unit, scenario, period, round, null, null, Money.parse("1000.00")));
    }

    private static Known<?> known(String topic, int number, Fact fact) {
        return new Known<>(topic, "key-" + number, number, fact);
    }

    private static void made(List<Known<?>> facts) {
        Document document = ReportComposition.compose(input(Example.template(), facts));
        assertFalse(HtmlReport.render(document).isEmpty());
    }

    private static ReportComposition.Input input(TemplateRow template, List<Known<?>> facts) {
        ReportComposition.Input example = Example.input();
        return new ReportComposition.Input(
                example.scope(),
                example.period(),
                example.title(),
                template,
                template.templateId(),
                example.narratives(),
                example.events(),
                Facts.of(facts),
                example.readModel());
    }
}
