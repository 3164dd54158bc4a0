package se.tertial.devstack.suite;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.logging.ErrorManager;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;

/** Tells what is ready, and when. */
final class Progress {

    /** How often it is said of something slow that it has not been forgotten. */
    private static final Duration INTERVAL = Duration.ofSeconds(15);

    private static final int MOST_LOGGED = 20_000_000;

    /** Held here, because a logger that nobody holds forgets its level. */
    private static final List<Logger> CHATTY = Stream.of("kafka", "org.apache.kafka", "state.change.logger")
            .map(Logger::getLogger)
            .toList();

    private final PrintStream out;
    private final long start;
    private final Duration interval;

    /**
     * @param start when it all began, as {@link System#nanoTime} counts
     */
    Progress(PrintStream out, long start) {
        this(out, start, INTERVAL);
    }

    Progress(PrintStream out, long start, Duration interval) {
        this.out = out;
        this.start = start;
        this.interval = interval;
    }

    Duration interval() {
        return interval;
    }

    void ready(String what) {
        say("  %-36s ready after %s".formatted(what, elapsed()));
    }

    /** @param doing what it is at, if anybody knows */
    void waiting(String what, String doing) {
        say("  %-36s starting, %s so far%s".formatted(what, elapsed(), doing.isEmpty() ? "" : ": " + doing));
    }

    void say(String line) {
        out.println(line);
    }

    String elapsed() {
        return seconds(Duration.ofNanos(System.nanoTime() - start));
    }

    /** PostgreSQL's and Kafka's own words go to a file, not between the progress. */
    static void divertLogs(Path file) throws IOException {
        Logger all = Logger.getLogger("");
        for (Handler handler : all.getHandlers()) {
            all.removeHandler(handler);
        }
        Handler handler = new FileHandler(file.toString(), MOST_LOGGED, 1, true);
        handler.setFormatter(new SimpleFormatter());
        handler.setEncoding("UTF-8");
        // A log that can no longer be written, as on a full disk, is not worth a word of its own.
        handler.setErrorManager(new ErrorManager() {
            @Override
            public void error(String message, Exception failure, int code) {}
        });
        all.addHandler(handler);
        all.setLevel(Level.INFO);
        CHATTY.forEach(logger -> logger.setLevel(Level.WARNING));
    }

    private static String seconds(Duration time) {
        return time.toSeconds() + "." + time.toMillisPart() / 100 + " s";
    }
}
