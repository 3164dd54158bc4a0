package se.tertial.kit.admission;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Of what is sent twice one is served at a time, and the rest of the municipality's requests do not wait for it. */
class KeyTurnsTest {

    private final KeyTurns turns = new KeyTurns(Duration.ofMinutes(5));

    @Test
    void secondWithTheSameKeyWaitsForTheFirst() throws Exception {
        Waiting.Place first = Objects.requireNonNull(turns.turn("controller", "key"));
        CompletableFuture<Waiting.Place> second = CompletableFuture.supplyAsync(() -> turns.turn("controller", "key"));
        assertNotNull(turns.turn("controller", "another"));
        assertNotNull(turns.turn("editor", "key"));
        assertFalse(second.isDone());

        first.close();

        assertNotNull(second.get(1, TimeUnit.MINUTES));
    }

    @Test
    void municipalityHasOnlySoManyWhateverTheirKeys() {
        for (int room = 0; room < KeyTurns.MOST_OF_ONE; room++) {
            assertNotNull(turns.room("0580"));
        }

        assertNull(turns.room("0580"));
        assertNotNull(turns.room("0581"));
    }
}
