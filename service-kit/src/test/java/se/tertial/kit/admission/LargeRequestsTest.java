package se.tertial.kit.admission;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.tertial.kit.problem.Problem;

class LargeRequestsTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "4, 2", "9, 4"})
    void municipalityHasThemOnHalfOfTheProcessors(int processors, int places) {
        LargeRequests requests = new LargeRequests(processors);
        for (int place = 0; place < places; place++) {
            assertNotNull(requests.enter("0580", Duration.ZERO));
        }

        assertThrows(Problem.class, () -> requests.enter("0580", Duration.ZERO));
    }

    @Test
    void othersDoNotWaitForThem() {
        LargeRequests requests = new LargeRequests(1);
        assertNotNull(requests.enter("0580", Duration.ZERO));

        assertNotNull(requests.enter("0581", Duration.ZERO));
    }

    @Test
    void placeThatWasGivenBackIsThereAgain() {
        LargeRequests requests = new LargeRequests(1);

        requests.enter("0580", Duration.ZERO).close();

        assertNotNull(requests.enter("0580", Duration.ZERO));
    }
}
