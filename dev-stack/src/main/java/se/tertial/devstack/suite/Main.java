package se.tertial.devstack.suite;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import se.tertial.devstack.Failure;
import se.tertial.devstack.load.Dataset;
import se.tertial.devstack.load.Loader;
import se.tertial.devstack.load.Wishes;

/** The commands of {@code ./run}. */
public final class Main {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration TIME_TO_START = Duration.ofMinutes(10);
    private static final int DEFAULT_PORT = 8080;
    private static final String TOKEN = "TERTIAL_TOKEN";
    private static final String LOAD =
            "./run load FOLDER [--preview] [--overwrite] [--prune] [--reason TEXT] [--url URL]";
    private static final String USERS = "reader | reporter | controller | approver | administrator | integration";

    private final Path root = Path.of(System.getProperty("tertial.root", "")).toAbsolutePath();
    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private Main() {}

    public static void main(String[] arguments) {
        try {
            new Main().run(new ArrayDeque<>(List.of(arguments)));
        } catch (Failure failure) {
            new PrintStream(System.err, true, StandardCharsets.UTF_8).println(failure.sentence());
            System.exit(1);
        }
    }

    private void run(Deque<String> arguments) throws Failure {
        String command = arguments.isEmpty() ? "start" : arguments.peek();
        switch (command) {
            case "token" -> {
                arguments.pop();
                token(arguments);
            }
            case "load" -> {
                arguments.pop();
                load(arguments);
            }
            default -> start(arguments);
        }
    }

    private void token(Deque<String> arguments) throws Failure {
        if (arguments.isEmpty()) {
            throw new Failure("Say whose token: ./run token " + USERS + ", or ./run token ANYONE GRANT…");
        }
        String user = arguments.pop();
        out.println(RunningSuite.require(root).token(user, arguments.toArray(String[]::new)));
    }

    private void load(Deque<String> arguments) throws Failure {
        String folder = null;
        String url = null;
        boolean preview = false;
        boolean overwrite = false;
        boolean prune = false;
        String reason = null;
        while (!arguments.isEmpty()) {
            String argument = arguments.pop();
            switch (argument) {
                case "--url" -> url = value(argument, arguments);
                case "--preview" -> preview = true;
                case "--overwrite" -> overwrite = true;
                case "--prune" -> prune = true;
                case "--reason" -> reason = value(argument, arguments);
                default -> {
                    if (folder != null || argument.startsWith("--")) {
                        throw new Failure("“" + argument + "” is not understood: " + LOAD);
                    }
                    folder = argument;
                }
            }
        }
        if (folder == null) {
            throw new Failure("Say what to load: " + LOAD);
        }
        Loader loader = url == null ? loader(RunningSuite.require(root), PATIENCE) : loader(url, PATIENCE);
        loader.load(Path.of(folder), new Wishes(preview, overwrite, prune, reason));
    }

    /** With a token of the demo user for loading; under an issuer that has none, of whoever's is in the environment. */
    private Loader loader(RunningSuite suite, Duration patience) throws Failure {
        Path memories = Path.of(suite.data()).resolve("loads");
        return suite.demo()
                ? new Loader(suite.url(), () -> suite.token("loader"), out, patience, memories)
                : loader(suite.url(), patience, memories);
    }

