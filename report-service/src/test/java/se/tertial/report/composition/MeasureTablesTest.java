package se.tertial.report.composition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static se.tertial.report.composition.SmallReport.row;
import static se.tertial.report.composition.SmallReport.rows;
import static se.tertial.report.composition.SmallReport.table;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import se.tertial.report.document.Cell;
import se.tertial.report.document.Document;
import se.tertial.report.document.Document.Incompleteness;
import se.tertial.report.document.Table;

class MeasureTablesTest {

    private static final String FORECASTS =
            """
            "rowHeader": "Mått", "rowsOf": "MEASURES", "rows": [{"of": "s"}],
            "columns": [{"columnId": "f", "label": "Prognos", "content": "FORECAST", "period": "year"}]
            """;
    private static final String OUTCOMES =
            """
            "rowHeader": "Mått", "rowsOf": "MEASURES", "rows": [{"of": "s"}],
            "columns": [{"columnId": "a", "label": "Utfall", "content": "MEASUREMENT", "period": "year"}]
            """;

    private static final String CHOSEN =
            OUTCOMES.replace("{\"of\": \"s\"}", "{\"of\": \"s\"}, {\"of\": \"d1\"}, {\"of\": \"d2\"}");

    private final SmallReport report = new SmallReport();

    @ParameterizedTest
    @CsvSource({
        "ca 100, ca 100, TEXT",
        "Öka med 2 %, Öka med 2 %, TEXT",
        "Ingen förändring, Ingen förändring, TEXT",
        "'3,5–4,0', '3,5–4,0', TEXT",
        "Stängt, Stängt, TEXT",
        "IU, IU, NO_DATA",
        "-, -, NOT_APPLICABLE"
    })
    void forecastInWordsIsShownAsItWasWritten(String words, String shown, Cell.State state) {
        report.indicator("s", "antal", ", \"decimals\": 0");
        forecast("\"text\": \"" + words + "\"");

        Document document = report.composed("2025-08", FORECASTS);

        assertEquals(List.of("s | " + shown), rows(document));
        assertEquals(state, table(document).rows().get(0).cells().get(0).state());
        assertEquals(List.of(), document.incomplete());
    }

    /** Twelve asterisks nobody tells from eleven. */
    @Test
    void footnotesBeyondFiveStarsAreNumberedAndTheSameWordsHaveTheSameMark() {
        List<String> notes = List.of("Ett", "Två", "Tre", "Fyra", "Fem", "Sex", "Sju", "Ett", "Sju");
        StringBuilder chosen = new StringBuilder();
        for (int index = 0; index < notes.size(); index++) {
            report.indicator("m" + index, "antal", ", \"decimals\": 0");
            report.fact(
                    "indicators.measurement.v1",
                    """
                    {"indicatorId": "m%d", "period": "2025", "breakdown": "total", "footnote": "%s",
                     "value": {"state": "NUMBER", "number": "1"}}
                    """
                            .formatted(index, notes.get(index)));
            chosen.append(index == 0 ? "" : ", ")
                    .append("{\"of\": \"m")
                    .append(index)
                    .append("\"}");
        }

        Table table = table(report.composed("2025-08", OUTCOMES.replace("{\"of\": \"s\"}", chosen)));

        assertEquals(
                List.of("* Ett", "** Två", "*** Tre", "**** Fyra", "***** Fem", "6) Sex", "7) Sju"),
                table.footnotes().stream()
                        .map(footnote -> footnote.mark() + " " + footnote.text())
                        .toList());
        assertEquals(
                List.of("*", "**", "***", "****", "*****", "6)", "7)", "*", "7)"),
                table.rows().stream()
                        .map(row -> String.valueOf(row.cells().get(0).footnote()))
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"INDICATOR", "PERSONNEL_MEASURE", "VOLUME_MEASURE"})
    void anyMeasureIsForecast(String kind) {
        measure(kind);
        forecast("\"number\": \"1234.56\"");

        Table table = table(report.composed("2025-08", FORECASTS));

        assertEquals("s | 1 234,6", row(table.rows().get(0)));
        assertEquals(
                new Table.Column(
                        "f",
                        "Prognos",
                        null,
                        Table.Column.Scenario.FORECAST,
                        table.columns().get(0).period(),
                        Table.Column.Side.VALUE),
                table.columns().get(0));
        assertEquals(
                table.rows(),
                table(report.composed("2025-08", FORECASTS.replace("FORECAST", "VOLUME_FORECAST")))
                        .rows());
    }

