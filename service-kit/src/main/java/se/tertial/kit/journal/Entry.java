package se.tertial.kit.journal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Scope;

/**
 * A change as the journal keeps it.
 *
 * @param state what the row was from then on, as JSON; null after a deletion
 * @param reason why, if that was said
 * @param by the user id of the token
 * @param client the application that the token was issued to, if the token tells
 */
record Entry(
        long revision,
        String topic,
        Scope scope,
        String key,
        @Nullable String state,
        @Nullable String reason,
        Instant at,
        String by,
        @Nullable String client) {

    /**
     * The digest of this entry and of all entries of the administration before it.
     *
     * @param previous the digest of the entry before; empty for the first
     */
    String digest(String previous) {
        StringBuilder text = new StringBuilder();
        for (String part : new @Nullable String[] {
            previous,
            Long.toString(revision),
            topic,
            scope.municipalityId(),
            scope.administrationId(),
            key,
            state,
            reason,
            at.toString(),
            by,
            client
        }) {
            // With its length before it, no part can take over what belongs to its neighbour.
            text.append(part == null ? "-" : part.length() + ":" + part).append(';');
        }
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
