package se.tertial.devstack.suite;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import se.tertial.devstack.Failure;

/** A member of the suite as a process that runs. What it prints goes to a file. */
public final class Child {

    private static final int LAST_LINES = 15;

    /** What is added to a signal's number when it ended a process. */
    private static final int SIGNALLED = 128;

    /** Signals that somebody sends: hang-up, interrupt, kill, terminate. */
    private static final Set<Integer> KILLING = Set.of(1, 2, 9, 15);

    private static final long POLL_MILLIS = 50;

    /** What every line of a service's log begins with, up to the thread. */
    private static final String WHEN_AND_WHO = "^[-0-9]{10} [0-9:,]{12} [A-Z]+ +\\[[^]]*] \\S* ?\\([^)]*\\) ";

    /** A Ctrl-C reaches every process of the terminal; only the launcher may act on it, and stop the others in order. */
    private static final String DEAF_TO_CTRL_C = "trap '' INT; exec \"$@\"";

    private final String name;
    /** Where it answers for its health, not for its work. */
    private final int managementPort;

    private final Process process;
    private final Path log;

    private Child(String name, int managementPort, Process process, Path log) {
        this.name = name;
        this.managementPort = managementPort;
        this.process = process;
        this.log = log;
    }

    /**
     * Starts it.
     *
     * @param name what it is called beside others of its kind; its log has the same name
     * @param root the checkout
     */
    public static Child start(
            Member member,
            String name,
            Path root,
            Path logs,
            int port,
            int managementPort,
            Map<String, String> environment)
            throws Failure {
        Path program = member.program(root);
        if (!Files.exists(program)) {
            throw new Failure(name + " is not built: there is no " + program + ".");
        }
        Path log = logs.resolve(name + ".log");
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", DEAF_TO_CTRL_C, "sh"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Xmx" + member.heap(),
                "-XX:+UseG1GC",
                "-XX:MaxMetaspaceSize=160m",
                "-XX:ReservedCodeCacheSize=64m",
                "-Xss512k",
                "-Xshare:auto",
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-jar",
                program.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().putAll(environment);
        builder.environment().put("MALLOC_ARENA_MAX", "2");
        builder.environment().put("QUARKUS_HTTP_HOST", "127.0.0.1");
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        builder.environment().put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        builder.environment().put("QUARKUS_MANAGEMENT_PORT", Integer.toString(managementPort));
        try {
            return new Child(name, managementPort, builder.start(), log);
        } catch (IOException e) {
            throw new Failure(name + " could not be started: " + Failure.reason(e), e);
        }
    }

    public String name() {
        return name;
    }

    public long pid() {
        return process.pid();
    }

    /** Tells why, once it has ended. */
    CompletableFuture<Failure> death() {
        return process.onExit().thenApply(ended -> dead());
    }

    /** Why it has ended; empty while it runs. */
    public Optional<Failure> whyItEnded() {
        return process.isAlive() ? Optional.empty() : Optional.of(dead());
    }

    private Failure dead() {
        return ended(name, process.exitValue(), log);
    }

    /** Why a process is not there any more. What it wrote last tells something only if it ended by itself. */
    static Failure ended(String name, int status, Path log) {
        int signal = status - SIGNALLED;
        return KILLING.contains(signal)
                ? new Failure(name + " was killed (signal " + signal + ").")
                : new Failure(name + " ended by itself with status " + status + ". The last lines of its log:\n"
                        + lastLines(log));
    }

    /** What it wrote last. */
    public String lastLines() {
        return lastLines(log);
    }

    private static String lastLines(Path log) {
        try {
            // A line may be cut off in the middle of a character.
            List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return "(unreadable: " + Failure.reason(e) + ")";
        }
    }

    /** Whether it says that it is ready. */
    public boolean isReady(HttpClient client) throws InterruptedException {
        return process.isAlive() && isReady(client, readiness());
    }

    private HttpRequest readiness() {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + "/q/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
    }

    /**
     * Waits until it says that it is ready. A slow machine has its time: what counts is how long nothing was heard of it.
     *
     * @param patience how long it may write nothing into its log
     */
    void awaitReady(HttpClient client, Duration patience, Progress progress) throws Failure {
        HttpRequest request = readiness();
        long written = -1;
        long sign = System.nanoTime();
        long said = sign;
        try {
            while (true) {
                if (!process.isAlive()) {
                    throw dead();
                }
                if (isReady(client, request)) {
                    return;
                }
                long now = System.nanoTime();
                if (Files.size(log) != written) {
                    written = Files.size(log);
                    sign = now;
                }
                if (now - sign > patience.toNanos()) {
                    throw new Failure(name + " is not ready, and has done nothing for " + patience.toSeconds()
                            + " s (--start-timeout). The last lines of its log:\n" + lastLines(log));
                }
                if (now - said > progress.interval().toNanos()) {
                    progress.waiting(name, doing());
                    said = now;
                }
                Thread.sleep(POLL_MILLIS);
            }
        } catch (IOException e) {
            throw new Failure("The log of " + name() + " cannot be read: " + Failure.reason(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("Interrupted.", e);
        }
    }

    /** What it wrote last, without when and by whom. */
    private String doing() {
        String last = lastLines(log).lines().reduce("", (earlier, later) -> later);
        return last.replaceFirst(WHEN_AND_WHO, "");
    }

    private static boolean isReady(HttpClient client, HttpRequest request) throws InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** Ends it at once, as the kernel does when memory is short, and waits until it is gone. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Asks it to end; {@link #awaitEnd} sees to it. */
    void end() {
        process.destroy();
    }

    /**
     * Waits for its end.
     *
     * @param deadline when it is killed, as {@link System#nanoTime} counts
     */
    void awaitEnd(long deadline) {
        try {
            process.onExit().get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
