package se.tertial.devstack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Ports on loopback. */
public final class Ports {

    private static final int FIRST = 15_000;
    private static final int LAST = 32_000;
    private static final int MOST_TRIES = 10_000;

    private Ports() {}

    static int free() {
        return free(1).get(0);
    }

    /**
     * Free ports, each another. None is of those that systems give to outgoing connections, of which one could take it before a
     * server does.
     */
    public static List<Integer> free(int count) {
        return ThreadLocalRandom.current()
                .ints(FIRST, LAST)
                .distinct()
                .limit(MOST_TRIES)
                .filter(Ports::isFree)
                .limit(count)
                .boxed()
                .toList();
    }

    /** Whether nothing listens there. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
