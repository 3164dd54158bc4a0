package se.tertial.kit.change;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Caller;
import se.tertial.kit.access.Scope;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.kit.problem.Problem;
import se.tertial.kit.problem.Violation;
import se.tertial.language.Message;

/** Keeps what belongs to closed periods as it is, except for a controller who says why. */
@ApplicationScoped
class ClosedPeriods {

    private static final int MOST_TOLD = 100;

    private final EntityManager entityManager;
    private final Caller caller;

    @Inject
    ClosedPeriods(EntityManager entityManager, Caller caller) {
        this.entityManager = entityManager;
        this.caller = caller;
    }

    /** What is closed now, before the request changes anything: closing needs no reason, opening again does. */
    Closed in(Scope scope) {
        List<?> keys = entityManager
                .createNativeQuery(
                        """
                        select row_key from period
                        where municipality_id = :municipality and administration_id = :administration and state = 'CLOSED'
                        """)
                .setParameter("municipality", scope.municipalityId())
                .setParameter("administration", scope.administrationId())
                .getResultList();
        return new Closed(
                keys.stream().map(String.class::cast).collect(Collectors.toSet()),
                keys.isEmpty() || caller.mayCorrect(scope));
    }

    /** The closed periods of an administration, and whether the caller may correct what belongs to them. */
    record Closed(Set<String> periods, boolean corrigible) {

        /**
         * @throws Problem 409 if a changed row belongs to a closed period and is no correction
         */
        <V extends Row<V>> void check(List<Rows.Written<V>> written) {
            List<Violation> violations = new ArrayList<>();
            for (Rows.Written<V> one : written) {
                Message fault = one.changed() ? fault(one.row(), one.row().reason()) : null;
                if (fault != null && violations.size() < MOST_TOLD) {
                    violations.add(Violation.inBody(one.pointer() + (corrigible ? "/reason" : ""), fault));
                }
            }
            if (!violations.isEmpty()) {
                throw Problem.conflict(violations);
            }
        }

        /**
         * @throws Problem 409 if the row belongs to a closed period and its deletion is no correction
         */
        void checkDelete(Row<?> row, @Nullable String reason) {
            Message fault = fault(row, reason);
            if (fault != null) {
                throw Problem.conflict(List.of(new Violation("reason", "query", fault)));
            }
        }

        private @Nullable Message fault(Row<?> row, @Nullable String reason) {
            ReportingPeriod period = row.closesWith();
            if (period == null || !periods.contains(period.toString()) || (corrigible && reason != null)) {
                return null;
            }
            return corrigible
                    ? Message.of("The period {0} is closed; a correction says why it is made.", period)
                    : Message.of("The period {0} is closed; only a controller corrects it.", period);
        }
    }
}
