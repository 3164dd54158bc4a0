package se.tertial.goals.tree;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    @Override
    public long most() {
        return MOST_OF_A_TREE;
    }

    /** Of these goals, those of the administration's own, the only ones that are assessed. */
    public Set<String> assessable(Scope scope, Collection<String> goalIds) {
        return levels(scope, goalIds).entrySet().stream()
                .filter(goal -> goal.getValue() == Level.ADMINISTRATION)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private Map<String, Level> levels(Scope scope, Collection<String> goalIds) {
        return values(scope, "id.rowKey, level", Object[].class, "id.rowKey", goalIds).stream()
                .collect(Collectors.toMap(columns -> (String) columns[0], columns -> (Level) columns[1]));
    }

    /** A goal that stands below another. */
    private record Child(String goalId, String parentId, Level level) {}

    @Override
    public void check(Scope scope, List<Written<GoalRow>> written, Violations violations) {
        List<String> ids = written.stream().map(one -> one.row().goalId()).toList();
        Map<String, Level> parents = levels(
                scope,
                written.stream()
                        .map(one -> one.row().parentId())
                        .filter(Objects::nonNull)
                        .toList());
        Map<String, List<Child>> children =
                values(scope, "id.rowKey, parentId, level", Object[].class, "parentId", ids).stream()
                        .map(columns -> new Child((String) columns[0], (String) columns[1], (Level) columns[2]))
                        .collect(Collectors.groupingBy(Child::parentId));
        List<String> others = written.stream()
                .map(Written::row)
                .filter(goal -> goal.level() != Level.ADMINISTRATION)
                .map(GoalRow::goalId)
                .toList();
        Map<String, Message> assessed = uses.stream()
                .flatMap(use -> use.ofAdministrationGoals(scope, others).entrySet().stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (first, second) -> first));
        for (Written<GoalRow> one : written) {
            GoalRow goal = one.row();
            checkParent(one, parents, violations);
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
            if (use != null) {
                violations.add(
                        one.pointer() + "/level", Message.of("It must remain a goal of the administration: {0}.", use));
            }
        }
    }

    /** Levels rise strictly towards the top, so the goals cannot form a cycle. */
    private static void checkParent(Written<GoalRow> one, Map<String, Level> parents, Violations violations) {
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
        Level parent = parents.get(parentId);
        if (parent == null) {
            violations.add(pointer, Message.of("There is no goal “{0}”.", parentId));
        } else if (parent != above) {
            violations.add(
                    pointer,
                    Message.of(
                            "“{0}” is of level {1}, but the parent must be of level {2}.",
                            parentId, parent.word(), above.word()));
        }
    }

    @Override
    public void checkDelete(Scope scope, GoalRow row) {
        if (!values(scope, "id.rowKey", String.class, "parentId", List.of(row.goalId()))
                .isEmpty()) {
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
