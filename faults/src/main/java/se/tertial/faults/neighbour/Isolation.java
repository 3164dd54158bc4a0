package se.tertial.faults.neighbour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import se.tertial.faults.neighbour.Neighbour.Noticed;

/**
 * Compares what a municipality notices of another's worst behaviour with what it notices of a plain busy loop that takes as much of
 * the processors, in the suite that runs ({@code ./run}). Both are tried in turn several times, and the middle one counts.
 */
public final class Isolation {

    private static final int ROUNDS = 3;
    private static final int MOST_TIMES = 3;
    private static final Duration WARMING_UP = Duration.ofSeconds(5);
    private static final Duration ROUND = Duration.ofSeconds(12);
    /** Of which the slowest hundredth is one that was not the very slowest. */
    private static final int ENOUGH = 200;

    private final Tenants tenants;
    private final String issuer;
    private final PrintStream out;

    private Isolation(Tenants tenants, String issuer, PrintStream out) {
        this.tenants = tenants;
        this.issuer = issuer;
        this.out = out;
    }

    /** A round of both. */
    private record Round(Noticed busy, Noticed attacked) {

        /** How many times as long the slowest hundredth takes, in hundredths. */
        long ratio(Function<Noticed, List<Long>> of) {
            return 100
                    * Noticed.percentile(of.apply(attacked), 99)
                    / Math.max(1, Noticed.percentile(of.apply(busy), 99));
        }
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        JsonNode suite = new ObjectMapper()
                .readTree(Path.of(System.getProperty("tertial.root", ""), ".run", "suite.json")
                        .toFile());
        String issuer = suite.path("issuer").asText();
        Tenants tenants = new Tenants(suite.path("url").asText(), issuer);
        System.exit(new Isolation(tenants, issuer, out).run() ? 0 : 1);
    }

    private boolean run() throws IOException, InterruptedException {
        tenants.prepare();
        new Neighbour(tenants).live(WARMING_UP, 0);
        tell("alone", new Neighbour(tenants).live(WARMING_UP, 0));
        // Programs that have just begun are still being compiled: what is attacked first is not counted.
        for (int round = 0; round < ROUNDS; round++) {
            besideTheAttack();
        }
        List<Round> rounds = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            rounds.add(new Round(besideBusyLoops(), besideTheAttack()));
        }
        long reads = middle(rounds, Noticed::reads);
        long writes = middle(rounds, Noticed::writes);
        int failures =
                rounds.stream().mapToInt(round -> round.attacked().failed()).sum();
        out.printf(
                "p99 beside the attack to p99 beside busy loops, the middle of %d rounds: reads %s, writes %s; at most %d%n",
                ROUNDS, decimal(reads), decimal(writes), MOST_TIMES);
        out.println("not answered with success beside the attack: " + failures);
        return reads <= 100 * MOST_TIMES && writes <= 100 * MOST_TIMES && failures == 0;
    }

    private static long middle(List<Round> rounds, Function<Noticed, List<Long>> of) {
        return rounds.stream().map(round -> round.ratio(of)).sorted().toList().get(rounds.size() / 2);
    }

    /** As many as there are processors: together they take all of each, as the attack does. */
    private Noticed besideBusyLoops() throws IOException, InterruptedException {
        List<Process> loops = new ArrayList<>();
        try {
            for (int loop = 0; loop < Runtime.getRuntime().availableProcessors(); loop++) {
                loops.add(new ProcessBuilder("/bin/sh", "-c", "while :; do :; done").start());
            }
            return measure("beside busy loops");
        } finally {
            loops.forEach(Process::destroyForcibly);
        }
    }

    private Noticed besideTheAttack() throws IOException, InterruptedException {
        Process attack = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx400m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Attack.class.getName(),
                        tenants.url(),
                        issuer)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(attack.getInputStream(), StandardCharsets.UTF_8))) {
            if (said.readLine() == null) {
                throw new IOException("the attack did not begin");
            }
            TimeUnit.MILLISECONDS.sleep(WARMING_UP.toMillis());
            Noticed noticed = measure("beside the attack");
            attack.getOutputStream().close();
            said.lines().forEach(out::println);
            return noticed;
        } finally {
            attack.destroyForcibly();
        }
    }

    private Noticed measure(String when) throws IOException, InterruptedException {
        Processors before = Processors.now();
        Noticed noticed = new Neighbour(tenants).live(ROUND, ENOUGH);
        tell(when + ", processors " + Processors.now().busySince(before) + " % busy", noticed);
        return noticed;
    }

    private void tell(String when, Noticed noticed) {
        out.printf(
                "%-42s reads %5d, p50 %8s ms, p99 %8s ms; writes %4d, p50 %8s ms, p99 %8s ms; failed %d%n",
                when,
                noticed.reads().size(),
                millis(noticed.reads(), 50),
                millis(noticed.reads(), 99),
                noticed.writes().size(),
                millis(noticed.writes(), 50),
                millis(noticed.writes(), 99),
                noticed.failed());
        out.println("    slowest, in ms: " + noticed.slowestMillis()
                + (noticed.failed() == 0 ? "" : "; failed: " + noticed.failures()));
    }

    private static String millis(List<Long> micros, int percent) {
        return decimal(Noticed.percentile(micros, percent) / 10);
    }

    private static String decimal(long hundredths) {
        return "%d.%02d".formatted(hundredths / 100, hundredths % 100);
    }
}
