package se.tertial.report.money;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import se.tertial.kit.money.Money;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.report.document.Allowance;
import se.tertial.report.document.Document.Incompleteness;
import se.tertial.report.document.Table;
import se.tertial.report.replica.Fact;
import se.tertial.report.replica.Fact.Scenario;
import se.tertial.report.replica.Fact.Unit.Contribution;
import se.tertial.report.replica.Fact.Unit.Placement;
import se.tertial.report.replica.Fact.Unit.Predecessor;
import se.tertial.report.replica.Fact.Unit.Predecessor.Kind;
import se.tertial.report.replica.Facts;
import se.tertial.report.replica.Known;
import se.tertial.report.template.TemplateColumn;
import se.tertial.report.template.TemplateColumn.Content;
import se.tertial.report.template.TemplateTable;
import se.tertial.report.wording.Missing;

/** Figures of 2021 and of the year before, shown in the organisation of another day. */
class OrganisationTest {

    private static final ReportingPeriod YEAR = ReportingPeriod.parse("2021");
    private static final LocalDate OLD = LocalDate.of(2020, 1, 1);
    private static final LocalDate LAST = LocalDate.of(2021, 9, 30);
    private static final LocalDate OCTOBER = LocalDate.of(2021, 10, 1);

    private final List<Known<?>> known = new ArrayList<>();
    private final Missing missing = new Missing();

    @Test
    void unitsThatMoveBelowAnAreaAreShownAsThatArea() {
        unit("stab", placed(null, OLD, null));
        unit("inkop", placed(null, OLD, LAST), placed("ekonomi", OCTOBER, null));
        unit("service", placed(null, OLD, LAST), placed("ekonomi", OCTOBER, null));
        unit("ekonomi", placed(null, OCTOBER, null));
        figures("stab", 1, 10);
        figures("inkop", 2, 20);
        figures("service", 3, 30);

        assertEquals(List.of("ekonomi 5 50", "stab 1 10", "Summa 6 60"), shownAsOf(OCTOBER));
        assertEquals(List.of("inkop 2 20", "service 3 30", "stab 1 10", "Summa 6 60"), shownAsOf(null));
        assertEquals(List.of(), missing.found());
    }

    @Test
    void whatIsBelowAUnitThatMovesFollowsIt() {
        unit("inkop", placed(null, OLD, LAST), placed("ekonomi", OCTOBER, null));
        unit("lager", placed("inkop", OLD, null));
        unit("ekonomi", placed(null, OCTOBER, null));
        figures("inkop", 2, 20);
        figures("lager", 7, 0);

        assertEquals(List.of("ekonomi 9 20", "Summa 9 20"), shownAsOf(OCTOBER));
    }

    @Test
    void unitsThatEndedAreShownAsWhatTheyBecame() {
        unit("arkiv", placed(null, OLD, LAST));
        unit("bibliotek", placed(null, OLD, LAST));
        unit(
                "kultur",
                List.of(from(Kind.MERGED, "arkiv"), from(Kind.MERGED, "bibliotek")),
                placed(null, OCTOBER, null));
        unit("gammal-vaxel", placed(null, OLD, LAST));
        unit("vaxel", List.of(from(Kind.MOVED, "gammal-vaxel")), placed("kultur", OCTOBER, null));
        figures("arkiv", 1, 10);
        figures("bibliotek", 2, 20);
        figures("gammal-vaxel", 4, 40);

        assertEquals(List.of("kultur 7 70", "Summa 7 70"), shownAsOf(OCTOBER));
        assertEquals(List.of(), missing.found());
    }

    @Test
    void dividedUnitIsShownByItselfAndReported() {
        unit("service", placed(null, OLD, LAST));
        unit("inne", List.of(from(Kind.SPLIT, "service")), placed(null, OCTOBER, null));
        unit("ute", List.of(from(Kind.SPLIT, "service")), placed(null, OCTOBER, null));
        figures("service", 3, 30);
        figures("inne", 5, 0);

        assertEquals(List.of("inne 5 0", "service 3 30", "Summa 8 30"), shownAsOf(OCTOBER));
        assertEquals(
                List.of(
                        new Incompleteness(
                                "divided-unit",
                                "Enheten ”service” motsvarar ingen enskild enhet i organisationen den 1 oktober 2021. Den visas därför för sig.")),
                missing.found());
    }

    @Test
    void unitThatGaveAPartAwayIsReportedForTheTimeBefore() {
        unit("service", placed(null, OLD, LAST), placed("inne", OCTOBER, null));
        unit("inne", placed(null, OCTOBER, null));
        unit("ute", List.of(from(Kind.SPLIT, "service")), placed(null, OCTOBER, null));
        figures("service", 3, 30);

        assertEquals(List.of("service 3 30", "Summa 3 30"), shownAsOf(OCTOBER));
        assertEquals("divided-unit", missing.found().get(0).kind());
    }

    @Test
    void unitWhosePartsStayTogetherIsShownAsTheirArea() {
        unit("service", placed(null, OLD, LAST));
        unit("inne", List.of(from(Kind.SPLIT, "service")), placed("omrade", OCTOBER, null));
        unit("ute", List.of(from(Kind.SPLIT, "service")), placed("omrade", OCTOBER, null));
        unit("omrade", placed(null, OCTOBER, null));
        figures("service", 3, 30);

        assertEquals(List.of("omrade 3 30", "Summa 3 30"), shownAsOf(OCTOBER));
        assertEquals(List.of(), missing.found());
    }

