package se.tertial.kit.period;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.tertial.language.Language;

class ReportingPeriodTest {

    @ParameterizedTest
    @CsvSource({"2021, 2021, 2021", "2021-01, 2021-01, januari 2021", "2021-08, 2021-08, januari–augusti 2021"})
    void periodIsWordedAsEachLanguageWordsIt(String period, String english, String swedish) {
        ReportingPeriod worded = ReportingPeriod.parse(period);

        assertEquals(english, worded.in(Language.ENGLISH));
        assertEquals(swedish, worded.in(Language.SWEDISH));
    }
}
