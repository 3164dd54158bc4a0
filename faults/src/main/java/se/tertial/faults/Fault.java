package se.tertial.faults;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import se.tertial.devstack.Failure;
import se.tertial.devstack.Wire;
import se.tertial.faults.cluster.Cluster;
import se.tertial.faults.cluster.Instance;
import se.tertial.faults.cluster.Victim;

/** Harm that is done to the suite for a while, and undone. */
record Fault(Harm harm, String target, Act begin, Act end) {

    /** Something that is done to processes or connections. */
    interface Act {

        void perform() throws IOException, Failure;
    }

    /** What can happen. */
    enum Harm {
        KILL,
        KILL_BOTH,
        HOLD_UP,
        DATABASE_SILENT,
        DATABASE_CUT,
        COMMIT_UNANSWERED,
        KAFKA_SILENT,
        KAFKA_CUT,
        POISON,
        CALLERS_SILENT,
        CALLERS_CUT
    }

    private static final List<Harm> OF_ANY = List.of(Harm.KILL, Harm.HOLD_UP);
    private static final List<Harm> OF_CONNECTIONS = List.of(
            Harm.KILL_BOTH,
            Harm.DATABASE_SILENT,
            Harm.DATABASE_CUT,
            Harm.COMMIT_UNANSWERED,
            Harm.KAFKA_SILENT,
            Harm.KAFKA_CUT,
            Harm.POISON,
            Harm.CALLERS_SILENT,
            Harm.CALLERS_CUT);

    /** One at random. */
    static Fault random(Cluster cluster, Random random) {
        if (random.nextInt(3) > 0) {
            List<Victim> victims = cluster.victims();
            Victim victim = victims.get(random.nextInt(victims.size()));
            Harm harm = OF_ANY.get(random.nextInt(OF_ANY.size()));
            return harm == Harm.KILL
                    ? new Fault(harm, victim.name(), victim::kill, victim::start)
                    : new Fault(harm, victim.name(), victim::holdUp, victim::letGo);
        }
        Harm harm = OF_CONNECTIONS.get(random.nextInt(OF_CONNECTIONS.size()));
        List<Instance> instances = cluster.instances();
        Instance instance = instances.get(random.nextInt(instances.size()));
        return switch (harm) {
            case KILL_BOTH -> killAll(cluster.instances(instance.kind()), instance.kind());
            case KAFKA_SILENT -> silent(harm, "kafka", cluster.kafka().wire());
            case KAFKA_CUT -> cut(harm, "kafka", cluster.kafka().wire());
            case POISON ->
                new Fault(harm, "kafka", () -> Poison.send(cluster.kafka().bootstrapServers()), () -> {});
            case DATABASE_SILENT -> silent(harm, instance.name(), toDatabase(instance));
            case DATABASE_CUT -> cut(harm, instance.name(), toDatabase(instance));
            case COMMIT_UNANSWERED -> {
                Wire wire = toDatabase(instance);
                yield new Fault(harm, instance.name(), () -> wire.loseAnswer("COMMIT"), () -> {});
            }
            case CALLERS_SILENT -> silent(harm, instance.name(), instance.fromCallers());
            default -> cut(Harm.CALLERS_CUT, instance.name(), instance.fromCallers());
        };
    }

    /** The gateway's only connections are its callers' and those to services. */
    private static Wire toDatabase(Instance instance) {
        @Nullable Wire wire = instance.toDatabase();
        return wire == null ? instance.fromCallers() : wire;
    }

    private static Fault killAll(List<Instance> instances, String kind) {
        return new Fault(Harm.KILL_BOTH, kind, () -> instances.forEach(Instance::kill), () -> {
            for (Instance instance : new ArrayList<>(instances)) {
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

    @Override
    public String toString() {
        return harm + " " + target;
    }
}