    @Test
    void forecastThatIsExpectedIsLateAndAnyOtherIsAnEmptyCell() {
        measure("VOLUME_MEASURE");

        Document volume = report.composed("2025-08", FORECASTS);

        assertEquals(List.of("s | saknas"), rows(volume));
        assertEquals(
                List.of(new Incompleteness("missing-forecast", "Volymmåttet ”s” saknar prognos.")),
                volume.incomplete());
        SmallReport other = new SmallReport();
        other.indicator("s", "antal", "");
        Document indicator = other.composed("2025-08", FORECASTS);
        assertEquals(
                Cell.State.EMPTY, table(indicator).rows().get(0).cells().get(0).state());
        assertEquals(List.of(), indicator.incomplete());
    }

    @ParameterizedTest
    @CsvSource({
        "4.6666666666666667, 1, '4,7'",
        "0.25, 1, '0,3'",
        "-0.25, 1, '-0,3'",
        "-0.04, 1, '0,0'",
        "2500.5, 0, '2 501'",
        "4, 1, '4'",
        "4.0, 2, '4,0'",
        "1.005, 2, '1,01'"
    })
    void numberIsKeptExactlyAndShownWithTheDecimalsOfItsMeasure(String number, int decimals, String shown) {
        report.indicator("s", "antal", ", \"decimals\": " + decimals);
        report.measurement("s", "2025", "total", number);

        Table.Row row = table(report.composed("2025", OUTCOMES)).rows().get(0);

        assertEquals("s | " + shown, row(row));
        assertEquals(new BigDecimal(number), row.cells().get(0).value());
    }

    @Test
    void targetKeepsTheDecimalsThatWereDecided() {
        report.indicator("s", "antal", ", \"decimals\": 0");
        report.target("3,75");

        assertEquals(List.of("s | 3,75"), rows(report.composed("2025", OUTCOMES.replace("MEASUREMENT", "TARGET"))));
    }

    @Test
    void noteSaysThatPartsAreRoundedWhereTheyAddUpAndAsShownDoNot() {
        report.indicator(
                "s",
                "antal",
                ", \"decimals\": 0, \"categories\": [{\"categoryId\": \"x\", \"name\": \"X\"}, {\"categoryId\": \"y\", \"name\": \"Y\"}]");
        report.measurement("s", "2025", "total", "38.8");
        report.measurement("s", "2025", "x", "28.4");
        report.measurement("s", "2025", "y", "10.4");

        Document document = report.composed("2025", OUTCOMES);

        assertEquals(List.of("s | 39", "X | 28", "Y | 10"), rows(document));
        assertEquals(
                List.of("Delar och summor är avrundade var för sig. Därför kan de skilja sig åt."),
                table(document).notes());
    }

    @Test
    void noteStandsWhereWhatAMeasureIsMadeOfPartsFromIt() {
        report.fact("indicators.indicator.v1", volume("s", "\"decimals\": 0"));
        report.fact("indicators.indicator.v1", volume("d1", "\"decimals\": 0, \"ofWhich\": true, \"parentId\": \"s\""));
        report.fact("indicators.indicator.v1", volume("d2", "\"decimals\": 0, \"ofWhich\": true, \"parentId\": \"s\""));
        report.measurement("s", "2025", "total", "1");
        report.measurement("d1", "2025", "total", "0.5");
        report.measurement("d2", "2025", "total", "0.5");

        Document document = report.composed(
                "2025", OUTCOMES.replace("\"MEASURES\", \"rows\": [{\"of\": \"s\"}]", "\"VOLUME_MEASURES\""));

        assertEquals(List.of("s | 1", "d1 | 1", "d2 | 1"), rows(document));
        assertEquals(1, table(document).notes().size());
    }

