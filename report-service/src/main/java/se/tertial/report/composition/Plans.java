package se.tertial.report.composition;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.report.document.Allowance;
import se.tertial.report.document.Block;
import se.tertial.report.replica.Fact;
import se.tertial.report.replica.Facts;
import se.tertial.report.replica.Known;
import se.tertial.report.wording.SwedishOrder;

/** The plans with their follow-up and, of internal control, what was checked. */
final class Plans {

    /** Bytes of what stands around a text in a document. */
    private static final int SMALL = 250;

    private final Allowance allowance;
    private final List<Fact.Plan> plans;
    private final Map<String, Fact.PlanFollowUp> followUps = new HashMap<>();
    private final Map<String, List<Fact.ControlPoint>> points = new HashMap<>();

    Plans(ReportingPeriod period, Facts facts, Allowance allowance) {
        this.allowance = allowance;
        plans = facts.all(Fact.Plan.class).stream()
                .map(Known::fact)
                .sorted(Comparator.comparing(Fact.Plan::order)
                        .thenComparing(Fact.Plan::name, new SwedishOrder())
                        .thenComparing(Fact.Plan::planId))
                .toList();
        facts.all(Fact.PlanFollowUp.class).stream()
                .map(Known::fact)
                .filter(followUp -> followUp.period().equals(period))
                .forEach(followUp -> followUps.put(followUp.planId(), followUp));
        facts.all(Fact.ControlPoint.class).stream()
                .map(Known::fact)
                .filter(point -> point.period().equals(period))
                .sorted(Comparator.comparing(Fact.ControlPoint::order)
                        .thenComparing(Fact.ControlPoint::name, new SwedishOrder())
                        .thenComparing(Fact.ControlPoint::controlPointId))
                .forEach(point -> points.computeIfAbsent(point.planId(), any -> new ArrayList<>())
                        .add(point));
    }

    Block.Plans block() {
        return new Block.Plans(plans.stream().map(this::plan).toList());
    }

    private Block.Plans.Plan plan(Fact.Plan plan) {
        Fact.PlanFollowUp followUp = followUps.get(plan.planId());
        allowance.spend(SMALL
                + plan.name().length()
                + (followUp == null ? 0 : followUp.text().length()));
        return new Block.Plans.Plan(
                plan.planId(),
                plan.name(),
                followUp == null ? null : followUp.text(),
                points.getOrDefault(plan.planId(), List.of()).stream()
                        .map(this::point)
                        .toList(),
                followUp == null ? null : followUp.conclusion());
    }

    private Block.Plans.ControlPoint point(Fact.ControlPoint point) {
        allowance.spend(SMALL + point.name().length() + point.finding().length());
        return new Block.Plans.ControlPoint(point.controlPointId(), point.name(), point.finding(), point.measure());
    }
}
