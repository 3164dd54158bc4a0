package se.tertial.indicators.measures;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import se.tertial.indicators.measures.IndicatorReferences.Use;
import se.tertial.indicators.measures.IndicatorRow.Category;
import se.tertial.kit.access.Scope;
import se.tertial.kit.change.Identity;
import se.tertial.kit.change.Rows;
import se.tertial.kit.elsewhere.Named;
import se.tertial.kit.problem.Problem;
import se.tertial.kit.problem.Violations;
import se.tertial.language.Message;

/** The indicators of administrations. They form a tree, and stay such that what is stored about them remains right. */
@ApplicationScoped
public class Indicators implements Rows<IndicatorRow, Indicator> {

    private static final String GOALS = "goals.goal.v1";

    private final Instance<IndicatorReferences> uses;

    @Inject
    Indicators(@Any Instance<IndicatorReferences> uses) {
        this.uses = uses;
    }

    @Override
    public String topic() {
        return "indicators.indicator.v1";
    }

    @Override
    public Indicator blank(Identity identity) {
        return new Indicator(identity);
    }

    @Override
    public String order() {
        return "order, id.rowKey";
    }

    /** All indicators of an administration by their identifiers. */
    public Map<String, IndicatorRow> byId(Scope scope) {
        return all(scope).stream().collect(Collectors.toMap(IndicatorRow::indicatorId, row -> row));
    }

    /**
     * The indicator that something is written about.
     *
     * @param pointer where the thing stands in the request
     * @return null, and a violation, if there is none or if it is a heading
     */
    public static @Nullable IndicatorRow valued(
            Map<String, IndicatorRow> all, String indicatorId, String pointer, Violations violations) {
        IndicatorRow indicator = all.get(indicatorId);
        if (indicator == null) {
            violations.add(pointer + "/indicatorId", Message.of("There is no indicator “{0}”.", indicatorId));
            return null;
        }
        if (indicator.heading()) {
            violations.add(
                    pointer + "/indicatorId",
                    Message.of(
                            "“{0}” is a heading: it groups other indicators and has no values of its own.",
                            indicatorId));
            return null;
        }
        return indicator;
    }

    @Override
    public List<Named> namesElsewhere(Written<IndicatorRow> written) {
        String goalId = written.row().goalId();
        return goalId == null ? List.of() : List.of(Named.inBody(GOALS, goalId, written.pointer() + "/goalId"));
    }

    @Override
    public void check(Scope scope, List<Written<IndicatorRow>> written, Violations violations) {
        Map<String, IndicatorRow> all = byId(scope);
        Map<String, List<Use>> used = used(scope);
        Set<String> ids = written.stream().map(one -> one.row().indicatorId()).collect(Collectors.toSet());
        for (Written<IndicatorRow> one : written) {
            checkCategories(one, violations);
            checkParent(one, all, violations);
            checkUse(one, used.getOrDefault(one.row().indicatorId(), List.of()), violations);
        }
        checkParts(written, all, ids, violations);
        violations.throwIfAny();
        Set<String> followed = new HashSet<>();
        written.forEach(one -> checkTree(one, all, followed, violations));
    }

    @Override
    public void checkDelete(Scope scope, IndicatorRow row) {
        all(scope).stream()
                .filter(other -> row.indicatorId().equals(other.parentId()))
                .findFirst()
                .ifPresent(child -> {
                    throw Problem.conflict(Message.of(
                            "“{0}” stands below “{1}”. Move it first.", child.indicatorId(), row.indicatorId()));
                });
        used(scope).getOrDefault(row.indicatorId(), List.of()).stream()
                .findFirst()
                .ifPresent(use -> {
                    throw Problem.conflict(Message.of("“{0}” is in use: {1}.", row.indicatorId(), use.sentence()));
                });
    }

    private Map<String, List<Use>> used(Scope scope) {
        return uses.stream().flatMap(use -> use.uses(scope).stream()).collect(Collectors.groupingBy(Use::indicatorId));
    }

    private static void checkCategories(Written<IndicatorRow> one, Violations violations) {
        Set<String> seen = new HashSet<>();
        List<Category> categories = one.row().categories();
        for (int index = 0; index < categories.size(); index++) {
            String id = categories.get(index).categoryId();
            String pointer = one.pointer() + "/categories/" + index + "/categoryId";
            if (IndicatorRow.COMMON_BREAKDOWNS.contains(id)) {
                violations.add(pointer, Message.of("“{0}” is a breakdown that every indicator has already.", id));
            } else if (!seen.add(id)) {
                violations.add(pointer, Message.of("The category “{0}” stands twice.", id));
            }
        }
    }

    private static void checkParent(Written<IndicatorRow> one, Map<String, IndicatorRow> all, Violations violations) {
        String parentId = one.row().parentId();
        if (parentId == null) {
            if (one.row().ofWhich()) {
                violations.add(
                        one.pointer() + "/ofWhich",
                        Message.of("What is a part (“varav”) needs a parent to be a part of."));
            }
            return;
        }
        IndicatorRow parent = all.get(parentId);
        if (parent == null) {
            violations.add(one.pointer() + "/parentId", Message.of("There is no indicator “{0}”.", parentId));
        } else if (one.row().ofWhich() && parent.heading()) {
            violations.add(
                    one.pointer() + "/ofWhich",
                    Message.of(
                            "“{0}” is a heading without values, so nothing can be a part (“varav”) of it.", parentId));
        }
    }

    /** An indicator that becomes a heading must not have parts, unless the request tells of these, too. */
    private static void checkParts(
            List<Written<IndicatorRow>> written,
            Map<String, IndicatorRow> all,
            Set<String> ids,
            Violations violations) {
        Map<String, String> parts = all.values().stream()
                .filter(IndicatorRow::ofWhich)
                .filter(part -> part.parentId() != null && !ids.contains(part.indicatorId()))
                .collect(Collectors.toMap(IndicatorRow::parentId, IndicatorRow::indicatorId, (first, second) -> first));
        for (Written<IndicatorRow> one : written) {
            String part = parts.get(one.row().indicatorId());
            if (one.row().heading() && part != null) {
                violations.add(
                        one.pointer() + "/heading",
                        Message.of("“{0}” is a part (“varav”) of its value, and a heading has none.", part));
            }
        }
    }

    private static void checkUse(Written<IndicatorRow> one, List<Use> uses, Violations violations) {
        IndicatorRow row = one.row();
        if (row.heading()) {
            uses.stream()
                    .findFirst()
                    .ifPresent(use -> violations.add(
                            one.pointer() + "/heading",
                            Message.of("A heading has no values, and {0}.", use.sentence())));
        }
        for (Use use : uses) {
            String breakdown = use.breakdown();
            if (breakdown != null && !row.knows(breakdown)) {
                violations.add(
                        one.pointer() + "/categories",
                        Message.of("The category “{0}” is in use: {1}.", breakdown, use.sentence()));
            }
        }
    }

    /** Following the parents must end. What was followed once is not followed again. */
    private static void checkTree(
            Written<IndicatorRow> one, Map<String, IndicatorRow> all, Set<String> followed, Violations violations) {
        Set<String> passed = new HashSet<>();
        IndicatorRow at = one.row();
        while (at != null && at.parentId() != null && !followed.contains(at.indicatorId())) {
            if (!passed.add(at.indicatorId())) {
                violations.add(
                        one.pointer() + "/parentId",
                        Message.of("Through its parents, “{0}” would stand below itself.", at.indicatorId()));
                break;
            }
            at = all.get(at.parentId());
        }
        followed.addAll(passed);
    }
}
