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
import se.tertial.kit.problem.Violations;
import se.tertial.language.Message;

/** Activities of administrations. */
@ApplicationScoped
public class Activities implements Rows<ActivityRow, Activity>, GoalReferences {

    private final Provider<Goals> goals;
    private final Assignments assignments;

    @Inject
    Activities(Provider<Goals> goals, Assignments assignments) {
        this.goals = goals;
        this.assignments = assignments;
    }

    @Override
    public String topic() {
        return "goals.activity.v1";
    }

    @Override
    public Activity blank(Identity identity) {
        return new Activity(identity);
    }

    @Override
    public String order() {
        return "position, id.rowKey";
    }

    /** An activity that serves an assignment; null if none does. */
    @Nullable
    String serving(Scope scope, String assignmentId) {
        return getEntityManager()
                .unwrap(Session.class)
                .createNativeQuery(
                        """
                        select row_key from activity
                        where municipality_id = :municipality and administration_id = :administration
                          and jsonb_exists(assignment_ids, :assignment)
                        order by row_key limit 1
                        """,
                        String.class)
                .setParameter("municipality", scope.municipalityId())
                .setParameter("administration", scope.administrationId())
                .setParameter("assignment", assignmentId)
                .getResultStream()
                .findFirst()
                .orElse(null);
    }

    @Override
    public void check(Scope scope, List<Written<ActivityRow>> written, Violations violations) {
        Set<String> known = goals.get()
                .existing(scope, written.stream().map(one -> one.row().goalId()).toList());
        Set<String> knownAssignments = assignments.existing(
                scope,
                written.stream()
                        .flatMap(one -> one.row().assignmentIds().stream())
                        .toList());
        for (Written<ActivityRow> one : written) {
            Goals.checkKnown(known, one.row().goalId(), one.pointer() + "/goalId", violations);
            List<String> assignmentIds = one.row().assignmentIds();
            for (int index = 0; index < assignmentIds.size(); index++) {
                if (!knownAssignments.contains(assignmentIds.get(index))) {
                    violations.add(
                            one.pointer() + "/assignmentIds/" + index,
                            Message.of("There is no assignment “{0}”.", assignmentIds.get(index)));
                }
            }
        }
    }

    @Override
    public @Nullable Message of(Scope scope, String goalId) {
        return find(
                        "id.municipalityId = ?1 and id.administrationId = ?2 and goalId = ?3",
                        scope.municipalityId(),
                        scope.administrationId(),
                        goalId)
                .firstResultOptional()
                .map(activity -> Message.of(
                        "the activity “{0}” serves it", activity.identity().rowKey()))
                .orElse(null);
    }
}
