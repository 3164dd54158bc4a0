package se.tertial.report.rendering;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import se.tertial.report.document.Block;
import se.tertial.report.document.Block.GoalDetail;
import se.tertial.report.document.Block.GoalOverview;

/** Goals as HTML: all of them with their status, and each with what was achieved. */
final class HtmlGoals {

    /** Before the identifier of a goal, in that of its article. */
    private static final String GOAL = "goal-";

    private HtmlGoals() {}

    static void write(Html html, GoalOverview overview) {
        html.open("div").classes("legend");
        html.open("p").id("forklaring").text("Så läser du bedömningen:").close().line();
        html.open("ul").labelledBy("forklaring").line();
        for (Block.Status status : overview.legend()) {
            html.open("li");
            status(html, status);
            html.close().line();
        }
        html.close().close().line();
        html.open("div").classes("scroll").attribute("role", "group").attribute("tabindex", 0);
        html.labelledBy("maloversikt").line();
        html.open("table").classes("goals stacked").line();
        html.open("caption")
                .id("maloversikt")
                .text("Förvaltningsmål och bedömning")
                .close()
                .line();
        html.open("thead").open("tr");
        head(html, "label", "Förvaltningsmål");
        head(html, "text", "Kommunövergripande mål");
        head(html, "text", "Bedömning");
        html.close().close().line();
        for (GoalOverview.Area area : overview.areas()) {
            if (!area.goals().isEmpty()) {
                area(html, area);
            }
        }
        html.close().line().close().line();
    }

    private static void head(Html html, String classes, String text) {
        html.open("th").attribute("scope", "col").classes(classes).text(text).close();
    }

    private static void area(Html html, GoalOverview.Area area) {
        html.open("tbody").line().open("tr").classes("group");
        html.open("th").attribute("scope", "rowgroup").attribute("colspan", 3);
        html.text("Målområde ").words(area.name()).close().close().line();
        for (GoalOverview.Goal goal : area.goals()) {
            html.open("tr").open("th").attribute("scope", "row").classes("label");
            html.open("a")
                    .linkTo(GOAL + goal.goalId())
                    .words(goal.name())
                    .close()
                    .close();
            html.open("td").classes("text").words(goal.municipalGoal()).close();
            html.open("td").classes("text");
            status(html, goal.status());
            html.close().close().line();
        }
        html.close().line();
    }

    static void write(Html html, GoalDetail detail, int level) {
        for (GoalDetail.Area area : detail.areas()) {
            if (area.goals().isEmpty()) {
                continue;
            }
            html.open("section").classes("area").line();
            html.open("h" + (level + 1))
                    .words("Målområde " + area.name())
                    .close()
                    .line();
            area.goals().forEach(goal -> goal(html, goal, Math.min(6, level + 2)));
            html.close().line();
        }
    }

    private static void goal(Html html, GoalDetail.Goal goal, int level) {
        html.open("article").classes("goal").id(GOAL + goal.goalId()).line();
        html.open("h" + level).words(goal.name()).close().line();
        html.open("p").classes("assessment");
        status(html, goal.status());
        html.close().line();
        html.open("p")
                .classes("serves")
                .text("Kommunövergripande mål: ")
                .words(goal.municipalGoal())
                .close()
                .line();
        if (goal.motivation() != null) {
            Prose.write(html, goal.motivation(), level);
        }
        if (!goal.results().isEmpty()) {
            html.open("ul").classes("results").line();
            for (String result : goal.results()) {
                html.open("li").markup(Prose.inline(result, level)).close().line();
            }
            html.close().line();
        }
        work(html, "Strategiska utvecklingsuppdrag", goal.assignments(), level);
        work(html, "Aktiviteter", goal.activities(), level);
        html.close().line();
    }

    private static void work(Html html, String title, List<GoalDetail.Work> work, int level) {
        if (work.isEmpty()) {
            return;
        }
        html.open("h" + Math.min(6, level + 1)).words(title).close().line();
        html.open("ul").classes("work").line();
        for (GoalDetail.Work one : work) {
            html.open("li").words(one.text()).text(" ");
            html.open("span").classes("progress").text(one.state().text()).close();
            if (one.comment() != null) {
                html.empty("br").markup(Prose.inline(one.comment(), level));
            }
            html.close().line();
        }
        html.close().line();
    }

    /** A shape, a colour and words: no one of them carries the meaning alone. */
    private static void status(Html html, Block.@Nullable Status status) {
        if (status == null) {
            html.open("span").classes("status").text("Inte bedömt").close();
            return;
        }
        html.open("span")
                .classes("status " + status.code().toLowerCase(Locale.ROOT).replace('_', '-'));
        html.open("svg")
                .attribute("viewBox", "0 0 16 16")
                .attribute("width", 16)
                .attribute("height", 16);
        html.attribute("aria-hidden", "true").attribute("focusable", "false");
        switch (status.code()) {
            case "FULFILLED" ->
                html.empty("circle").attribute("cx", 8).attribute("cy", 8).attribute("r", 7);
            case "PARTLY_FULFILLED" -> {
                html.empty("path").attribute("d", "M8 1a7 7 0 0 0 0 14z");
                html.empty("circle")
                        .classes("open")
                        .attribute("cx", 8)
                        .attribute("cy", 8)
                        .attribute("r", "6.2");
            }
            case "NOT_FULFILLED" -> html.empty("path").attribute("d", "M8 1l7 13H1z");
            default ->
                html.empty("rect")
                        .classes("open")
                        .attribute("x", 2)
                        .attribute("y", 2)
                        .attribute("width", 12)
                        .attribute("height", 12);
        }
        html.close().text(" ").text(status.text()).close();
    }
}
