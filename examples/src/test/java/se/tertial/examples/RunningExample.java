package se.tertial.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The suite with the example, started by the command of the README. */
final class RunningExample implements AutoCloseable {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private final Process process;
    private final int port;

    private RunningExample(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static RunningExample start() throws IOException {
        int port = freePort();
        Process process = new ProcessBuilder(ROOT.resolve("run").toString(), "--port", Integer.toString(port))
                .directory(ROOT.toFile())
                .redirectErrorStream(true)
                .start();
        RunningExample example = new RunningExample(process, port);
        example.awaitReady();
        return example;
    }

    private void awaitReady() throws IOException {
        BufferedReader output =
                new BufferedReader(new java.io.InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        List<String> said = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.add(line);
            if (line.contains("Ctrl-C")) {
                drain(output);
                return;
            }
        }
        close();
        throw new IllegalStateException("The suite did not start:\n" + String.join("\n", said));
    }

    private static void drain(BufferedReader output) {
        Thread reader = new Thread(() -> output.lines().forEach(line -> {}), "suite-output");
        reader.setDaemon(true);
        reader.start();
    }

    String url(String path) {
        return "http://localhost:" + port + path;
    }

    String token(String user) throws IOException {
        Process asked = new ProcessBuilder(ROOT.resolve("run").toString(), "token", user)
                .directory(ROOT.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
