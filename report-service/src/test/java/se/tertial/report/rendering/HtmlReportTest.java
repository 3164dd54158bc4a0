package se.tertial.report.rendering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.report.document.Block;
import se.tertial.report.document.Cell;
import se.tertial.report.document.Document;
import se.tertial.report.document.Section;
import se.tertial.report.document.Table;
import se.tertial.report.document.Table.Role;

class HtmlReportTest {

    private static final ReportingPeriod AUGUST = ReportingPeriod.parse("2021-08");

    @Test
    void headingsOfATextContinueThoseOfThePageWithoutLeavingOutALevel() {
        String page = page(section(
                "mission",
                "Uppdrag",
                List.of(new Block.Text("# Ett\n\n### Två\n\n## Två igen\n\n# Ett igen")),
                section("below", "Under", List.of(new Block.Text("###### Tre\n\ntext")))));

        assertEquals(
                List.of("h2 Uppdrag", "h3 Ett", "h4 Två", "h4 Två igen", "h3 Ett igen", "h3 Under", "h4 Tre"),
                headings(page));
    }

    @Test
    void internalControlIsIntroducedBeforeItsPointsAndConcludedAfterThem() {
        String page = page(section(
                "plans",
                "Planer",
                List.of(new Block.Plans(List.of(new Block.Plans.Plan(
                        "internkontrollplan",
                        "Internkontrollplan",
                        "Två moment var planerade.",
                        List.of(
                                new Block.Plans.ControlPoint("attester", "Attester", "Några avvikelser.", null),
                                new Block.Plans.ControlPoint("mutor", "Mutor", "En enhet.", "Arbetet fortsätter.")),
                        "Till hösten kommer riskanalyser."))))));

        assertInOrder(
                page,
                "Två moment var planerade.",
                "Attester",
                "Några avvikelser.",
                "Mutor",
                "Arbetet fortsätter.",
                "Till hösten kommer riskanalyser.");
    }

    @Test
    void eventWithoutAStatedEffectSaysNothingOfIt() {
        String page = page(section(
                "events",
                "Händelser",
                List.of(new Block.Events(List.of(
                        new Block.Events.Event("beslut", "Ett beslut.", List.of(), null, null),
                        new Block.Events.Event("disk", "En disk.", List.of(), "Neutral.", null))))));

        assertEquals(1, count(page, "Ekonomisk effekt:"));
        assertInOrder(page, "Ett beslut.", "En disk.", "Ekonomisk effekt:", "Neutral.");
    }

    @Test
    void tablesWithTheSameCaptionHaveNamesOfTheirOwn() {
        String page = page(
                section("now", "Resultat", List.of(table("now-table", row(null, "LKDATA")))),
                section("year", "Prognos", List.of(table("year-table", row(null, "LKDATA")))));

        List<String> names = Pattern.compile("role=\"group\" tabindex=\"0\" aria-labelledby=\"([^\"]*)\"")
                .matcher(page)
                .results()
                .map(match -> match.group(1))
                .toList();

        assertEquals(List.of("now-h caption-now-table", "year-h caption-year-table"), names);
        names.forEach(
                name -> List.of(name.split(" ")).forEach(id -> assertEquals(1, count(page, "id=\"" + id + "\""), id)));
    }

    @Test
    void nameOfAGroupIsARowOfItsOwnAboveItsRows() {
        String page = page(section(
                "indicators",
                "Indikatorer",
                List.of(table(
                        "t",
                        row("God service", "Svarsservice"),
                        row("God service", "Kundnöjdhet"),
                        row("Inköp", "Trohet")))));

        assertInOrder(page, ">God service</th></tr>", "Svarsservice", "Kundnöjdhet", ">Inköp</th></tr>", "Trohet");
        assertEquals(1, count(page, "God service"));
        assertEquals(2, count(page, "<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"2\">"));
        assertFalse(page.contains("rowspan"));
    }

    @Test
    void nameWithANumberIsNotBrokenAndALongCompoundOnlyWhereItsPartsMeet() {
        String page = page(
                section("result", "Förvaltningsindikatorer", List.of(table("t", row(null, "skyddslager Covid-19")))));

        assertTrue(page.contains("skyddslager <span class=\"whole\">Covid-19</span>"), page);
        assertTrue(page.contains(">Förvaltnings\u00ADindikatorer</h2>"), page);
    }

