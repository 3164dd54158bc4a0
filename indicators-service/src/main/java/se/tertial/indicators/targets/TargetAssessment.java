package se.tertial.indicators.targets;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Objects;
import se.tertial.indicators.measurements.Measurements;
import se.tertial.indicators.measures.Indicators;
import se.tertial.kit.access.Scope;
import se.tertial.kit.change.Register;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.kit.problem.Problem;
import se.tertial.kit.problem.Violation;
import se.tertial.language.Language;
import se.tertial.language.Message;

/** Finds what a target is to be held against, in one consistent reading, and holds it. */
@ApplicationScoped
class TargetAssessment {

    private final Register register;
    private final Targets targets;
    private final Indicators indicators;
    private final Measurements measurements;

    @Inject
    TargetAssessment(Register register, Targets targets, Indicators indicators, Measurements measurements) {
        this.register = register;
        this.targets = targets;
        this.indicators = indicators;
        this.measurements = measurements;
    }

    /**
     * @throws Problem 404 if there is no such target, 400 if the period is of another year
     */
    @Transactional
    Evaluation assess(Scope scope, String targetId, ReportingPeriod period, Language language) {
        TargetRow target = register.get(targets, scope, targetId);
        if (period.year() != target.period().year()) {
            throw Problem.malformed(List.of(new Violation(
                    "period",
                    "query",
                    Message.of("The target is for {0}, and {1} is not in it.", target.period(), period))));
        }
        return Evaluation.of(
                target,
                Objects.requireNonNull(indicators.named(scope, target.indicatorId())),
                period,
                measurements.totals(scope, target.indicatorId(), Evaluation.periods(target, period)),
                language);
    }
}
