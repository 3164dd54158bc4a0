package se.tertial.kit.anchor;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.Comparator;
import se.tertial.kit.access.Scope;

/**
 * What a trail was at a time. What is signed are the bytes of this as JSON, as they lie on the topic.
 *
 * @param administrationId empty for the municipality's own trail
 * @param epoch how many times the database had been declared restored
 * @param revision the number of the last entry
 * @param head the digest of the last entry, and so of all before it
 * @param entries how many there were
 * @param anchoredSince when the trail was first anchored: nothing was missing from one anchor to the next since
 * @param topicId the topic that it was written to: another one if that was made anew under its name
 */
@JsonPropertyOrder({
    "service",
    "municipalityId",
    "administrationId",
    "epoch",
    "revision",
    "head",
    "entries",
    "anchoredAt",
    "anchoredSince",
    "topicId"
})
record Anchor(
        String service,
        String municipalityId,
        String administrationId,
        int epoch,
        long revision,
        String head,
        long entries,
        Instant anchoredAt,
        Instant anchoredSince,
        String topicId) {

    static final Comparator<Anchor> OLDEST_FIRST = Comparator.comparingInt(Anchor::epoch)
            .thenComparingLong(Anchor::revision)
            .thenComparing(Anchor::anchoredAt);

    Scope scope() {
        return new Scope(municipalityId, administrationId);
    }
}
