package se.tertial.faults;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import se.tertial.devstack.Failure;
import se.tertial.devstack.Scratch;

/** The command {@code faults/run}. */
public final class Main {

    private static final int DEFAULT_SECONDS = 120;
    private static final int MOST_SEEDS = 1_000_000;

    private Main() {}

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try {
            System.exit(run(new ArrayDeque<>(List.of(arguments)), out) ? 0 : 1);
        } catch (Failure failure) {
            out.println(failure.sentence());
        } catch (IOException | SQLException | RuntimeException e) {
            e.printStackTrace(out);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        System.exit(2);
    }

    private static boolean run(Deque<String> arguments, PrintStream out)
            throws Failure, IOException, SQLException, InterruptedException {
        long seed = new Random().nextInt(MOST_SEEDS);
        int seconds = DEFAULT_SECONDS;
        int each = 2;
        Path kept = null;
        while (!arguments.isEmpty()) {
            String argument = arguments.pop();
            switch (argument) {
                case "--seed" -> seed = number(argument, arguments);
                case "--seconds" -> seconds = (int) number(argument, arguments);
                case "--minutes" -> seconds = 60 * (int) number(argument, arguments);
                case "--each" -> each = (int) number(argument, arguments);
                case "--data" -> kept = Path.of(value(argument, arguments));
                default ->
                    throw new Failure(
                            "“" + argument
                                    + "” is not understood: faults/run [--seed N] [--minutes M | --seconds S] [--each N] [--data DIR]");
            }
        }
        Path root = Path.of(System.getProperty("tertial.root", "")).toAbsolutePath();
        Campaign campaign = new Campaign(seed, Duration.ofSeconds(seconds), each, out);
        boolean holds = false;
        try {
            holds = run(campaign, root, kept);
            return holds;
        } finally {
            out.println((holds ? "It held" : "It did not hold") + "; the same again: faults/run --seed " + seed
                    + " --seconds " + seconds + " --each " + each
                    + (kept == null ? "" : "; logs: " + kept.resolve("logs")));
        }
    }

    private static boolean run(Campaign campaign, Path root, @Nullable Path kept)
            throws Failure, IOException, SQLException, InterruptedException {
        if (kept != null) {
            return campaign.run(root, Files.createDirectories(kept).toRealPath());
        }
        try (Scratch scratch = Scratch.create("tertial-faults-")) {
            return campaign.run(root, scratch.path());
        }
    }

    private static long number(String option, Deque<String> arguments) throws Failure {
        String text = value(option, arguments);
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new Failure("“" + text + "” is not a number.", e);
        }
    }

    private static String value(String option, Deque<String> arguments) throws Failure {
        if (arguments.isEmpty()) {
            throw new Failure(option + " needs a value.");
        }
        return Objects.requireNonNull(arguments.pop());
    }
}
