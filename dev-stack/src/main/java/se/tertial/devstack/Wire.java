package se.tertial.devstack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The way to a server, which fails as networks do. A client connects to {@link #port} instead of the server's own port.
 *
 * <p>Cut, every connection ends and none begins. Silent, connections stay, new ones are taken, and nothing passes: neither side
 * is told, as if all packets were lost.
 */
public final class Wire implements AutoCloseable {

    private static final int BUFFER = 64 * 1024;

    /** The answers with which PostgreSQL lets a client in: about encryption, and twice about the password. */
    private static final int GREETINGS = 3;

    private enum State {
        WHOLE,
        SILENT,
        CUT
    }

    /** An answer to lose: whoever gets it, or only the first client that asks so. */
    private static final class Lost {

        private final @Nullable String asked;
        private final String answer;
        private @Nullable Socket client;

        Lost(@Nullable String asked, String answer) {
            this.asked = asked;
            this.answer = answer;
        }
    }

    private final String host;
    private final int target;
    private final ServerSocket door;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private State state = State.WHOLE;
    private volatile Duration greetingDelay = Duration.ZERO;
    private @Nullable Lost lost;

    private Wire(String host, int target, ServerSocket door) {
        this.host = host;
        this.target = target;
        this.door = door;
    }

    /** A wire to a server, on a free port of this machine. */
    public static Wire to(String host, int target) throws IOException {
        Wire wire = new Wire(host, target, new ServerSocket(0, 200, InetAddress.getLoopbackAddress()));
        start("wire-door", wire::take);
        return wire;
    }

    /** Where a client connects. */
    public int port() {
        return door.getLocalPort();
    }

    /** Ends every connection; new ones end at once. */
    public void cut() {
        become(State.CUT);
        sockets.forEach(this::end);
    }

    /** Nothing passes any more, and nobody is told. What is sent meanwhile passes once the wire is mended. */
    public void silence() {
        become(State.SILENT);
    }

    /**
     * From now on each of the first answers on a connection, those with which a server lets a client in, comes so much later, as from a
     * server that has much to do.
     */
    public void slow(Duration delay) {
        greetingDelay = delay;
        become(State.WHOLE);
    }

    /** All is well again. */
    public void mend() {
        greetingDelay = Duration.ZERO;
        become(State.WHOLE);
    }

    /**
     * Ends the connection on which the server next answers something with this text in it, in place of the answer: the server
     * has done what was asked, and the client never hears of it. Other connections go on.
     */
    public void loseAnswer(String answer) {
        lose(new Lost(null, answer));
    }

    /** The same on the first connection whose client asks something with the first text in it: others are answered so too. */
    public void loseAnswer(String asked, String answer) {
        lose(new Lost(asked, answer));
    }

    private void lose(Lost answer) {
        lock.lock();
        try {
            lost = answer;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        cut();
        door.close();
    }

    private void become(State next) {
        lock.lock();
        try {
            state = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void take() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                sockets.add(client);
                start("wire", () -> connect(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void connect(Socket client) {
        if (!passes()) {
            end(client);
            return;
        }
        try {
            Socket server = new Socket(host, target);
            sockets.add(server);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            start("wire-out", () -> carry(client, server, false));
            start("wire-in", () -> carry(server, client, true));
        } catch (IOException e) {
            end(client);
        }
    }

    private void carry(Socket from, Socket to, boolean answers) {
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            int greetings = answers ? GREETINGS : 0;
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (greetings > 0) {
                    greetings--;
                    pause(greetingDelay);
                }
                String text = new String(buffer, 0, count, StandardCharsets.ISO_8859_1);
                if (!passes() || (answers && isLost(to, text))) {
                    break;
                }
                if (!answers) {
                    note(from, text);
                }
                out.write(buffer, 0, count);
            }
        } catch (IOException e) {
            // Either side has gone, and the other follows.
        } finally {
            end(from);
            end(to);
        }
    }

    /** Waits while the wire is silent; whether it is whole then. */
    private boolean passes() {
        lock.lock();
        try {
            while (state == State.SILENT) {
                changed.awaitUninterruptibly();
            }
            return state == State.WHOLE;
        } finally {
            lock.unlock();
        }
    }

    private void pause(Duration time) {
        lock.lock();
        try {
            long left = time.toNanos();
            while (left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void note(Socket client, String text) {
        lock.lock();
        try {
            if (lost != null && lost.asked != null && lost.client == null && text.contains(lost.asked)) {
                lost.client = client;
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isLost(Socket client, String text) {
        lock.lock();
        try {
            boolean concerned = lost != null && (lost.asked == null || lost.client == client);
            if (lost == null || !concerned || !text.contains(lost.answer)) {
                return false;
            }
            lost = null;
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void end(Socket socket) {
        sockets.remove(socket);
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