    /** What was loaded into an installation elsewhere is remembered where the user's programs keep such things. */
    private Loader loader(String url, Duration patience) throws Failure {
        Path state = Optional.ofNullable(System.getenv("XDG_STATE_HOME"))
                .filter(path -> !path.isBlank())
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".local", "state"));
        String installation = url.replaceAll("^[a-z]+://|/+$", "").replaceAll("[^A-Za-z0-9.-]", "_");
        return loader(url, patience, state.resolve("tertial").resolve("loads").resolve(installation));
    }

    private Loader loader(String url, Duration patience, Path memories) throws Failure {
        String token = token().orElseThrow(() ->
                new Failure("Put a bearer token for " + url + " into the environment variable " + TOKEN + "."));
        return new Loader(url, () -> token, out, patience, memories);
    }

    private static Optional<String> token() {
        return Optional.ofNullable(System.getenv(TOKEN)).filter(token -> !token.isBlank());
    }

    private void start(Deque<String> arguments) throws Failure {
        int port = DEFAULT_PORT;
        Path data = null;
        String issuer = null;
        String municipality = null;
        Duration patience = TIME_TO_START;
        boolean withExample = true;
        while (!arguments.isEmpty()) {
            String argument = arguments.pop();
            switch (argument) {
                case "--port" -> port = port(value(argument, arguments));
                case "--data" -> data = Path.of(value(argument, arguments));
                case "--issuer" -> issuer = value(argument, arguments);
                case "--municipality" -> municipality = code(value(argument, arguments));
                case "--start-timeout" -> patience = seconds(value(argument, arguments));
                case "--no-example" -> withExample = false;
                default ->
                    throw new Failure("“" + argument
                            + "” is not understood: ./run [--port N] [--data DIR] [--issuer URL] [--no-example]"
                            + " [--municipality CODE] [--start-timeout SECONDS]");
            }
        }
        if (issuer != null && municipality != null) {
            throw new Failure("With an issuer of your own there are no demo users, so --municipality says nothing.");
        }
        if (issuer != null && withExample && token().isEmpty()) {
            throw new Failure("With an issuer of your own the example is loaded with your token: put one that may write"
                    + " everything into " + TOKEN + ", or leave the example out with --no-example.");
        }
        if (issuer != null) {
            requireIssuer(issuer);
        }
        // Counted from where the JVM began.
        Progress progress = new Progress(
                out,
                System.nanoTime()
                        - Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime())
                                .toNanos());
        Suite suite = new Suite(root, port, data, issuer, municipality, patience, progress);
        Runtime.getRuntime().addShutdownHook(new Thread(suite::stop, "stop"));
        try {
            run(suite, withExample, patience, progress, data);
        } catch (Failure failure) {
            if (!suite.isStopping()) {
                throw failure;
            }
        }
    }

    /** Services would start without it, and refuse every token. */
    private static void requireIssuer(String issuer) throws Failure {
        String none = "There is no OpenID Connect issuer at " + issuer + ": ";
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(issuer + "/.well-known/openid-configuration"))
                    .timeout(PATIENCE)
                    .build();
            HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
            String named =
                    new ObjectMapper().readTree(answer.body()).path("issuer").asText();
            if (answer.statusCode() != 200 || !named.equals(issuer)) {
                throw new Failure(none + "its configuration names “" + named + "”.");
            }
        } catch (ConnectException e) {
            throw new Failure(none + "nothing answers there.", e);
        } catch (IOException | IllegalArgumentException e) {
            throw new Failure(none + Failure.reason(e) + ".", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("Interrupted.", e);
        }
    }

    private void run(Suite suite, boolean withExample, Duration patience, Progress progress, @Nullable Path data)
            throws Failure {
        RunningSuite running = suite.start();
        Map<String, String> show = Map.of();
        if (withExample) {
            Path example = root.resolve("examples").resolve("linkoping-vss-2021-08");
            show = Dataset.read(example).show();
            if (suite.data().hasExample()) {
                progress.say("The example was loaded before; what has been changed since stays changed");
            } else {
                progress.say("Loading " + root.relativize(example));
                loader(running, patience).load(example, Wishes.NONE);
                suite.data().rememberExample();
            }
        }
        tell(suite, running, show, progress, data);
        suite.watch();
    }

    private void tell(
            Suite suite, RunningSuite running, Map<String, String> show, Progress progress, @Nullable Path data) {
        out.println();
        out.println("Ready after " + progress.elapsed() + ", the build not counted.");
        out.println();
        show.forEach((what, path) -> line(what, running.url() + path));
        line("API documentation", running.url() + "/docs");
        line("Kafka", running.kafka());
        line("A token", running.demo() ? "./run token " + USERS : "of " + running.issuer());
        line("Data and logs", running.data() + (data == null ? " (deleted at the end)" : ""));
        out.println();
        out.println("Resident memory:");
        long together = 0;
        for (Child child : suite.children()) {
            long kibibytes = Memory.resident(child.pid());
            together += kibibytes;
            memory(child.name(), kibibytes);
        }
        memory("together", together);
        memory("launcher with Kafka", Memory.resident(ProcessHandle.current().pid()));
        memory("PostgreSQL", suite.databaseMemory());
        out.println();
        out.println("Ctrl-C stops everything.");
    }

    private void memory(String what, long kibibytes) {
        out.printf("  %-20s %5d MiB%n", what, kibibytes / 1024);
    }

    private void line(String what, String value) {
        out.printf("  %-20s %s%n", what, value);
    }

    private static String value(String option, Deque<String> arguments) throws Failure {
        if (arguments.isEmpty()) {
            throw new Failure(option + " needs a value.");
        }
        return Objects.requireNonNull(arguments.pop());
    }

    private static String code(String text) throws Failure {
        if (!text.matches("[0-9]{4}")) {
            throw new Failure("“" + text + "” is no code of a municipality, which has four digits.");
        }
        return text;
    }

    private static Duration seconds(String text) throws Failure {
        if (!text.matches("[1-9][0-9]{0,4}")) {
            throw new Failure("“" + text + "” is no number of seconds.");
        }
        return Duration.ofSeconds(Integer.parseInt(text));
    }

    private static int port(String text) throws Failure {
        try {
            int port = Integer.parseInt(text);
            if (port > 0 && port < 65_536) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new Failure("“" + text + "” is not a port.");
    }
}
