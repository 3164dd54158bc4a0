package se.tertial.report.delivery;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Documents in memory, together no more than so many bytes. When they no longer fit, the municipality that has most of them gives up
 * what of its own was not asked for longest: however much one municipality publishes, it pushes out nobody who has less.
 */
final class FairCache<V> {

    /** Uses are told apart by the second: to note each of them would cost more than reading. */
    private static final long TICK_NANOS = 1_000_000_000L;

    private final long mostBytes;
    private final LongSupplier nanos;
    private final Map<String, Entry<V>> entries = new ConcurrentHashMap<>();
    private final Map<String, Long> weights = new HashMap<>();

    private static final class Entry<V> {

        final String address;
        final String municipality;
        final int weight;
        final V value;
        volatile long usedAt;

        Entry(String address, String municipality, int weight, V value, long usedAt) {
            this.address = address;
            this.municipality = municipality;
            this.weight = weight;
            this.value = value;
            this.usedAt = usedAt;
        }
    }

    /** @param nanos the time, as {@link System#nanoTime} counts */
    FairCache(long mostBytes, LongSupplier nanos) {
        this.mostBytes = mostBytes;
        this.nanos = nanos;
    }

    /** What lies at an address. Never waits. */
    @Nullable
    V get(String address) {
        Entry<V> entry = entries.get(address);
        if (entry == null) {
            return null;
        }
        long now = nanos.getAsLong();
        if (now - entry.usedAt > TICK_NANOS) {
            entry.usedAt = now;
        }
        return entry.value;
    }

    synchronized void put(String municipality, String address, int weight, V value) {
        remove(address);
        entries.put(address, new Entry<>(address, municipality, weight, value, nanos.getAsLong()));
        weights.merge(municipality, (long) weight, Long::sum);
        while (weight() > mostBytes) {
            remove(leastUsedOf(heaviest()).address);
        }
    }

    synchronized void remove(String address) {
        Entry<V> entry = entries.remove(address);
        if (entry != null) {
            weights.computeIfPresent(
                    entry.municipality, (key, weight) -> weight == entry.weight ? null : weight - entry.weight);
        }
    }

    /** Takes off what lies at the addresses. */
    synchronized void removeIf(Predicate<String> addresses) {
        entries.keySet().stream().filter(addresses).toList().forEach(this::remove);
    }

    synchronized List<V> values() {
        return entries.values().stream().map(entry -> entry.value).toList();
    }

    synchronized long weight() {
        return weights.values().stream().mapToLong(Long::longValue).sum();
    }

    private String heaviest() {
        return weights.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
    }

    private Entry<V> leastUsedOf(String municipality) {
        return entries.values().stream()
                .filter(entry -> entry.municipality.equals(municipality))
                .min(Comparator.comparingLong(entry -> entry.usedAt))
                .orElseThrow();
    }
}
