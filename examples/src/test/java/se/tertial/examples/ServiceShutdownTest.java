package se.tertial.examples;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.tertial.examples.SmallSuite.Service;

/** How the packaged services end when they are told to while clients keep connections for later, as gateways do. */
class ServiceShutdownTest {

    private static final List<String> NAMES = List.of("finance", "indicators", "goals", "report");
    private static final int CONNECTIONS = 20;

    @TempDir
    Path directory;

    private final List<Socket> kept = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (Socket socket : kept) {
            socket.close();
        }
    }

    @Test
    void connectionsThatAreKeptForLaterAreNotWaitedFor() throws Exception {
        try (SmallSuite suite = new SmallSuite(directory)) {
            Map<String, Service> services = new LinkedHashMap<>();
            for (String name : NAMES) {
                services.put(name, suite.start(name));
            }
            services.values().forEach(Service::awaitReady);
            for (Map.Entry<String, Service> service : services.entrySet()) {
                for (int client = 0; client < CONNECTIONS; client++) {
                    keep(service.getValue().port(), "/" + service.getKey() + "/v1/api-info");
                    keep(service.getValue().managementPort(), "/q/health/live");
                }
            }

            for (Map.Entry<String, Service> service : services.entrySet()) {
                Process process = service.getValue().process();
                process.destroy();
                boolean ended = process.waitFor(60, TimeUnit.SECONDS);

                assertTrue(ended, service.getKey());
                String said = Files.readString(suite.log(service.getKey()));
                assertTrue(said.contains("-service stopped"), said);
                assertFalse(said.contains("Timed out waiting"), said);
            }
        }
    }

    private void keep(int port, String path) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        kept.add(socket);
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: localhost:" + port + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        assertTrue(socket.getInputStream().read() > 0);
    }
}
