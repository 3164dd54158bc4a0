package se.tertial.goals.tree;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import se.tertial.goals.tree.GoalRow.Level;
import se.tertial.kit.access.Scope;
import se.tertial.kit.change.Identity;
import se.tertial.kit.change.Rows;
import se.tertial.kit.problem.Problem;
import se.tertial.kit.problem.Violations;
import se.tertial.language.Message;

/** Goals of administrations. */
@ApplicationScoped
public class Goals implements Rows<GoalRow, Goal> {

    private final Instance<GoalReferences> uses;

    @Inject
    Goals(@Any Instance<GoalReferences> uses) {
        this.uses = uses;
    }

    @Override
    public String topic() {
        return "goals.goal.v1";
    }

    @Override
    public Goal blank(Identity identity) {
        return new Goal(identity);
    }

    @Override
    public String order() {
        return "position, id.rowKey";
    }

    /**
     * Refuses references to goals that do not exist.
     *
     * @param pointer where the reference stands in the request
     */
    public static void checkKnown(Set<String> known, String goalId, String pointer, Violations violations) {
        if (!known.contains(goalId)) {
            violations.add(pointer, Message.of("There is no goal “{0}”.", goalId));
        }
    }

    /** The identifiers of all goals of an administration. */
    public Set<String> ids(Scope scope) {
        return keys(scope);
    }

    /** The identifiers of the administration's own goals, the only ones that are assessed. */
    public Set<String> assessable(Scope scope) {
        return values(scope, "id.rowKey, level", Object[].class).stream()
                .filter(columns -> columns[1] == Level.ADMINISTRATION)
                .map(columns -> (String) columns[0])
                .collect(Collectors.toSet());
    }

    private Map<String, GoalRow> byId(Scope scope) {
        return all(scope).stream().collect(Collectors.toMap(GoalRow::goalId, row -> row));
    }

    @Override
    public void check(Scope scope, List<Written<GoalRow>> written, Violations violations) {
        Map<String, GoalRow> all = byId(scope);
        Map<String, List<GoalRow>> children = all.values().stream()
                .filter(goal -> goal.parentId() != null)
                .collect(Collectors.groupingBy(GoalRow::parentId));
        Map<String, Message> assessed = uses.stream()
                .flatMap(use -> use.ofAdministrationGoals(scope).entrySet().stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (first, second) -> first));
        for (Written<GoalRow> one : written) {
            GoalRow goal = one.row();
            checkParent(one, all, violations);
            children.getOrDefault(goal.goalId(), List.of()).stream()
                    .filter(child -> child.level().above() != goal.level())
                    .findFirst()
                    .ifPresent(child -> violations.add(
                            one.pointer() + "/level",
                            Message.of(
                                    "“{0}” ({1}) stands below it, so it cannot be of level {2}.",
                                    child.goalId(),
                                    child.level().word(),
                                    goal.level().word())));
            Message use = assessed.get(goal.goalId());
            if (use != null && goal.level() != Level.ADMINISTRATION) {
                violations.add(
                        one.pointer() + "/level", Message.of("It must remain a goal of the administration: {0}.", use));
            }
        }
    }

    /** Levels rise strictly towards the top, so the goals cannot form a cycle. */
    private static void checkParent(Written<GoalRow> one, Map<String, GoalRow> all, Violations violations) {
        String parentId = one.row().parentId();
        Level above = one.row().level().above();
        String pointer = one.pointer() + "/parentId";
        if (above == null) {
            if (parentId != null) {
                violations.add(pointer, Message.of("A goal area stands at the top and has no parent."));
            }
            return;
        }
        if (parentId == null) {
            violations.add(
                    pointer,
                    Message.of(
                            "A goal of level {0} needs a parent of level {1}.",
                            one.row().level().word(), above.word()));
            return;
        }
        GoalRow parent = all.get(parentId);
        if (parent == null) {
            violations.add(pointer, Message.of("There is no goal “{0}”.", parentId));
        } else if (parent.level() != above) {
            violations.add(
                    pointer,
                    Message.of(
                            "“{0}” is of level {1}, but the parent must be of level {2}.",
                            parentId, parent.level().word(), above.word()));
        }
    }

    @Override
    public void checkDelete(Scope scope, GoalRow row) {
        if (all(scope).stream().anyMatch(goal -> row.goalId().equals(goal.parentId()))) {
            throw Problem.conflict(
                    Message.of("Other goals stand below “{0}”. Move or delete them first.", row.goalId()));
        }
        for (GoalReferences use : uses) {
            Message sentence = use.of(scope, row.goalId());
            if (sentence != null) {
                throw Problem.conflict(Message.of("“{0}” is in use: {1}.", row.goalId(), sentence));
            }
        }
    }
}
