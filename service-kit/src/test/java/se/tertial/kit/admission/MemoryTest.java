package se.tertial.kit.admission;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MemoryTest {

    private static final long MOST = 1_000;

    private final Memory memory = new Memory(MOST);

    @Test
    void municipalityHasHalfAndTheOthersTheRest() {
        assertTrue(memory.take("0580", 0, MOST / 2));
        assertFalse(memory.take("0580", 0, 1));
        assertTrue(memory.take("0581", 0, MOST / 2 - 1));
        assertFalse(memory.take("0582", 0, 2));
    }

    @Test
    void requestThatIsAloneMayTakeMoreThanThereIs() {
        assertTrue(memory.take("0580", 0, 10 * MOST));
        assertTrue(memory.take("0580", 10 * MOST, MOST));
        assertFalse(memory.take("0581", 0, 1));

        memory.giveBack("0580", 11 * MOST);

        assertTrue(memory.take("0581", 0, 1));
    }

    @Test
    void whoHoldsSomethingAndIsNotAloneHasNoMoreThanTheOthers() {
        assertTrue(memory.take("0580", 0, 300));
        assertTrue(memory.take("0581", 0, 300));

        assertFalse(memory.take("0580", 300, 201), "more than half, or than there is");
        assertTrue(memory.take("0580", 300, 200));
        assertFalse(memory.take("0581", 300, 201));
        assertTrue(memory.take("0581", 300, 200));
    }

    @Test
    void twoRequestsOfAMunicipalityAreNotAlone() {
        assertTrue(memory.take("0580", 0, 400));
        assertTrue(memory.take("0580", 0, 100));

        assertFalse(memory.take("0580", 400, 1));
        assertTrue(memory.take("0581", 0, 400));
    }
}
