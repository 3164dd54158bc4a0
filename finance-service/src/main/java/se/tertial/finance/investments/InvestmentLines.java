package se.tertial.finance.investments;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.util.List;
import java.util.Set;
import se.tertial.finance.operations.FallingAmounts;
import se.tertial.finance.operations.ScenarioKey;
import se.tertial.kit.access.Scope;
import se.tertial.kit.change.Doubt;
import se.tertial.kit.change.Identity;
import se.tertial.kit.change.Rows;
import se.tertial.kit.problem.Violations;
import se.tertial.language.Message;

/** Investment lines of administrations. */
@ApplicationScoped
public class InvestmentLines implements Rows<InvestmentLineRow, InvestmentLine> {

    private final Provider<InvestmentObjects> objects;
    private final FallingAmounts falling;

    @Inject
    InvestmentLines(Provider<InvestmentObjects> objects, FallingAmounts falling) {
        this.objects = objects;
        this.falling = falling;
    }

    @Override
    public String topic() {
        return "finance.investment-line.v1";
    }

    @Override
    public InvestmentLine blank(Identity identity) {
        return new InvestmentLine(identity);
    }

    @Override
    public String order() {
        return "period, id.rowKey";
    }

    /** Whether an object has amounts. */
    boolean areOf(Scope scope, String objectId) {
        return count(
                        "id.municipalityId = ?1 and id.administrationId = ?2 and objectId = ?3",
                        scope.municipalityId(),
                        scope.administrationId(),
                        objectId)
                > 0;
    }

    @Override
    public void check(Scope scope, List<Written<InvestmentLineRow>> written, Violations violations) {
        Set<String> known = objects.get()
                .existing(
                        scope, written.stream().map(one -> one.row().objectId()).toList());
        for (Written<InvestmentLineRow> one : written) {
            InvestmentLineRow row = one.row();
            if (!known.contains(row.objectId())) {
                violations.add(
                        one.pointer() + "/objectId",
                        Message.of("There is no investment object “{0}”.", row.objectId()));
            }
        }
    }

    @Override
    public List<Doubt> doubts(Scope scope, List<Written<InvestmentLineRow>> written) {
        return falling.of(
                scope,
                FallingAmounts.Lines.INVESTMENT,
                written.stream()
                        .filter(one -> one.row().round() == null)
                        .map(one -> new FallingAmounts.Booked(
                                one.pointer(),
                                one.row().objectId(),
                                one.row().objectId() + "~"
                                        + ScenarioKey.name(one.row().scenario()),
                                one.row().period()))
                        .toList());
    }
}
