package se.tertial.faults;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import se.tertial.devstack.Failure;
import se.tertial.faults.cluster.Cluster;
import se.tertial.faults.harm.Deck;
import se.tertial.faults.harm.Fault;
import se.tertial.faults.harm.Faults;
import se.tertial.faults.harm.Harm;
import se.tertial.faults.load.Follower;
import se.tertial.faults.load.Load;
import se.tertial.faults.load.Operation;
import se.tertial.faults.load.Operation.Fate;
import se.tertial.faults.load.Prober;
import se.tertial.faults.proof.Finding;
import se.tertial.faults.proof.Finding.Promise;
import se.tertial.faults.proof.Plants;
import se.tertial.faults.proof.Proof;
import se.tertial.faults.proof.Told;

/** Load and faults for a while, then peace, then the proof. */
final class Campaign {

    private static final int MOST_AT_ONCE = 3;
    private static final int MOST_PAUSE_MILLIS = 3_000;
    private static final int LEAST_HARM_MILLIS = 500;
    private static final int MOST_HARM_MILLIS = 9_000;
    private static final int MOST_SHOWN = 20;

    private final long seed;
    private final Duration time;
    private final int each;
    private final PrintStream out;
    private final long began = System.nanoTime();
    private final Map<Harm, Integer> harms = new EnumMap<>(Harm.class);

    /**
     * @param seed what chance is made of
     * @param time how long faults happen
     * @param each how many instances of each service and of the gateway
     */
    Campaign(long seed, Duration time, int each, PrintStream out) {
        this.seed = seed;
        this.time = time;
        this.each = each;
        this.out = out;
    }

    /** Whether everything that must hold holds. */
    boolean run(Path root, Path directory) throws IOException, SQLException, Failure, InterruptedException {
        say("seed " + seed + ", " + time.toSeconds() + " s of faults, " + each + " of each service and gateway");
        try (Cluster cluster = Cluster.start(root, directory, each)) {
            say("everything is up");
            Load load = new Load(cluster.url(), cluster.issuer(), seed);
            load.prepare();
            Follower follower = new Follower(cluster.url(), cluster.issuer());
            Prober prober = new Prober(cluster.url(), cluster.issuer());
            load.start();
            follower.start();
            prober.start();
            Random random = new Random(seed);
            Faults faults = new Faults(cluster, load, follower, random);
            if (cluster.disk().isEmpty()) {
                say("a full disk is not tried: no file system of its own may be mounted here");
            }
            harm(faults, new Deck(faults.possible(), random), random);
            Map<String, Duration> without = prober.stop();
            load.stop();
            cluster.awaitReady();
            say("everything is up again");
            Map<Follower.Feed, List<Long>> followed = follower.stop();
            tell(load.operations(), without);
            Told told = new Told(load.operations(), followed, faults.losses());
            Proof proof = new Proof(cluster, told);
            List<Finding> findings = new ArrayList<>(proof.look());
            follower.refusals().forEach(refusal -> findings.add(new Finding(Promise.FEED, refusal)));
            load.unhelpful().forEach(answer -> findings.add(new Finding(Promise.ANSWERS, answer)));
            findings.addAll(proof.compareWithFresh());
            tellLost(proof.lost());
            return judge(findings, new Plants(cluster, told).overlooked());
        }
    }

    /**
     * Each step does one thing or several at once, waits, undoes them and waits again: as long as there is time, and until each harm
     * has come.
     */
    private void harm(Faults faults, Deck deck, Random random)
            throws IOException, SQLException, Failure, InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end || !deck.wasThrough()) {
            TimeUnit.MILLISECONDS.sleep(random.nextInt(MOST_PAUSE_MILLIS));
            Map<String, Fault> step = new LinkedHashMap<>();
            for (Harm harm : deck.deal(1 + random.nextInt(MOST_AT_ONCE))) {
                Fault fault = faults.of(harm);
                for (int attempt = 0; attempt < MOST_AT_ONCE && step.containsKey(fault.target()); attempt++) {
                    fault = faults.of(harm);
                }
                if (step.containsKey(fault.target())) {
                    deck.takeBack(harm);
                } else {
                    step.put(fault.target(), fault);
                }
            }
            int millis = LEAST_HARM_MILLIS + random.nextInt(MOST_HARM_MILLIS);
            say(step.values().stream().map(Fault::toString).collect(Collectors.joining(", ")) + " for " + millis
                    + " ms");
            for (Fault fault : step.values()) {
                harms.merge(fault.harm(), 1, Integer::sum);
                fault.begin().perform();
            }
            TimeUnit.MILLISECONDS.sleep(millis);
            for (Fault fault : step.values()) {
                fault.end().perform();
            }
        }
    }

    private void tell(List<Operation> operations, Map<String, Duration> without) {
        Map<Fate, Long> fates =
                operations.stream().collect(Collectors.groupingBy(Operation::fate, Collectors.counting()));
        Map<Integer, Long> statuses = operations.stream()
                .collect(Collectors.groupingBy(Operation::status, TreeMap::new, Collectors.counting()));
        say("faults: " + harms);
        say("operations: " + operations.size() + " " + fates + ", by status " + statuses);
        operations.stream()
                .filter(one -> one.fate() == Fate.UNKNOWN)
                .collect(Collectors.groupingBy(Operation::reason, Collectors.counting()))
                .entrySet()
                .stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(MOST_SHOWN)
                .forEach(one -> out.println("    unknown " + one.getValue() + " times: " + one.getKey()));
        say("without service: "
                + without.entrySet().stream()
                        .map(one -> one.getKey() + " " + one.getValue().toMillis() / 1000.0 + " s")
                        .collect(Collectors.joining(", ")));
    }

    /** What a restore lost is no broken promise, and is named. */
    private void tellLost(List<Operation> lost) {
        if (!lost.isEmpty()) {
            say(lost.size() + " acknowledged operations were lost with the databases that were put back:");
            lost.forEach(operation -> out.println("    " + operation));
        }
    }

    private boolean judge(List<Finding> findings, List<String> overlooked) {
        for (Promise promise : Promise.values()) {
            List<Finding> broken =
                    findings.stream().filter(one -> one.what() == promise).toList();
            say((broken.isEmpty() ? "holds: " : "BROKEN " + broken.size() + " times: ") + promise.sentence());
            broken.stream().limit(MOST_SHOWN).forEach(finding -> out.println("    " + finding.where()));
        }
        say(
                overlooked.isEmpty()
                        ? "damage that was done by hand afterwards was found"
                        : "OVERLOOKED, though done by hand: " + overlooked);
        return findings.isEmpty() && overlooked.isEmpty();
    }

    private void say(String sentence) {
        out.printf("%6.1f  %s%n", (System.nanoTime() - began) / 1e9, sentence);
    }
}