    @Test
    void unitOfWhichOnlyOnePartIsKnownIsReported() {
        unit("service", placed(null, OLD, LAST));
        unit("inne", List.of(from(Kind.SPLIT, "service")), placed(null, OCTOBER, null));
        figures("service", 3, 30);

        assertEquals(List.of("service 3 30", "Summa 3 30"), shownAsOf(OCTOBER));
        assertEquals("divided-unit", missing.found().get(0).kind());
    }

    @Test
    void laterUnitsAreShownAsWhatTheyWereMadeOf() {
        unit("service", placed(null, OLD, LAST));
        unit("inne", List.of(from(Kind.SPLIT, "service")), placed(null, OCTOBER, null));
        unit("ute", List.of(from(Kind.SPLIT, "service")), placed(null, OCTOBER, null));
        figures("service", 0, 30);
        figures("inne", 1, 0);
        figures("ute", 2, 0);

        assertEquals(List.of("service 3 30", "Summa 3 30"), shownAsOf(LAST));
        assertEquals(List.of(), missing.found());
    }

    @Test
    void laterUnitMadeOfSeveralIsShownByItselfAndReported() {
        unit("arkiv", placed(null, OLD, LAST));
        unit("bibliotek", placed(null, OLD, LAST));
        unit(
                "kultur",
                List.of(from(Kind.MERGED, "arkiv"), from(Kind.MERGED, "bibliotek")),
                placed(null, OCTOBER, null));
        figures("arkiv", 0, 10);
        figures("kultur", 4, 0);

        assertEquals(List.of("arkiv 0 10", "kultur 4 0", "Summa 4 10"), shownAsOf(LAST));
        assertEquals("divided-unit", missing.found().get(0).kind());
    }

    @Test
    void unitThatClosedOrCameFromElsewhereIsShownByItself() {
        unit("stangd", placed(null, OLD, LAST));
        unit(
                "kost",
                List.of(new Predecessor(Kind.MOVED, "kost", "leanlink")),
                placed(null, LocalDate.of(2022, 1, 1), null));
        figures("stangd", 1, 10);
        figures("kost", 2, 0);

        assertEquals(List.of("kost 2 0", "stangd 1 10", "Summa 3 10"), shownAsOf(OCTOBER));
        assertEquals(List.of(), missing.found());
    }

    @Test
    void figuresInsideAnothersAreNotAddedTwice() {
        unit("lkdata", placed(null, OLD, LAST), placed("omrade", OCTOBER, null));
        unit("support", Contribution.INFORMATIVE, List.of(), placed("lkdata", OLD, null));
        unit("omrade", placed(null, OCTOBER, null));
        figures("lkdata", 9, 90);
        figures("support", 4, 40);

        assertEquals(List.of("omrade 9 90", "Summa 9 90"), shownAsOf(OCTOBER));
    }

    @Test
    void unitsThatBecameEachOtherAreShownByThemselves() {
        unit("a", List.of(from(Kind.MOVED, "b")), placed(null, OLD, LAST));
        unit("b", List.of(from(Kind.MOVED, "a")), placed(null, OLD, LAST));
        figures("a", 1, 10);
        figures("b", 2, 20);

        assertEquals(List.of("a 1 10", "b 2 20", "Summa 3 30"), shownAsOf(OCTOBER));
    }

    private static Placement placed(@Nullable String parent, LocalDate from, @Nullable LocalDate to) {
        return new Placement(parent, from, to);
    }

    private static Predecessor from(Kind kind, String unit) {
        return new Predecessor(kind, unit, null);
    }

    private void unit(String id, Placement... placements) {
        unit(id, List.of(), placements);
    }

    private void unit(String id, List<Predecessor> predecessors, Placement... placements) {
        unit(id, Contribution.ADDITIVE, predecessors, placements);
    }

    private void unit(String id, Contribution contribution, List<Predecessor> predecessors, Placement... placements) {
        known.add(new Known<>(
                "finance.unit.v1",
                id,
                1,
                new Fact.Unit(id, id, null, 10, contribution, List.of(placements), predecessors)));
    }

    /** Thousands of kronor: the forecast of 2021 and the annual accounts of 2020 */
    private void figures(String unit, int forecast, int accounts) {
        line(unit, Scenario.FORECAST, YEAR, YEAR, forecast);
        line(unit, Scenario.ANNUAL_ACCOUNTS, YEAR.plusYears(-1), null, accounts);
    }

    private void line(
            String unit, Scenario scenario, ReportingPeriod period, @Nullable ReportingPeriod round, int thousands) {
        known.add(new Known<>(
                "finance.operating-line.v1",
                unit + scenario,
                1,
                new Fact.OperatingLine(
                        unit, scenario, period, round, null, null, new Money(BigDecimal.valueOf(thousands * 1000L)))));
    }

    private List<String> shownAsOf(@Nullable LocalDate day) {
        List<TemplateColumn> columns = List.of(
                new TemplateColumn("forecast", "Prognos", null, Content.FORECAST, "year", null, null, null),
                new TemplateColumn("accounts", "Bokslut", null, Content.ANNUAL_ACCOUNTS, "year-1y", null, null, null));
        Table table = new MoneyTables(YEAR, Facts.of(known), missing, Allowance.ofOneDocument())
                .table(
                        "t",
                        new TemplateTable(
                                "Netto",
                                "Verksamhet",
                                TemplateTable.Rows.UNITS,
                                null,
                                day,
                                null,
                                "Summa",
                                List.of(),
                                List.of(),
                                null,
                                null,
                                columns));
        return table.rows().stream()
                .map(row -> row.label() + " " + row.cells().get(0).display() + " "
                        + row.cells().get(1).display())
                .toList();
    }
}
