package se.tertial.kit.admission;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;

/**
 * The memory that bodies, documents and answers under way take. All together have half of the heap, and one municipality half of
 * that; a request that is alone may have more, so that nothing that is permitted is too large for ever.
 */
@ApplicationScoped
class Memory {

    private final long most;
    private final Map<String, Long> taken = new HashMap<>();
    private long all;

    Memory() {
        this(Runtime.getRuntime().maxMemory() / 2);
    }

    Memory(long most) {
        this.most = most;
    }

    /**
     * Whether there was room. What is taken is given back.
     *
     * @param held what the same request has taken before
     */
    synchronized boolean take(String who, long held, long bytes) {
        long own = taken.getOrDefault(who, 0L);
        boolean fits = all == held || (all + bytes <= most && own + bytes <= most / 2);
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
