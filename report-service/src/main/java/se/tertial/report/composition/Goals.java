package se.tertial.report.composition;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.report.document.Allowance;
import se.tertial.report.document.Block;
import se.tertial.report.document.Block.GoalDetail;
import se.tertial.report.document.Block.GoalOverview;
import se.tertial.report.document.Block.Status;
import se.tertial.report.document.Section;
import se.tertial.report.money.Amount;
import se.tertial.report.replica.Fact;
import se.tertial.report.replica.Fact.Goal;
import se.tertial.report.replica.Facts;
import se.tertial.report.replica.Known;
import se.tertial.report.template.TemplateColumn;
import se.tertial.report.wording.Missing;
import se.tertial.report.wording.SwedishOrder;

/** The goals: their overview, each in detail, and the indicators that follow them. */
final class Goals {

    /** Bytes of what stands around a text in a document. */
    private static final int SMALL = 250;

    private static final Status FULFILLED = new Status("FULFILLED", "Uppfylls per helår");
    private static final Status PARTLY = new Status("PARTLY_FULFILLED", "Uppfylls delvis per helår");
    private static final Status NOT = new Status("NOT_FULFILLED", "Uppfylls ej per helår");
    private static final Status UNKNOWN = new Status("CANNOT_BE_ASSESSED", "Förvaltningsmålet kan ej bedömas");

    private final Missing missing;
    private final Allowance allowance;
    private final Map<String, Goal> goals = new LinkedHashMap<>();
    private final Map<String, List<Goal>> children = new HashMap<>();
    private final Map<String, Known<Fact.Assessment>> assessments = new HashMap<>();
    private final Map<String, List<Known<Fact.Assignment>>> assignments = new HashMap<>();
    private final Map<String, List<Known<Fact.Activity>>> activities = new HashMap<>();

    Goals(ReportingPeriod period, Facts facts, Missing missing, Allowance allowance) {
        this.missing = missing;
        this.allowance = allowance;
        facts.all(Goal.class).stream()
                .map(Known::fact)
                .sorted(Comparator.comparing(Goal::order)
                        .thenComparing(Goal::name, new SwedishOrder())
                        .thenComparing(Goal::goalId))
                .forEach(goal -> {
                    goals.put(goal.goalId(), goal);
                    if (goal.parentId() != null) {
                        children.computeIfAbsent(goal.parentId(), any -> new ArrayList<>())
                                .add(goal);
                    }
                });
        for (Known<Fact.Assessment> known : facts.all(Fact.Assessment.class)) {
            if (known.fact().period().equals(period)) {
                assessments.put(known.fact().goalId(), known);
            }
        }
        facts.all(Fact.Assignment.class).stream()
                .sorted(Comparator.comparing(
                                (Known<Fact.Assignment> known) -> known.fact().order())
                        .thenComparing(Known::key))
                .forEach(known -> Set.copyOf(known.fact().goalIds()).forEach(goal -> assignments
                        .computeIfAbsent(goal, any -> new ArrayList<>())
                        .add(known)));
        facts.all(Fact.Activity.class).stream()
                .sorted(Comparator.comparing(
                                (Known<Fact.Activity> known) -> known.fact().order())
                        .thenComparing(known -> known.fact().name(), new SwedishOrder())
                        .thenComparing(Known::key))
                .forEach(known -> activities
                        .computeIfAbsent(known.fact().goalId(), any -> new ArrayList<>())
                        .add(known));
    }

    Set<String> ids() {
        return goals.keySet();
    }

    /** What assessments lack, told where they are shown. */
    private void tellWhatIsMissing() {
        assessments.keySet().stream()
                .filter(goal -> !goals.containsKey(goal))
                .sorted()
                .forEach(goal -> missing.goal(goal, "en bedömning"));
        goals.values().stream()
                .filter(goal -> goal.level() == Goal.Level.ADMINISTRATION && !assessments.containsKey(goal.goalId()))
                .forEach(goal -> missing.assessment(goal.name()));
    }

    GoalOverview overview() {
        tellWhatIsMissing();
        return new GoalOverview(
                List.of(FULFILLED, PARTLY, NOT, UNKNOWN),
                areas().stream()
                        .map(area -> new GoalOverview.Area(
                                area.goalId(),
                                area.name(),
                                administrationGoals(area).stream()
                                        .map(this::overview)
                                        .toList()))
                        .toList());
    }

