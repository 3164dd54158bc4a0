package se.tertial.goals.assessments;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import se.tertial.goals.tree.GoalReferences;
import se.tertial.goals.tree.Goals;
import se.tertial.kit.access.Scope;
import se.tertial.kit.change.Identity;
import se.tertial.kit.change.Rows;
import se.tertial.kit.problem.Violations;
import se.tertial.language.Message;

/** Assessments of administrations. */
@ApplicationScoped
public class Assessments implements Rows<AssessmentRow, Assessment>, GoalReferences {

    private final Provider<Goals> goals;

    @Inject
    Assessments(Provider<Goals> goals) {
        this.goals = goals;
    }

    @Override
    public String topic() {
        return "goals.assessment.v1";
    }

    @Override
    public Assessment blank(Identity identity) {
        return new Assessment(identity);
    }

    @Override
    public String order() {
        return "period, id.rowKey";
    }

    @Override
    public void check(Scope scope, List<Written<AssessmentRow>> written, Violations violations) {
        List<String> named = written.stream().map(one -> one.row().goalId()).toList();
        Set<String> known = goals.get().existing(scope, named);
        Set<String> assessable = goals.get().assessable(scope, named);
        for (Written<AssessmentRow> one : written) {
            String goalId = one.row().goalId();
            Goals.checkKnown(known, goalId, one.pointer() + "/goalId", violations);
            if (known.contains(goalId) && !assessable.contains(goalId)) {
                violations.add(
                        one.pointer() + "/goalId",
                        Message.of(
                                "“{0}” is not a goal of the administration's own; only these are assessed.", goalId));
            }
        }
    }

    @Override
    public @Nullable Message of(Scope scope, String goalId) {
        return ofAdministrationGoals(scope, List.of(goalId)).get(goalId);
    }

    @Override
    public Map<String, Message> ofAdministrationGoals(Scope scope, Collection<String> goalIds) {
        return getEntityManager()
                .createQuery(
                        """
                        select goalId, min(period)
                        from Assessment
                        where id.municipalityId = :municipality and id.administrationId = :administration
                          and goalId in :goals
                        group by goalId
                        """,
                        Object[].class)
                .setParameter("municipality", scope.municipalityId())
                .setParameter("administration", scope.administrationId())
                .setParameter("goals", goalIds)
                .getResultStream()
                .collect(Collectors.toMap(
                        columns -> (String) columns[0],
                        columns -> Message.of("there is an assessment of {0}", columns[1])));
    }
}
