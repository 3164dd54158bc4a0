package se.tertial.gateway;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A service behind one name, of which connections, not requests, are spread over the instances: as a cluster does it. There is one
 * instance at first; the other joins when something connects to {@code balanced.join}.
 */
public final class Balanced implements QuarkusTestResourceLifecycleManager {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> instances = new CopyOnWriteArrayList<>();
    private @Nullable Upstream first;
    private @Nullable Upstream late;
    private @Nullable ServerSocket door;
    private @Nullable ServerSocket join;

    @Override
    public Map<String, String> start() {
        try {
            Upstream one = new Upstream();
            Upstream other = new Upstream();
            ServerSocket accepting = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            ServerSocket joining = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            first = one;
            late = other;
            door = accepting;
            join = joining;
            instances.add(one.url());
            threads.submit(() -> spread(accepting));
            threads.submit(() -> {
                joining.accept().close();
                return instances.add(other.url());
            });
            return Map.of(
                    "tertial.gateway.services.balanced", "http://localhost:" + accepting.getLocalPort(),
                    "balanced.join", Integer.toString(joining.getLocalPort()),
                    "balanced.late", other.url());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Void spread(ServerSocket accepting) throws IOException {
        for (int connection = 0; ; connection++) {
            Socket client = accepting.accept();
            String instance = instances.get(connection % instances.size());
            int port = Integer.parseInt(instance.substring(instance.lastIndexOf(':') + 1));
            Socket service = new Socket();
            service.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            threads.submit(() -> pass(client, service));
            threads.submit(() -> pass(service, client));
        }
    }

    private static Void pass(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        }
        return null;
    }

    @Override
    public void stop() {
        threads.shutdownNow();
        try {
            Objects.requireNonNull(door).close();
            Objects.requireNonNull(join).close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Objects.requireNonNull(first).close();
        Objects.requireNonNull(late).close();
    }
}
