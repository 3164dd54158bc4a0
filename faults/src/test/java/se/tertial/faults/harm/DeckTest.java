package se.tertial.faults.harm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DeckTest {

    @Test
    void eachHarmComesAsOftenAsItIsThereBeforeAnyComesAgain() {
        Random random = new Random(1);
        List<Harm> all = new ArrayList<>(List.of(Harm.values()));
        all.add(Harm.KILL);
        Deck deck = new Deck(all, random);
        List<Harm> come = new ArrayList<>();

        assertFalse(deck.wasThrough());
        while (!deck.wasThrough()) {
            come.addAll(deck.deal(1 + random.nextInt(3)));
        }

        for (Harm harm : Harm.values()) {
            assertEquals(harm == Harm.KILL ? 2 : 1, Collections.frequency(come, harm), harm.toString());
        }
        deck.deal(1);
        assertTrue(deck.wasThrough());
    }

    @Test
    void theSameSeedGivesTheSame() {
        assertEquals(hands(7), hands(7));
    }

    @Test
    void whatPeopleUndoComesAlone() {
        for (List<Harm> hand : hands(3)) {
            assertTrue(hand.size() == 1 || hand.stream().noneMatch(Harm::comesAlone), hand.toString());
        }
    }

    @Test
    void whatWasTakenBackComesNext() {
        Deck deck = new Deck(List.of(Harm.POISON), new Random(1));
        deck.deal(1);

        deck.takeBack(Harm.POISON);

        assertFalse(deck.wasThrough());
        assertEquals(List.of(Harm.POISON), deck.deal(1));
    }

    private static List<List<Harm>> hands(int seed) {
        Deck deck = new Deck(EnumSet.allOf(Harm.class), new Random(seed));
        List<List<Harm>> hands = new ArrayList<>();
        for (int hand = 0; hand < 30; hand++) {
            hands.add(deck.deal(3));
        }
        return hands;
    }
}
