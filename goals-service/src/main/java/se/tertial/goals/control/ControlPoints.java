package se.tertial.goals.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.tertial.goals.plans.PlanReferences;
import se.tertial.goals.plans.Plans;
import se.tertial.kit.access.Scope;
import se.tertial.kit.change.Identity;
import se.tertial.kit.change.Rows;
import se.tertial.kit.problem.Violations;
import se.tertial.language.Message;

/** Control points of administrations. */
@ApplicationScoped
public class ControlPoints implements Rows<ControlPointRow, ControlPoint>, PlanReferences {

    private final Provider<Plans> plans;

    @Inject
    ControlPoints(Provider<Plans> plans) {
        this.plans = plans;
    }

    @Override
    public String topic() {
        return "goals.control-point.v1";
    }

    @Override
    public ControlPoint blank(Identity identity) {
        return new ControlPoint(identity);
    }

    @Override
    public String order() {
        return "period, position, id.rowKey";
    }

    @Override
    public void check(Scope scope, List<Written<ControlPointRow>> written, Violations violations) {
        Set<String> known = plans.get()
                .internalControlIds(
                        scope, written.stream().map(one -> one.row().planId()).toList());
        for (Written<ControlPointRow> one : written) {
            if (!known.contains(one.row().planId())) {
                violations.add(
                        one.pointer() + "/planId",
                        Message.of(
                                "There is no internal control plan “{0}”.",
                                one.row().planId()));
            }
        }
    }

    @Override
    public @Nullable Message of(Scope scope, String planId) {
        return internalControlPlans(scope, List.of(planId)).contains(planId)
                ? Message.of("it has control points")
                : null;
    }

    @Override
    public Set<String> internalControlPlans(Scope scope, Collection<String> planIds) {
        return new HashSet<>(values(scope, "distinct planId", String.class, "planId", planIds));
    }
}
