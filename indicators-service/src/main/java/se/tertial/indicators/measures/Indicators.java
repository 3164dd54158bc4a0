package se.tertial.indicators.measures;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import se.tertial.indicators.measures.IndicatorReferences.Use;
import se.tertial.indicators.measures.IndicatorRow.Accumulation;
import se.tertial.indicators.measures.IndicatorRow.Category;
import se.tertial.indicators.measures.IndicatorRow.Kind;
import se.tertial.kit.access.Scope;
import se.tertial.kit.change.Doubt;
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

    /** Each may be in use in as many breakdowns as it has. */
    private static final int USES_AT_ONCE = 500;

    private final Instance<IndicatorReferences> uses;
    private final StoredIndicators stored;

    @Inject
    Indicators(@Any Instance<IndicatorReferences> uses, StoredIndicators stored) {
        this.uses = uses;
        this.stored = stored;
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

    @Override
    public long most() {
        return MOST_OF_A_TREE;
    }

    /** An indicator; null if there is none of that name. */
    public @Nullable IndicatorRow named(Scope scope, String indicatorId) {
        Indicator indicator = findById(Identity.of(scope, indicatorId));
        return indicator == null ? null : indicator.row();
    }

    /** Of these indicators, which are headings. */
    public Map<String, Boolean> headings(Scope scope, Collection<String> indicatorIds) {
        return values(scope, "id.rowKey, heading", Object[].class, "id.rowKey", indicatorIds).stream()
                .collect(Collectors.toMap(columns -> (String) columns[0], columns -> (Boolean) columns[1]));
    }

    /** What values of an indicator are broken down by. */
    public record Breakdown(String indicatorId, String breakdown) {}

    /** Of these breakdowns, those that their indicators know. */
    public Set<Breakdown> known(Scope scope, Collection<Breakdown> breakdowns) {
        Set<Breakdown> known = breakdowns.stream()
                .filter(one -> IndicatorRow.COMMON_BREAKDOWNS.contains(one.breakdown()))
                .collect(Collectors.toCollection(HashSet::new));
        List<Breakdown> others = breakdowns.stream()
                .filter(one -> !known.contains(one))
                .distinct()
                .toList();
        if (!others.isEmpty()) {
            known.addAll(stored.known(scope, others));
        }
        return known;
    }

    /**
     * Whether something can be written about an indicator.
     *
     * @param headings as {@link #headings}
     * @param pointer where the thing stands in the request
     * @return false, and a violation, if there is none or if it is a heading
     */
    public static boolean isValued(
            Map<String, Boolean> headings, String indicatorId, String pointer, Violations violations) {
        Boolean heading = headings.get(indicatorId);
        if (heading == null) {
            violations.add(pointer + "/indicatorId", Message.of("There is no indicator “{0}”.", indicatorId));
        } else if (heading) {
            violations.add(
                    pointer + "/indicatorId",
                    Message.of(
                            "“{0}” is a heading: it groups other indicators and has no values of its own.",
                            indicatorId));
        }
        return Boolean.FALSE.equals(heading);
    }

    /** Of these indicators, those whose values count from January, so that none is lower than one before. */
    public Set<String> countingFromJanuary(Scope scope, Collection<String> indicatorIds) {
        return values(scope, "id.rowKey, kind, unit, scale, accumulation", Object[].class, "id.rowKey", indicatorIds)
                .stream()
                .filter(columns -> IndicatorRow.countsFromJanuary(
                        (Kind) columns[1], (String) columns[2], (String) columns[3], (Accumulation) columns[4]))
                .map(columns -> (String) columns[0])
                .collect(Collectors.toSet());
    }

    /** That its values count from January may be said after they were written. */
    @Override
    public List<Doubt> doubts(Scope scope, List<Written<IndicatorRow>> written) {
        Map<String, String> pointers = written.stream()
                .filter(one -> one.row().countsFromJanuary()
                        && one.before() != null
                        && !one.before().countsFromJanuary())
                .collect(Collectors.toMap(one -> one.row().indicatorId(), Written::pointer));
        return pointers.isEmpty()
                ? List.of()
                : uses.stream()
                        .flatMap(use -> use.falling(scope, pointers.keySet()).stream())
                        .map(one -> one.told(pointers.get(one.indicatorId()) + "/accumulation"))
                        .toList();
    }

    @Override
    public List<Named> namesElsewhere(Written<IndicatorRow> written) {
        String goalId = written.row().goalId();
        return goalId == null ? List.of() : List.of(Named.inBody(GOALS, goalId, written.pointer() + "/goalId"));
    }

    @Override
    public void check(Scope scope, List<Written<IndicatorRow>> written, Violations violations) {
        Map<String, Boolean> parents = headings(
                scope,
                written.stream()
                        .map(one -> one.row().parentId())
                        .filter(Objects::nonNull)
                        .toList());
        for (Written<IndicatorRow> one : written) {
            checkCategories(one, violations);
            checkParent(one, parents, violations);
        }
        for (int from = 0; from < written.size(); from += USES_AT_ONCE) {
            checkUses(scope, written.subList(from, Math.min(written.size(), from + USES_AT_ONCE)), violations);
        }
        checkParts(scope, written, violations);
        violations.throwIfAny();
        Map<String, String> above = stored.above(
                scope, written.stream().map(one -> one.row().indicatorId()).toList());
        Set<String> followed = new HashSet<>();
        written.forEach(one -> checkTree(one, above, followed, violations));
    }

    @Override
    public void checkDelete(Scope scope, IndicatorRow row) {
        List<String> id = List.of(row.indicatorId());
        values(scope, "id.rowKey", String.class, "parentId", id).stream()
                .min(Comparator.naturalOrder())
                .ifPresent(child -> {
                    throw Problem.conflict(
                            Message.of("“{0}” stands below “{1}”. Move it first.", child, row.indicatorId()));
                });
        uses.stream().flatMap(use -> use.uses(scope, id).stream()).findFirst().ifPresent(use -> {
            throw Problem.conflict(Message.of("“{0}” is in use: {1}.", row.indicatorId(), use.sentence()));
        });
    }

    private void checkUses(Scope scope, List<Written<IndicatorRow>> written, Violations violations) {
        List<String> ids = written.stream()
                .filter(one -> one.before() != null)
                .map(one -> one.row().indicatorId())
                .toList();
        if (ids.isEmpty()) {
            return;
        }
        Map<String, List<Use>> used = uses.stream()
                .flatMap(use -> use.uses(scope, ids).stream())
                .collect(Collectors.groupingBy(Use::indicatorId));
        written.forEach(one -> checkUse(one, used.getOrDefault(one.row().indicatorId(), List.of()), violations));
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

    private static void checkParent(Written<IndicatorRow> one, Map<String, Boolean> headings, Violations violations) {
        String parentId = one.row().parentId();
        if (parentId == null) {
            if (one.row().ofWhich()) {
                violations.add(
                        one.pointer() + "/ofWhich",
                        Message.of("What is a part (“varav”) needs a parent to be a part of."));
            }
            return;
        }
        Boolean heading = headings.get(parentId);
        if (heading == null) {
            violations.add(one.pointer() + "/parentId", Message.of("There is no indicator “{0}”.", parentId));
        } else if (one.row().ofWhich() && heading) {
            violations.add(
                    one.pointer() + "/ofWhich",
                    Message.of(
                            "“{0}” is a heading without values, so nothing can be a part (“varav”) of it.", parentId));
        }
    }

    /** An indicator that becomes a heading must not have parts, unless the request tells of these, too. */
    private void checkParts(Scope scope, List<Written<IndicatorRow>> written, Violations violations) {
        Set<String> ids = written.stream().map(one -> one.row().indicatorId()).collect(Collectors.toSet());
        List<String> headings = written.stream()
                .map(Written::row)
                .filter(IndicatorRow::heading)
                .map(IndicatorRow::indicatorId)
                .toList();
        Map<String, String> parts =
                values(scope, "parentId, id.rowKey, ofWhich", Object[].class, "parentId", headings).stream()
                        .filter(columns -> (Boolean) columns[2] && !ids.contains((String) columns[1]))
                        .collect(Collectors.toMap(
                                columns -> (String) columns[0],
                                columns -> (String) columns[1],
                                (first, second) -> first));
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
            Written<IndicatorRow> one, Map<String, String> above, Set<String> followed, Violations violations) {
        Set<String> passed = new HashSet<>();
        String at = one.row().indicatorId();
        while (above.containsKey(at) && !followed.contains(at)) {
            if (!passed.add(at)) {
                violations.add(
                        one.pointer() + "/parentId",
                        Message.of("Through its parents, “{0}” would stand below itself.", at));
                break;
            }
            at = above.get(at);
        }
        followed.addAll(passed);
    }
}