    private GoalOverview.Goal overview(Goal goal) {
        allowance.spend(SMALL + goal.name().length());
        return new GoalOverview.Goal(goal.goalId(), goal.name(), parentName(goal), status(goal));
    }

    GoalDetail detail() {
        tellWhatIsMissing();
        return new GoalDetail(areas().stream()
                .map(area -> new GoalDetail.Area(
                        area.goalId(),
                        area.name(),
                        administrationGoals(area).stream().map(this::detail).toList()))
                .toList());
    }

    /** A section per goal area, in it one per municipal goal with the table of its indicators. */
    List<Section> indicatorSections(MeasureTables measures, List<TemplateColumn> columns) {
        List<Section> sections = new ArrayList<>();
        for (Goal area : areas()) {
            List<Section> ofArea = new ArrayList<>();
            for (Goal municipal : children(area)) {
                measures.byGoal(
                                "indicators-" + municipal.goalId(),
                                "Indikatorer för det kommunövergripande målet " + municipal.name(),
                                children(municipal),
                                columns)
                        .ifPresent(table -> ofArea.add(new Section(
                                "municipal-goal-" + municipal.goalId(),
                                "Kommunövergripande mål: " + municipal.name(),
                                List.<Block>of(table),
                                List.of())));
            }
            if (!ofArea.isEmpty()) {
                sections.add(new Section(
                        "goal-area-" + area.goalId(), "Målområde: " + area.name(), List.of(), List.copyOf(ofArea)));
            }
        }
        return sections;
    }

    private GoalDetail.Goal detail(Goal goal) {
        Known<Fact.Assessment> assessment = assessments.get(goal.goalId());
        allowance.spend(SMALL + goal.name().length());
        if (assessment != null) {
            allowance.spend(length(assessment.fact().motivation()));
            assessment.fact().results().forEach(result -> allowance.spend(SMALL + result.length()));
        }
        return new GoalDetail.Goal(
                goal.goalId(),
                goal.name(),
                parentName(goal),
                status(goal),
                assessment == null ? null : assessment.fact().motivation(),
                assessment == null ? List.of() : assessment.fact().results(),
                assignments.getOrDefault(goal.goalId(), List.of()).stream()
                        .map(known -> work(
                                known,
                                known.fact().assignmentId(),
                                known.fact().text(),
                                known.fact().state(),
                                null))
                        .toList(),
                activities.getOrDefault(goal.goalId(), List.of()).stream()
                        .map(known -> work(
                                known,
                                known.fact().activityId(),
                                known.fact().name(),
                                known.fact().state(),
                                known.fact().comment()))
                        .toList(),
                assessment == null ? null : Amount.source(assessment));
    }

    private GoalDetail.Work work(
            Known<?> known, String id, String text, Fact.Progress state, @Nullable String comment) {
        allowance.spend(SMALL + text.length() + length(comment));
        return new GoalDetail.Work(id, text, progress(state), comment, Amount.source(known));
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    private List<Goal> areas() {
        return goals.values().stream()
                .filter(goal -> goal.level() == Goal.Level.AREA)
                .toList();
    }

    private List<Goal> administrationGoals(Goal area) {
        return children(area).stream()
                .flatMap(municipal -> children(municipal).stream())
                .toList();
    }

    private List<Goal> children(Goal parent) {
        return children.getOrDefault(parent.goalId(), List.of());
    }

    private String parentName(Goal goal) {
        Goal parent = goal.parentId() == null ? null : goals.get(goal.parentId());
        return parent == null ? "" : parent.name();
    }

    private @Nullable Status status(Goal goal) {
        Known<Fact.Assessment> known = assessments.get(goal.goalId());
        if (known == null) {
            return null;
        }
        return switch (known.fact().status()) {
            case FULFILLED -> FULFILLED;
            case PARTLY_FULFILLED -> PARTLY;
            case NOT_FULFILLED -> NOT;
            case CANNOT_BE_ASSESSED -> UNKNOWN;
        };
    }

    private static Status progress(Fact.Progress progress) {
        return switch (progress) {
            case PLANNED -> new Status("PLANNED", "Planerad");
            case ONGOING -> new Status("ONGOING", "Pågår");
            case ON_PLAN -> new Status("ON_PLAN", "Enligt plan");
            case COMPLETED -> new Status("COMPLETED", "Genomförd");
            case DELAYED -> new Status("DELAYED", "Försenad");
            case NOT_COMPLETED -> new Status("NOT_COMPLETED", "Ej genomförd");
        };
    }
}
