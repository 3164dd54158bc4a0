package se.tertial.faults.load;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** An assessment near the limit that a row has in bytes, or above it. Each of its texts is as long as it may be. */
final class LargeRow {

    private static final String TEXT = "😀".repeat(20_000);
    /** Of 80 000 bytes each; a row takes at most 262 144. */
    private static final int FITTING = 3;

    private LargeRow() {}

    static ObjectNode of(int row, long operation, boolean tooLarge) {
        ObjectNode assessment = Kind.ASSESSMENT.row(row, operation);
        ArrayNode results = (ArrayNode) assessment.get("results");
        for (int text = 0; text < (tooLarge ? FITTING + 1 : FITTING); text++) {
            results.add(TEXT);
        }
        return assessment;
    }
}
