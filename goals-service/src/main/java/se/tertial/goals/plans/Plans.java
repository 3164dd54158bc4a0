package se.tertial.goals.plans;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import se.tertial.goals.plans.PlanRow.Kind;
import se.tertial.kit.access.Scope;
import se.tertial.kit.change.Identity;
import se.tertial.kit.change.Rows;
import se.tertial.kit.problem.Problem;
import se.tertial.kit.problem.Violations;
import se.tertial.language.Message;

/** Plans of administrations. */
@ApplicationScoped
public class Plans implements Rows<PlanRow, Plan> {

    private final Instance<PlanReferences> uses;

    @Inject
    Plans(@Any Instance<PlanReferences> uses) {
        this.uses = uses;
    }

    @Override
    public String topic() {
        return "goals.plan.v1";
    }

    @Override
    public Plan blank(Identity identity) {
        return new Plan(identity);
    }

    @Override
    public String order() {
        return "position, id.rowKey";
    }

    /** Of these plans, those of internal control. */
    public Set<String> internalControlIds(Scope scope, Collection<String> planIds) {
        return values(scope, "id.rowKey, kind", Object[].class, "id.rowKey", planIds).stream()
                .filter(columns -> columns[1] == Kind.INTERNAL_CONTROL)
                .map(columns -> (String) columns[0])
                .collect(Collectors.toSet());
    }

    @Override
    public void check(Scope scope, List<Written<PlanRow>> written, Violations violations) {
        List<String> ids = written.stream().map(one -> one.row().planId()).toList();
        Set<String> controlled = uses.stream()
                .flatMap(use -> use.internalControlPlans(scope, ids).stream())
                .collect(Collectors.toSet());
        for (Written<PlanRow> one : written) {
            if (one.row().kind() != Kind.INTERNAL_CONTROL
                    && controlled.contains(one.row().planId())) {
                violations.add(
                        one.pointer() + "/kind",
                        Message.of("It has control points, so it must remain an internal control plan."));
            }
        }
    }

    @Override
    public void checkDelete(Scope scope, PlanRow row) {
        for (PlanReferences use : uses) {
            Message sentence = use.of(scope, row.planId());
            if (sentence != null) {
                throw Problem.conflict(Message.of("“{0}” is in use: {1}.", row.planId(), sentence));
            }
        }
    }
}
