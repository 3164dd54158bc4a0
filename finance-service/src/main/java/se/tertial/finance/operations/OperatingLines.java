package se.tertial.finance.operations;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.tertial.finance.organisation.UnitReferences;
import se.tertial.finance.organisation.Units;
import se.tertial.kit.access.Scope;
import se.tertial.kit.change.Doubt;
import se.tertial.kit.change.Identity;
import se.tertial.kit.change.Rows;
import se.tertial.kit.problem.Violations;
import se.tertial.language.Message;

/** Operating lines of administrations. */
@ApplicationScoped
public class OperatingLines implements Rows<OperatingLineRow, OperatingLine>, UnitReferences {

    private final Units units;
    private final FallingAmounts falling;

    @Inject
    OperatingLines(Units units, FallingAmounts falling) {
        this.units = units;
        this.falling = falling;
    }

    @Override
    public String topic() {
        return "finance.operating-line.v1";
    }

    @Override
    public OperatingLine blank(Identity identity) {
        return new OperatingLine(identity);
    }

    @Override
    public String order() {
        return "period, id.rowKey";
    }

    @Override
    public @Nullable Message of(Scope scope, String unitId) {
        long count = count(
                "id.municipalityId = ?1 and id.administrationId = ?2 and unitId = ?3",
                scope.municipalityId(),
                scope.administrationId(),
                unitId);
        return count == 0 ? null : Message.of("operating lines ({0})", count);
    }

    @Override
    public void check(Scope scope, List<Written<OperatingLineRow>> written, Violations violations) {
        Set<String> known = units.existing(
                scope, written.stream().map(one -> one.row().unitId()).toList());
        for (Written<OperatingLineRow> one : written) {
            OperatingLineRow row = one.row();
            if (!known.contains(row.unitId())) {
                violations.add(one.pointer() + "/unitId", Message.of("There is no unit “{0}”.", row.unitId()));
            }
        }
    }

    /** What is of a full year only, or a net alone, may be anything. */
    @Override
    public List<Doubt> doubts(Scope scope, List<Written<OperatingLineRow>> written) {
        return falling.of(
                scope,
                FallingAmounts.Lines.OPERATING,
                written.stream()
                        .filter(one -> one.row().round() == null && one.row().cost() != null)
                        .map(one -> new FallingAmounts.Booked(
                                one.pointer(),
                                one.row().unitId(),
                                one.row().unitId() + "~"
                                        + ScenarioKey.name(one.row().scenario()),
                                one.row().period()))
                        .toList());
    }
}
