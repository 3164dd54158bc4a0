package se.tertial.finance.operations;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import se.tertial.kit.access.Scope;
import se.tertial.kit.change.Identity;
import se.tertial.kit.change.Row;
import se.tertial.kit.change.Rows;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.kit.problem.Problem;
import se.tertial.kit.problem.Violation;
import se.tertial.language.Message;

/** Periods of administrations. */
@ApplicationScoped
public class Periods implements Rows<PeriodRow, Period> {

    @Override
    public String topic() {
        return "finance.period.v1";
    }

    @Override
    public Period blank(Identity identity) {
        return new Period(identity);
    }

    @Override
    public String order() {
        return "id.rowKey";
    }

    /**
     * Refuses changes of figures of closed periods that give no reason.
     *
     * @param periodOf the period that must be open: of a forecast that of its round
     */
    public <V extends Row<V>> void checkOpen(
            Scope scope, List<Written<V>> written, Function<V, ReportingPeriod> periodOf) {
        Set<String> closed = closed(scope);
        List<Violation> violations = written.stream()
                .filter(one -> one.changed()
                        && one.row().reason() == null
                        && closed.contains(periodOf.apply(one.row()).toString()))
                .limit(100)
                .map(one -> Violation.inBody(
                        one.pointer() + "/reason",
                        Message.of(
                                "The period {0} is closed; a correction needs a reason.", periodOf.apply(one.row()))))
                .toList();
        if (!violations.isEmpty()) {
            throw Problem.conflict(violations);
        }
    }

    /** Refuses to delete figures of closed periods. */
    public void checkDelete(Scope scope, ReportingPeriod period) {
        if (closed(scope).contains(period.toString())) {
            throw Problem.conflict(Message.of(
                    "The period {0} is closed; correct the figure with a reason instead of deleting it.", period));
        }
    }

    private Set<String> closed(Scope scope) {
        return list(
                        "id.municipalityId = ?1 and id.administrationId = ?2 and state = ?3",
                        scope.municipalityId(),
                        scope.administrationId(),
                        PeriodRow.State.CLOSED)
                .stream()
                .map(period -> period.identity().rowKey())
                .collect(Collectors.toSet());
    }
}
