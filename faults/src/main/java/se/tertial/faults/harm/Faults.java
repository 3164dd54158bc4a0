package se.tertial.faults.harm;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import se.tertial.devstack.Failure;
import se.tertial.devstack.Wire;
import se.tertial.faults.cluster.Cluster;
import se.tertial.faults.cluster.Instance;
import se.tertial.faults.cluster.SmallDisk;
import se.tertial.faults.cluster.Victim;
import se.tertial.faults.load.Follower;
import se.tertial.faults.load.Load;
import se.tertial.faults.load.Loss;
import se.tertial.faults.runbook.Operator;

/** Makes faults of harms: chance says whom they strike. */
public final class Faults {

    private static final int HELD_UP = 4;

    private final Cluster cluster;
    private final Load load;
    private final Follower follower;
    private final Operator operator;
    private final Random random;
    private final List<Loss> losses = new ArrayList<>();
    private final Set<String> killed = new HashSet<>();

    public Faults(Cluster cluster, Load load, Follower follower, Random random) {
        this.cluster = cluster;
        this.load = load;
        this.follower = follower;
        this.operator = new Operator(cluster);
        this.random = random;
    }

    /** Which harms can be done here: a kill for each process, and whatever has no such measure once. */
    public List<Harm> possible() {
        List<Harm> harms = new ArrayList<>(List.of(Harm.values()));
        harms.addAll(Collections.nCopies(cluster.victims().size() - 1, Harm.KILL));
        harms.addAll(Collections.nCopies(HELD_UP - 1, Harm.HOLD_UP));
        if (cluster.disk().isEmpty()) {
            harms.remove(Harm.DISK_FULL);
        }
        return harms;
    }

    /** What restores lost on purpose. */
    public List<Loss> losses() {
        return List.copyOf(losses);
    }

    /** A fault with a victim at random; each process is killed before any is killed again. */
    public Fault of(Harm harm) {
        List<Victim> victims = cluster.victims();
        Victim victim = victims.get(random.nextInt(victims.size()));
        List<Instance> instances = cluster.instances();
        Instance instance = instances.get(random.nextInt(instances.size()));
        String service = Follower.SERVICES.get(random.nextInt(Follower.SERVICES.size()));
        return switch (harm) {
            case KILL -> kill();
            case HOLD_UP -> new Fault(harm, victim.name(), victim::holdUp, victim::letGo);
            case KILL_BOTH -> killAll(instance.kind());
            case KAFKA_SILENT -> silent(harm, "kafka", cluster.kafka().wire());
            case KAFKA_CUT -> cut(harm, "kafka", cluster.kafka().wire());
            case DATABASE_SILENT -> silent(harm, instance.name(), toDatabase(instance));
            case DATABASE_CUT -> cut(harm, instance.name(), toDatabase(instance));
            case COMMIT_UNANSWERED ->
                once(harm, instance.name(), () -> toDatabase(instance).loseAnswer("COMMIT"));
            case CALLERS_SILENT -> silent(harm, instance.name(), instance.fromCallers());
            case CALLERS_CUT -> cut(harm, instance.name(), instance.fromCallers());
            case POISON ->
                once(harm, "topics", () -> Poison.send(cluster.kafka().bootstrapServers()));
            case LARGE_ROWS -> new Fault(harm, "load", () -> load.enlarge(true), () -> load.enlarge(false));
            case DISK_FULL -> {
                SmallDisk disk = cluster.disk().orElseThrow();
                yield new Fault(harm, cluster.postgres().name(), disk::fill, () -> {
                    disk.free();
                    cluster.postgres().start();
                });
            }
            case REBUILDS -> once(harm, "read model", operator::rebuildEverywhere);
            case RESTORE -> restore(service);
            case TOPICS_LOST -> loseTopics(service);
        };
    }

    /** The gateway's only connections are its callers' and those to services. */
    private static Wire toDatabase(Instance instance) {
        @Nullable Wire wire = instance.toDatabase();
        return wire == null ? instance.fromCallers() : wire;
    }

    /** Of one that was not killed by itself since all others were. */
    private Fault kill() {
        List<Victim> left = cluster.victims().stream()
                .filter(victim -> !killed.contains(victim.name()))
                .toList();
        Victim victim = left.get(random.nextInt(left.size()));
        return new Fault(
                Harm.KILL,
                victim.name(),
                () -> {
                    victim.kill();
                    killed.add(victim.name());
                    if (killed.size() == cluster.victims().size()) {
                        killed.clear();
                    }
                },
                victim::start);
    }

    private Fault killAll(String kind) {
        return new Fault(Harm.KILL_BOTH, kind, () -> cluster.instances(kind).forEach(Instance::kill), () -> {
            for (Instance instance : cluster.instances(kind)) {
                instance.start();
            }
        });
    }

    private static Fault silent(Harm harm, String target, Wire wire) {
        return new Fault(harm, target, wire::silence, wire::mend);
    }

    private static Fault cut(Harm harm, String target, Wire wire) {
        return new Fault(harm, target, wire::cut, wire::mend);
    }

    private static Fault once(Harm harm, String target, Fault.Act act) {
        return new Fault(harm, target, act, () -> {});
    }

    private Fault restore(String service) {
        AtomicLong copied = new AtomicLong();
        return new Fault(
                Harm.RESTORE,
                service,
                () -> copied.set(operator.backUp(service)),
                () -> restored(operator.restore(service, copied.get())));
    }

    private void restored(Loss loss) {
        follower.restored(loss);
        losses.add(loss);
    }

    private Fault loseTopics(String service) {
        return new Fault(Harm.TOPICS_LOST, service, () -> cluster.kafka().deleteTopics(service), () -> refill(service));
    }

    private void refill(String service) throws Failure, InterruptedException {
        cluster.createTopics();
        operator.publishAnew(service);
        operator.rebuild();
    }
}
