package se.tertial.faults.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One address for several instances, as a Service of Kubernetes is: a connection goes to one that is ready and stays there. When
 * none is ready it goes to any that takes it.
 */
public final class Balancer implements AutoCloseable {

    private static final int BUFFER = 32 * 1024;

    private final List<Integer> targets;
    private final ServerSocket door;
    private final Set<Integer> ready = ConcurrentHashMap.newKeySet();
    private final AtomicInteger turn = new AtomicInteger();

    private Balancer(List<Integer> targets, ServerSocket door) {
        this.targets = List.copyOf(targets);
        this.door = door;
    }

    /** A balancer on a free port of this machine. */
    static Balancer over(List<Integer> targets) throws IOException {
        Balancer balancer = new Balancer(targets, new ServerSocket(0, 200, InetAddress.getLoopbackAddress()));
        start("balancer", balancer::take);
        return balancer;
    }

    int port() {
        return door.getLocalPort();
    }

    /** Says whether an instance is to get new connections. */
    void ready(int target, boolean isReady) {
        if (isReady) {
            ready.add(target);
        } else {
            ready.remove(target);
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }

    private void take() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                start("balanced", () -> connect(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void connect(Socket client) {
        for (int target : inOrder()) {
            try {
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                start("balanced-out", () -> carry(client, server));
                start("balanced-in", () -> carry(server, client));
                return;
            } catch (IOException e) {
                // The next one, then.
            }
        }
        end(client);
    }

    /** Those that are ready first, each time beginning with another. */
    private List<Integer> inOrder() {
        int first = Math.floorMod(turn.getAndIncrement(), targets.size());
        List<Integer> order = new ArrayList<>();
        for (int index = 0; index < targets.size(); index++) {
            int target = targets.get((first + index) % targets.size());
            if (ready.contains(target)) {
                order.add(target);
            }
        }
        return order.isEmpty() ? targets : order;
    }

    private static void carry(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                out.write(buffer, 0, count);
            }
        } catch (IOException e) {
            // Either side has gone, and the other follows.
        } finally {
            end(from);
            end(to);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone in any case.
        }
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }
}
