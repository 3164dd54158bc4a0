package se.tertial.report.wording;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.tertial.kit.period.ReportingPeriod;

/** Words for periods. */
class LabelsTest {

    @ParameterizedTest
    @CsvSource({
        "2024-01, {span}, januari 2024",
        "2024-02, {span}, jan–feb 2024",
        "2024-03, {span}, jan–mars 2024",
        "2021-08, Redovisat {span}, Redovisat jan–aug 2021",
        "2024, {span}, helår 2024",
        "2024-05, {short}, maj 2024",
        "2024-06, {short}, juni 2024",
        "2024-08, {short-1y}, aug. 2023",
        "2024-02, {month}, Februari 2024",
        "2024-02, Uppföljning för {month}, Uppföljning för februari 2024",
        "2024-02, Utfall t.o.m. {month}, Utfall t.o.m. februari 2024",
        "2024-02, 'Klart. {month} är slut', 'Klart. Februari 2024 är slut'",
        "2024-02, '{day}, jämfört med {month-1y}', '29 februari 2024, jämfört med februari 2023'",
        "2024-02, {day-1y}, 28 februari 2023",
    })
    void periodIsWrittenAsInASentence(String period, String label, String words) {
        assertEquals(words, new Labels(ReportingPeriod.parse(period)).of(label));
    }

    @Test
    void whatStandsForNothingIsFound() {
        assertEquals(Optional.of("{year+1y}"), Labels.unknownPlaceholder("Plan {year} och {year+1y}", true));
        assertEquals(Optional.of("{organisation}"), Labels.unknownPlaceholder("Enligt {organisation}", false));
        assertEquals(Optional.empty(), Labels.unknownPlaceholder("Enligt {organisation} {day-6y}", true));
    }
}
