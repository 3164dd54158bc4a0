package se.tertial.finance.organisation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import se.tertial.finance.organisation.UnitRow.Placement;
import se.tertial.kit.access.Scope;
import se.tertial.kit.admission.RequestMemory;
import se.tertial.kit.change.Identity;
import se.tertial.kit.change.Rows;
import se.tertial.kit.problem.Problem;
import se.tertial.kit.problem.Violation;
import se.tertial.kit.problem.Violations;
import se.tertial.language.Message;

/** The units of administrations. Together they form a tree on every day; one that has figures stays. */
@ApplicationScoped
public class Units implements Rows<UnitRow, Unit> {

    private static final int MOST_TOLD = 100;

    /** Units stand in few places each: a reorganisation every year moves none a hundred times. */
    private static final long MOST_PLACEMENTS = 5 * MOST_OF_A_TREE;

    /** Two identifiers, two days, and what the tree makes of them. */
    private static final long BYTES_OF_A_PLACEMENT = 512;

    private final Instance<UnitReferences> uses;
    private final Clock clock;
    private final Placements placements;
    private final RequestMemory memory;

    @Inject
    Units(@Any Instance<UnitReferences> uses, Clock clock, Placements placements, RequestMemory memory) {
        this.uses = uses;
        this.clock = clock;
        this.placements = placements;
        this.memory = memory;
    }

    @Override
    public String topic() {
        return "finance.unit.v1";
    }

    @Override
    public Unit blank(Identity identity) {
        return new Unit(identity);
    }

    @Override
    public String order() {
        return "order, id.rowKey";
    }

    @Override
    public long most() {
        return MOST_OF_A_TREE;
    }

    @Override
    public void check(Scope scope, List<Written<UnitRow>> written, Violations violations) {
        Set<String> known = existing(
                scope, written.stream().flatMap(one -> one.row().refersTo()).toList());
        for (Written<UnitRow> one : written) {
            checkIntervals(one, violations);
            checkReferences(one, known, violations);
        }
        violations.throwIfAny();
        written.stream()
                .filter(one -> one.before() == null
                        || !one.before().placements().equals(one.row().placements()))
                .findFirst()
                .ifPresent(first -> checkTree(scope, first.pointer(), written, violations));
        violations.throwIfAny();
        checkClosed(written);
    }

    private void checkTree(Scope scope, String pointer, List<Written<UnitRow>> written, Violations violations) {
        long placed = placements.count(scope);
        if (placed > MOST_PLACEMENTS) {
            violations.add(
                    pointer + "/placements",
                    Message.of(
                            "The units of an administration have at most {0} placements together, and would have {1}.",
                            MOST_PLACEMENTS, placed));
            return;
        }
        memory.forCheck(placed * BYTES_OF_A_PLACEMENT);
        new TreeOverTime(placements.belowOthers(scope)).check(written, violations);
    }

    /** What reports of closed units show changes only for a reason; closing one needs none. */
    private void checkClosed(List<Written<UnitRow>> written) {
        LocalDate today = LocalDate.now(clock);
        List<Violation> unreasoned = written.stream()
                .filter(one -> one.row().reason() == null)
                .filter(one -> one.before() != null
                        && one.before().isClosed(today)
                        && !one.before().showsLike(one.row()))
                .limit(MOST_TOLD)
                .map(one -> Violation.inBody(
                        one.pointer() + "/reason",
                        Message.of(
                                "The unit “{0}” is closed; a change that shows says why it is made.",
                                one.row().unitId())))
                .toList();
        if (!unreasoned.isEmpty()) {
            throw Problem.conflict(unreasoned);
        }
    }

    @Override
    public void checkDelete(Scope scope, UnitRow row) {
        placements.unitThatRefersTo(scope, row.unitId()).ifPresent(other -> {
            throw Problem.conflict(Message.of("“{0}” refers to “{1}”. End its validity instead.", other, row.unitId()));
        });
        uses.stream()
                .map(use -> use.of(scope, row.unitId()))
                .filter(Objects::nonNull)
                .reduce((some, more) -> Message.of("{0}, {1}", some, more))
                .ifPresent(found -> {
                    throw Problem.conflict(Message.of("“{0}” has {1}. End its validity instead.", row.unitId(), found));
                });
    }

    private static void checkIntervals(Written<UnitRow> one, Violations violations) {
        List<Placement> placements = one.row().placements();
        for (int index = 0; index < placements.size(); index++) {
            Placement placement = placements.get(index);
            String pointer = one.pointer() + "/placements/" + index;
            if (placement.validTo() != null && placement.validTo().isBefore(placement.validFrom())) {
                violations.add(pointer + "/validTo", Message.of("The last day is before the first."));
            }
            for (int earlier = 0; earlier < index; earlier++) {
                if (placement.overlaps(placements.get(earlier))) {
                    violations.add(
                            pointer,
                            Message.of("The validity overlaps that of placement {0} of the same unit.", earlier + 1));
                }
            }
        }
    }

    private static void checkReferences(Written<UnitRow> one, Set<String> ids, Violations violations) {
        for (int index = 0; index < one.row().placements().size(); index++) {
            String parent = one.row().placements().get(index).parentId();
            if (parent != null && !ids.contains(parent)) {
                violations.add(
                        one.pointer() + "/placements/" + index + "/parentId",
                        Message.of("There is no unit “{0}”.", parent));
            }
        }
        for (int index = 0; index < one.row().predecessors().size(); index++) {
            var predecessor = one.row().predecessors().get(index);
            if (predecessor.administrationId() == null && !ids.contains(predecessor.unitId())) {
                violations.add(
                        one.pointer() + "/predecessors/" + index + "/unitId",
                        Message.of(
                                "There is no unit “{0}”; if it belonged to another administration, name that.",
                                predecessor.unitId()));
            }
        }
    }
}
