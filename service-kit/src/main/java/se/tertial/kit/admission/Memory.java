package se.tertial.kit.admission;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;

/**
 * The memory that bodies and answers under way take. All together have half of the heap, and one municipality half of that;
 * whoever is alone may have more, so that nothing that is permitted is too large for ever.
 */
@ApplicationScoped
class Memory {

    private final long most = Runtime.getRuntime().maxMemory() / 2;
    private final Map<String, Long> taken = new HashMap<>();
    private long all;

    /** Whether there was room. What is taken is given back. */
    synchronized boolean take(String who, long bytes) {
        long own = taken.getOrDefault(who, 0L);
        boolean fits = (all == 0 || all + bytes <= most) && (own == 0 || own + bytes <= most / 2);
        if (fits) {
            all += bytes;
            taken.put(who, own + bytes);
        }
        return fits;
    }

    synchronized void giveBack(String who, long bytes) {
        all -= bytes;
        taken.computeIfPresent(who, (same, own) -> own == bytes ? null : own - bytes);
    }
}
