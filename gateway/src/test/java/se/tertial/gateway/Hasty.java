package se.tertial.gateway;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A service that answers a request before it reads its body, and reads that then, as long as it was announced to be: as HTTP lets it,
 * and as a server does that refuses a body. What follows a body is the next request.
 */
public final class Hasty implements QuarkusTestResourceLifecycleManager {

    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *([0-9]+)");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private @Nullable ServerSocket door;

    @Override
    public Map<String, String> start() {
        try {
            ServerSocket accepting = new ServerSocket();
            accepting.setReceiveBufferSize(4 * 1024);
            accepting.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            door = accepting;
            threads.submit(() -> {
                while (true) {
                    Socket connection = accepting.accept();
                    threads.submit(() -> serve(connection));
                }
            });
            return Map.of("tertial.gateway.services.hasty", "http://localhost:" + accepting.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Void serve(Socket connection) throws IOException {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            for (String head = head(in); !head.isEmpty(); head = head(in)) {
                boolean isRequest = head.matches("(?s)[A-Z]+ /hasty/v1/[a-z]+ HTTP/1.1\r\n.*");
                Matcher length = LENGTH.matcher(head);
                boolean hasBody = length.find();
                String status = !isRequest ? "400 Bad Request" : hasBody ? "503 Service Unavailable" : "200 OK";
                connection
                        .getOutputStream()
                        .write(("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                if (hasBody) {
                    in.skipNBytes(Long.parseLong(length.group(1)));
                }
            }
        }
        return null;
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int next = in.read(); next >= 0; next = in.read()) {
            head.append((char) next);
            if (next == '\n'
                    && head.length() >= 4
                    && head.substring(head.length() - 4).equals("\r\n\r\n")) {
                return head.toString();
            }
        }
        return "";
    }

    @Override
    public void stop() {
        threads.shutdownNow();
        try {
            Objects.requireNonNull(door).close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
