package se.tertial.gateway.sharing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How much of something is taken, and by whom. */
public final class Division {

    private final long whole;
    private final Map<String, Long> taken = new HashMap<>();

    public Division(long whole) {
        this.whole = whole;
    }

    /** Takes an amount from all of the shares, or from none; then the first that has not so much left is returned. */
    public synchronized Optional<Share> take(List<Share> shares, long amount) {
        Optional<Share> exhausted = shares.stream()
                .filter(share -> takenBy(share) + amount > most(share))
                .findFirst();
        if (exhausted.isEmpty()) {
            shares.forEach(share -> taken.merge(share.of(), amount, Long::sum));
        }
        return exhausted;
    }

    public synchronized void give(List<Share> shares, long amount) {
        shares.forEach(
                share -> taken.computeIfPresent(share.of(), (of, before) -> before == amount ? null : before - amount));
    }

    public synchronized long takenBy(Share share) {
        return taken.getOrDefault(share.of(), 0L);
    }

    /** Never nothing: who may take no part of it could do nothing at all. */
    private long most(Share share) {
        return Math.max(1, whole / share.part());
    }
}
