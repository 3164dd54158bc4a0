package se.tertial.faults.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import se.tertial.devstack.Ports;

/**
 * Ports for processes that end and start again: below those that the system gives to outgoing connections, one of which could
 * otherwise have taken a port while nobody listened there.
 */
final class LastingPorts {

    private static final int FIRST = 20_000;
    private static final int LAST = 32_000;

    private static final AtomicInteger NEXT = new AtomicInteger(FIRST + new Random().nextInt(LAST - FIRST));

    private LastingPorts() {}

    /** Free ports, none of which was given before. */
    static List<Integer> take(int count) {
        List<Integer> ports = new ArrayList<>();
        while (ports.size() < count) {
            int next = NEXT.updateAndGet(last -> last == LAST ? FIRST : last + 1);
            if (Ports.isFree(next)) {
                ports.add(next);
            }
        }
        return ports;
    }
}