    @Test
    void chartIsDrawnForAWideAndForANarrowPageWithItsWordsInBoth() {
        Cell value = Cell.number(new BigDecimal("285300.27"), "285", null, List.of());
        String page = page(section(
                "economy",
                "Ekonomi",
                List.of(new Block.Chart(
                        "chart",
                        "Netto",
                        "Stapeldiagram: Netto. Ekonomi: Prognos 285.",
                        "tkr",
                        LocalDate.of(2021, 10, 1),
                        List.of("Prognos"),
                        List.of(new Block.Chart.Category("Verksamhetsområde ekonomi och annat", List.of(value))),
                        null,
                        List.of(),
                        null))));

        for (String form : List.of("wide", "narrow")) {
            assertTrue(page.contains("aria-labelledby=\"chart-" + form + "-title chart-" + form + "-desc\""), form);
            assertEquals(1, count(page, "id=\"chart-" + form + "-desc\">Stapeldiagram: Netto. Ekonomi: Prognos 285."));
        }
        assertEquals(1, count(page, ">Verksamhetsområde</tspan>"));
        assertEquals(1, count(page, ">Verksamhetsområde ekonomi och annat</tspan>"));
    }

    @Test
    void chartThatDoesNotShowAllStandsAboveATableThatDoes() {
        Cell value = Cell.number(new BigDecimal("285300.27"), "285", null, List.of());
        String page = page(section(
                "economy",
                "Ekonomi",
                List.of(new Block.Chart(
                        "chart",
                        "Netto",
                        "Stapeldiagram: Netto.",
                        "tkr",
                        null,
                        List.of("Prognos"),
                        List.of(
                                new Block.Chart.Category("Övriga (471)", List.of(value)),
                                new Block.Chart.Category("Sen", List.of(Cell.notReported())),
                                new Block.Chart.Category("Ny", List.of(Cell.notApplicable()))),
                        null,
                        List.of("Tabellen visar alla."),
                        table("chart-table", row(null, "Skola"), row(null, "Vård"))))));

        assertInOrder(
                page, "<figure", "Tabellen visar alla.", "</figure>", "<table id=\"chart-table\"", "Skola", "Vård");
        assertEquals(2, count(page, ">saknas</text>"));
        assertEquals(2, count(page, ">-</text>"));
    }

    private static String page(Section... sections) {
        return HtmlReport.render(new Document(
                "Delårsrapport",
                new Document.Party("0580", "Linköpings kommun"),
                new Document.Party("vss", "VSS"),
                AUGUST,
                AUGUST.lastDay(),
                "sv",
                Document.State.DRAFT,
                null,
                List.of(),
                Map.of(),
                List.of(sections)));
    }

    private static Section section(String id, String heading, List<Block> blocks, Section... below) {
        return new Section(id, heading, blocks, List.of(below));
    }

    private static Table table(String id, Table.Row... rows) {
        return new Table(
                id,
                "Driftsammandrag",
                "tkr",
                null,
                List.of("Verksamhet"),
                List.of(column()),
                List.of(rows),
                List.of(),
                List.of());
    }

    private static Table.Column column() {
        return new Table.Column(
                "actual", "Redovisat", null, Table.Column.Scenario.ACTUAL, AUGUST, Table.Column.Side.NET);
    }

    private static Table.Row row(@Nullable String group, String label) {
        return new Table.Row(
                label,
                group,
                label,
                Role.ITEM,
                0,
                null,
                null,
                List.of(Cell.number(BigDecimal.ONE, "1", null, List.of())));
    }

    private static List<String> headings(String page) {
        return Pattern.compile("<(h[2-6])[^>]*>([^<]*)</h")
                .matcher(page.substring(page.indexOf("<main")))
                .results()
                .map(match -> match.group(1) + " " + match.group(2))
                .toList();
    }

    private static void assertInOrder(String page, String... parts) {
        int from = page.indexOf("<main");
        for (String part : parts) {
            int at = page.indexOf(part, from);
            assertTrue(at >= 0, part + " comes too early or not at all");
            from = at + part.length();
        }
    }

    private static int count(String page, String part) {
        Matcher matcher = Pattern.compile(Pattern.quote(part)).matcher(page);
        int count = 0;
        while (matcher.find()) {
            count++;
        }
        return count;
    }
}
