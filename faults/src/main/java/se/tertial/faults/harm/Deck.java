package se.tertial.faults.harm;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** Harms in random order, such that all have come before any comes again. */
public final class Deck {

    private final Random random;
    private final List<Harm> harms;
    private final Deque<Harm> left = new ArrayDeque<>();
    private int rounds;

    /** @param harms which there are; what shall come more often than others is there more often */
    public Deck(Collection<Harm> harms, Random random) {
        this.random = random;
        this.harms = List.copyOf(harms);
    }

    /** Whether each has come. */
    public boolean wasThrough() {
        return rounds > 1 || (rounds == 1 && left.isEmpty());
    }

    /** So many that happen at once; fewer if one of them comes alone, or if each has come. */
    public List<Harm> deal(int count) {
        if (left.isEmpty()) {
            List<Harm> all = new ArrayList<>(harms);
            Collections.shuffle(all, random);
            left.addAll(all);
            rounds++;
        }
        List<Harm> hand = new ArrayList<>();
        while (hand.size() < count && !left.isEmpty()) {
            boolean alone = left.element().comesAlone();
            if (alone && !hand.isEmpty()) {
                return hand;
            }
            hand.add(left.remove());
            if (alone) {
                return hand;
            }
        }
        return hand;
    }

    /** Takes one back that cannot happen now: it is the next. */
    public void takeBack(Harm harm) {
        left.addFirst(harm);
    }
}
