package se.tertial.finance.investments;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.tertial.finance.organisation.UnitReferences;
import se.tertial.finance.organisation.Units;
import se.tertial.kit.access.Scope;
import se.tertial.kit.change.Identity;
import se.tertial.kit.change.Rows;
import se.tertial.kit.problem.Problem;
import se.tertial.kit.problem.Violations;
import se.tertial.language.Message;

/** Investment objects of administrations. */
@ApplicationScoped
public class InvestmentObjects implements Rows<InvestmentObjectRow, InvestmentObject>, UnitReferences {

    private final Units units;
    private final InvestmentLines lines;

    @Inject
    InvestmentObjects(Units units, InvestmentLines lines) {
        this.units = units;
        this.lines = lines;
    }

    @Override
    public String topic() {
        return "finance.investment-object.v1";
    }

    @Override
    public InvestmentObject blank(Identity identity) {
        return new InvestmentObject(identity);
    }

    @Override
    public String order() {
        return "position, id.rowKey";
    }

    @Override
    public @Nullable Message of(Scope scope, String unitId) {
        long count = count(
                "id.municipalityId = ?1 and id.administrationId = ?2 and unitId = ?3",
                scope.municipalityId(),
                scope.administrationId(),
                unitId);
        return count == 0 ? null : Message.of("investment objects ({0})", count);
    }

    @Override
    public void check(Scope scope, List<Written<InvestmentObjectRow>> written, Violations violations) {
        Set<String> known = units.existing(
                scope, written.stream().map(one -> one.row().unitId()).toList());
        for (Written<InvestmentObjectRow> one : written) {
            if (!known.contains(one.row().unitId())) {
                violations.add(
                        one.pointer() + "/unitId",
                        Message.of("There is no unit “{0}”.", one.row().unitId()));
            }
        }
    }

    @Override
    public void checkDelete(Scope scope, InvestmentObjectRow row) {
        if (lines.areOf(scope, row.objectId())) {
            throw Problem.conflict(Message.of("“{0}” has amounts; delete those first.", row.objectId()));
        }
    }
}
