package se.tertial.faults.proof;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A row of report-service's read model.
 *
 * @param scope municipality and administration, with a slash between
 * @param body  what reports use of the row; null if it was deleted
 */
record ReadModelRow(String scope, String topic, String key, long revision, @Nullable JsonNode body) {

    /** Which row of which administration. */
    record Address(String scope, String topic, String key) {}

    Address address() {
        return new Address(scope, topic, key);
    }
}
