package se.tertial.goals.work;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.util.List;
import java.util.Set;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import se.tertial.goals.tree.GoalReferences;
import se.tertial.goals.tree.Goals;
import se.tertial.kit.access.Scope;
import se.tertial.kit.change.Identity;
import se.tertial.kit.change.Rows;
import se.tertial.kit.problem.Problem;
import se.tertial.kit.problem.Violations;
import se.tertial.language.Message;

/** Assignments of administrations. */
@ApplicationScoped
public class Assignments implements Rows<AssignmentRow, Assignment>, GoalReferences {

    private final Provider<Goals> goals;
    private final Provider<Activities> activities;

    @Inject
    Assignments(Provider<Goals> goals, Provider<Activities> activities) {
        this.goals = goals;
        this.activities = activities;
    }

    @Override
    public String topic() {
        return "goals.assignment.v1";
    }

    @Override
    public Assignment blank(Identity identity) {
        return new Assignment(identity);
    }

    @Override
    public String order() {
        return "position, id.rowKey";
    }

    @Override
    public void check(Scope scope, List<Written<AssignmentRow>> written, Violations violations) {
        Set<String> known = goals.get()
                .existing(
                        scope,
                        written.stream()
                                .flatMap(one -> one.row().goalIds().stream())
                                .toList());
        for (Written<AssignmentRow> one : written) {
            List<String> goalIds = one.row().goalIds();
            for (int index = 0; index < goalIds.size(); index++) {
                Goals.checkKnown(known, goalIds.get(index), one.pointer() + "/goalIds/" + index, violations);
            }
        }
    }

    @Override
    public @Nullable Message of(Scope scope, String goalId) {
        return getEntityManager()
                .unwrap(Session.class)
                .createNativeQuery(
                        """
                        select row_key from assignment
                        where municipality_id = :municipality and administration_id = :administration
                          and jsonb_exists(goal_ids, :goal)
                        order by row_key limit 1
                        """,
                        String.class)
                .setParameter("municipality", scope.municipalityId())
                .setParameter("administration", scope.administrationId())
                .setParameter("goal", goalId)
                .getResultStream()
                .findFirst()
                .map(assignment -> Message.of("the assignment “{0}” serves it", assignment))
                .orElse(null);
    }

    @Override
    public void checkDelete(Scope scope, AssignmentRow row) {
        String activity = activities.get().serving(scope, row.assignmentId());
        if (activity != null) {
            throw Problem.conflict(
                    Message.of("The activity “{0}” serves “{1}”. Change it first.", activity, row.assignmentId()));
        }
    }
}
