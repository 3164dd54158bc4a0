package se.tertial.goals.plans;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Scope;
import se.tertial.kit.change.Identity;
import se.tertial.kit.change.Rows;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.kit.problem.Violations;
import se.tertial.language.Message;

/** Plan follow-ups of administrations. */
@ApplicationScoped
public class PlanFollowUps implements Rows<PlanFollowUpRow, PlanFollowUp>, PlanReferences {

    private final Provider<Plans> plans;

    @Inject
    PlanFollowUps(Provider<Plans> plans) {
        this.plans = plans;
    }

    @Override
    public String topic() {
        return "goals.plan-follow-up.v1";
    }

    @Override
    public PlanFollowUp blank(Identity identity) {
        return new PlanFollowUp(identity);
    }

    @Override
    public String order() {
        return "period, id.rowKey";
    }

    @Override
    public void check(Scope scope, List<Written<PlanFollowUpRow>> written, Violations violations) {
        Set<String> known = plans.get()
                .existing(scope, written.stream().map(one -> one.row().planId()).toList());
        for (Written<PlanFollowUpRow> one : written) {
            if (!known.contains(one.row().planId())) {
                violations.add(
                        one.pointer() + "/planId",
                        Message.of("There is no plan “{0}”.", one.row().planId()));
            }
        }
    }

    @Override
    public @Nullable Message of(Scope scope, String planId) {
        return values(scope, "period", String.class, "planId", List.of(planId)).stream()
                .min(Comparator.naturalOrder())
                .map(period -> Message.of("there is a follow-up of {0}", ReportingPeriod.parse(period)))
                .orElse(null);
    }
}
