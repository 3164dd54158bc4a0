package se.tertial.kit.audit;

import java.util.ArrayList;
import java.util.List;

/** What was found to differ: the first hundred of it. */
public final class Differences {

    private static final int MOST = 100;

    private final List<Difference> found = new ArrayList<>();

    public void add(Difference.Kind kind, String topic, String key) {
        if (!isFull()) {
            found.add(new Difference(kind, topic, key));
        }
    }

    /** Whether no more is told. */
    public boolean isFull() {
        return found.size() >= MOST;
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    List<Difference> list() {
        return List.copyOf(found);
    }
}
