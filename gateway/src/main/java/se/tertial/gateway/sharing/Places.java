package se.tertial.gateway.sharing;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A number of places, and who waits for one. A place that becomes free goes to whoever waits of those that have the fewest: of the
 * tenant, then of the client. So one who waits with hundreds of requests delays the single request of another by one of them.
 */
public final class Places {

    private final Division places;
    private final Division queue;
    private final Duration patience;
    /** By those whose places they want, so that to find the next costs no more the more one of them waits for. */
    private final Map<List<Share>, Deque<Promise<Place>>> waiting = new LinkedHashMap<>();

    /**
     * @param count    how many
     * @param waiting  how many may wait for one
     * @param patience how long
     */
    public Places(int count, int waiting, Duration patience) {
        places = new Division(count);
        queue = new Division(waiting);
        this.patience = patience;
    }

    /** One of the places, until it is given back. */
    public final class Place {

        private final List<Share> shares;
        private boolean over;

        private Place(List<Share> shares) {
            this.shares = shares;
        }

        /** Gives the place back; what it was taken for may end in several ways at once. */
        public void leave() {
            synchronized (Places.this) {
                if (over) {
                    return;
                }
                over = true;
                places.give(shares, 1);
            }
            callNext();
        }
    }

    /** A place that is free now. */
    public synchronized Optional<Place> takeFree(List<Share> shares) {
        return places.take(shares, 1).isEmpty() ? Optional.of(new Place(shares)) : Optional.empty();
    }

    /**
     * A place, perhaps after a while.
     *
     * @param shares the tenant's and the client's, in this order, and whose else count
     * @return fails with {@link NoPlace} if too many wait, or when it has taken too long
     */
    public synchronized Future<Place> take(Context context, List<Share> shares) {
        Optional<Place> free = takeFree(shares);
        if (free.isPresent()) {
            return Future.succeededFuture(free.get());
        }
        if (queue.take(shares, 1).isPresent()) {
            return Future.failedFuture(new NoPlace());
        }
        Promise<Place> promise = Promise.promise();
        waiting.computeIfAbsent(shares, none -> new ArrayDeque<>()).add(promise);
        long timer = context.owner().setTimer(patience.toMillis(), late -> giveUp(shares, promise));
        Promise<Place> there = Promise.promise();
        promise.future().onComplete(done -> {
            context.owner().cancelTimer(timer);
            // Whoever gives a place back runs somewhere else.
            context.runOnContext(here -> there.handle(done));
        });
        return there.future();
    }

    public long waiting() {
        return queue.takenBy(Share.ALL);
    }

    public long taken() {
        return places.takenBy(Share.ALL);
    }

    private void giveUp(List<Share> shares, Promise<Place> promise) {
        if (removed(shares, promise)) {
            promise.fail(new NoPlace());
        }
    }

    private synchronized boolean removed(List<Share> shares, Promise<Place> promise) {
        Deque<Promise<Place>> alike = waiting.get(shares);
        if (alike == null || !alike.remove(promise)) {
            return false;
        }
        if (alike.isEmpty()) {
            waiting.remove(shares);
        }
        queue.give(shares, 1);
        return true;
    }

    private void callNext() {
        Promise<Place> next;
        Place place;
        synchronized (this) {
            List<Share> shares = waiting.keySet().stream()
                    .sorted(Comparator.comparing(this::taken, Places::compare))
                    .filter(waiter -> places.take(waiter, 1).isEmpty())
                    .findFirst()
                    .orElse(null);
            if (shares == null) {
                return;
            }
            next = Objects.requireNonNull(waiting.get(shares)).element();
            removed(shares, next);
            place = new Place(shares);
        }
        next.complete(place);
    }

    private List<Long> taken(List<Share> shares) {
        return shares.stream().map(places::takenBy).toList();
    }

    private static int compare(List<Long> one, List<Long> other) {
        for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
            int order = one.get(i).compareTo(other.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** Nothing is free, and nothing becomes free in time. */
    public static final class NoPlace extends Exception {

        private static final long serialVersionUID = 1L;

        NoPlace() {
            super("no place", null, false, false);
        }
    }
}