    @Test
    void nothingIsNotedOfTargetsThatAddUpAsTheyAreShown() {
        parts("1");
        target("s", "100,00");
        target("d1", "33,35");
        target("d2", "66,65");

        Document document = report.composed("2025", CHOSEN.replace("MEASUREMENT", "TARGET"));

        assertEquals(List.of("s | 100,00", "d1 | 33,35", "d2 | 66,65"), rows(document));
        assertEquals(List.of(), table(document).notes());
        assertEquals(
                List.of(),
                table(report.composed(
                                "2025",
                                OUTCOMES.replace("\"MEASURES\", \"rows\": [{\"of\": \"s\"}]", "\"VOLUME_MEASURES\"")
                                        .replace("MEASUREMENT", "TARGET")))
                        .notes());
    }

    @Test
    void noteStandsWhereChosenPartsPartFromTheirSumInThousands() {
        parts("0");
        report.measurement("s", "2025", "total", "-2500");
        report.measurement("d1", "2025", "total", "-1249.5");
        report.measurement("d2", "2025", "total", "-1250.5");

        Document document = report.composed("2025", CHOSEN);

        assertEquals(List.of("s | -2 500", "d1 | -1 250", "d2 | -1 251"), rows(document));
        assertEquals(
                List.of("Delar och summor är avrundade var för sig. Därför kan de skilja sig åt."),
                table(document).notes());
    }

    @Test
    void nothingIsNotedOfChosenPartsThatAddUp() {
        parts("0");
        report.measurement("s", "2025", "total", "2500");
        report.measurement("d1", "2025", "total", "1249");
        report.measurement("d2", "2025", "total", "1251");

        assertEquals(List.of(), table(report.composed("2025", CHOSEN)).notes());
    }

    private void parts(String decimals) {
        report.fact("indicators.indicator.v1", volume("s", "\"decimals\": " + decimals));
        for (String part : List.of("d1", "d2")) {
            report.fact(
                    "indicators.indicator.v1",
                    volume(part, "\"decimals\": " + decimals + ", \"ofWhich\": true, \"parentId\": \"s\""));
        }
    }

    private void target(String indicator, String expression) {
        report.fact(
                "indicators.target.v1",
                "{\"indicatorId\": \"%s\", \"period\": \"2025\", \"expression\": \"%s\"}"
                        .formatted(indicator, expression));
    }

    @Test
    void nothingIsNotedOfMeansOrOfPartsThatAddUp() {
        report.indicator("s", "%", ", \"decimals\": 1");
        report.measurement("s", "2025", "total", "5.0");
        report.measurement("s", "2025", "women", "5.64");
        report.measurement("s", "2025", "men", "4.12");

        assertEquals(List.of(), table(report.composed("2025", OUTCOMES)).notes());

        SmallReport count = new SmallReport();
        count.indicator("s", "antal", ", \"decimals\": 0");
        count.measurement("s", "2025", "total", "10.5");
        count.measurement("s", "2025", "women", "7.0");
        count.measurement("s", "2025", "men", "3.5");
        assertEquals(List.of(), table(count.composed("2025", OUTCOMES)).notes());
    }

    private void measure(String kind) {
        report.fact(
                "indicators.indicator.v1",
                "{\"indicatorId\": \"s\", \"name\": \"s\", \"kind\": \"%s\", \"unit\": \"antal\", \"order\": 1, \"decimals\": 1}"
                        .formatted(kind));
    }

    private static String volume(String id, String more) {
        return "{\"indicatorId\": \"%s\", \"name\": \"%s\", \"kind\": \"VOLUME_MEASURE\", \"unit\": \"antal\", \"order\": 1, %s}"
                .formatted(id, id, more);
    }

    private void forecast(String expected) {
        report.fact(
                "indicators.forecast.v1",
                "{\"indicatorId\": \"s\", \"period\": \"2025\", \"round\": \"2025-08\", %s}".formatted(expected));
    }
}
