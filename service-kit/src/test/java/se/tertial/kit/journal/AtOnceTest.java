package se.tertial.kit.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows are read at once in so many that they take four mebibytes at most, however large they are. */
class AtOnceTest {

    @ParameterizedTest
    @CsvSource({"0, 500", "200, 500", "8388, 500", "8389, 499", "262144, 16", "4194304, 1", "9999999, 1"})
    void theLargestRowDecides(long bytes, int rows) {
        assertEquals(rows, Journal.atOnce(bytes));
    }
}
