package se.tertial.report.rendering;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import se.tertial.report.document.Block;
import se.tertial.report.document.Block.GoalDetail;
import se.tertial.report.document.Block.GoalOverview;
import se.tertial.report.document.Document;
import se.tertial.report.document.Section;
import se.tertial.report.document.Table;

/** The document as one self-contained web page in Swedish. */
public final class HtmlReport {

    private static final int CHAPTER = 2;
    private static final String HEADING = "-h";
    private static final String STYLE = resource("/report.css");
    private static final String SCRIPT = resource("/following.js");

    private static final String STYLE_START = "<style>";
    private static final String STYLE_END = "</style>";
    private static final String SCRIPT_START = "\n<script>";
    private static final String SCRIPT_END = "</script>";

    private final StringBuilder html = new StringBuilder(100_000);
    private final int publication;

    private HtmlReport(int publication) {
        this.publication = publication;
    }

    /** The page of a draft. */
    public static String render(Document document) {
        return render(document, 0);
    }

    /**
     * The page of a publication, which says of itself when there is a newer one.
     *
     * @param publication its number
     */
    public static String render(Document document, int publication) {
        HtmlReport report = new HtmlReport(publication);
        report.page(document);
        return report.html.toString();
    }

    /**
     * What a browser may do with a page: show it with its own style and run its own script, which may ask where the page is
     * from, and nothing else. Style and script are those of the page, which may have been frozen when pages had others, or no
     * script. A script is the page's own only right behind the style, where nothing of the report can stand.
     */
    public static String contentSecurityPolicy(String page) {
        int start = page.indexOf(STYLE_START) + STYLE_START.length();
        int end = page.indexOf(STYLE_END, start);
        String style = page.substring(start, end);
        String behind = page.substring(end + STYLE_END.length());
        String script = behind.startsWith(SCRIPT_START)
                ? " script-src 'sha256-"
                        + digest(behind.substring(SCRIPT_START.length(), behind.indexOf(SCRIPT_END)))
                        + "'; connect-src 'self';"
                : "";
        return "default-src 'none'; style-src 'sha256-" + digest(style) + "';" + script
                + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    private void page(Document document) {
        html.append("<!DOCTYPE html>\n<html lang=\"")
                .append(document.language())
                .append("\">\n<head>\n");
        html.append(
                "<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.append("<meta name=\"color-scheme\" content=\"light dark\">\n<title>");
        html.append(
                Html.escape(document.title() + " – " + document.administration().name() + ", "
                        + document.municipality().name()));
        html.append("</title>\n").append(STYLE_START).append(STYLE).append(STYLE_END);
        if (publication > 0) {
            html.append(SCRIPT_START).append(SCRIPT).append(SCRIPT_END);
        }
        html.append("\n</head>\n<body>\n<a class=\"skip\" href=\"#innehall\">Till innehållet</a>\n");
        if (publication > 0) {
            html.append("<p class=\"newer\" role=\"status\" data-publication=\"")
                    .append(publication)
                    .append("\"></p>\n");
        }
        cover(document);
        contents(document);
        html.append("<main id=\"innehall\">\n");
        document.sections().forEach(section -> section(section, CHAPTER));
        html.append("</main>\n<footer>\n<p>")
                .append(Html.escape(document.municipality().name()))
                .append(" · ");
        html.append(Html.escape(document.administration().name())).append(" · ");
        html.append(Html.escape(document.title())).append("</p>\n</footer>\n</body>\n</html>\n");
    }

    private void cover(Document document) {
        html.append("<header class=\"cover\">\n<p class=\"owner\">")
                .append(Html.escape(document.municipality().name()));
        html.append("</p>\n<h1>").append(Html.text(document.title())).append("</h1>\n<p class=\"administration\">");
        html.append(Html.text(document.administration().name())).append("</p>\n");
        if (document.state() == Document.State.DRAFT) {
            html.append("<p class=\"draft\">Utkast – inte publicerad</p>\n");
        }
        html.append("</header>\n");
        if (!document.incomplete().isEmpty()) {
            html.append(
                    "<aside class=\"incomplete\" aria-labelledby=\"ofullstandigt\">\n<h2 id=\"ofullstandigt\">Ofullständigt</h2>\n<ul>\n");
            document.incomplete().forEach(one -> html.append("<li>")
                    .append(Html.escape(one.message()))
                    .append("</li>\n"));
            html.append("</ul>\n</aside>\n");
        }
    }

    private void contents(Document document) {
        html.append("<nav class=\"contents\" aria-labelledby=\"innehallsforteckning\">\n");
        html.append("<h2 id=\"innehallsforteckning\">Innehållsförteckning</h2>\n");
        contents(document.sections(), 2);
        html.append("</nav>\n");
    }

    private void contents(List<Section> sections, int levels) {
        if (sections.isEmpty() || levels == 0) {
            return;
        }
        html.append("<ol>\n");
        for (Section section : sections) {
            html.append("<li><a href=\"#")
                    .append(section.id())
                    .append("\">")
                    .append(Html.text(section.heading()))
                    .append("</a>\n");
            contents(section.sections(), levels - 1);
            html.append("</li>\n");
        }
        html.append("</ol>\n");
    }

    /** Only the chapters are landmarks: more would be noise, and headings deeper down may be the same. */
    private void section(Section section, int level) {
        html.append("<section id=\"").append(section.id()).append('"');
        if (level == CHAPTER) {
            html.append(" aria-labelledby=\"")
                    .append(section.id())
                    .append(HEADING)
                    .append('"');
        }
        html.append(">\n");
        heading(level, section.id() + HEADING, section.heading());
        section.blocks().forEach(block -> block(block, section, level));
        section.sections().forEach(below -> section(below, Math.min(6, level + 1)));
        html.append("</section>\n");
    }

    private void heading(int level, @Nullable String id, String text) {
        html.append("<h").append(level);
        if (id != null) {
            html.append(" id=\"").append(id).append('"');
        }
        html.append('>').append(Html.text(text)).append("</h").append(level).append(">\n");
    }

    private void block(Block block, Section section, int level) {
        if (block instanceof Block.Text text) {
            prose(text.markdown(), level);
        } else if (block instanceof Table table) {
            html.append(HtmlTable.render(table, section.id() + HEADING));
        } else if (block instanceof Block.Chart chart) {
            html.append(BarChart.render(chart));
        } else if (block instanceof GoalOverview overview) {
            overview(overview);
        } else if (block instanceof GoalDetail detail) {
            detail(detail, level);
        } else if (block instanceof Block.Events events) {
            events(events, level);
        } else if (block instanceof Block.Plans plans) {
            plans(plans, level);
        }
    }

    private void overview(GoalOverview overview) {
        html.append(
                "<div class=\"legend\"><p id=\"forklaring\">Så läser du bedömningen:</p>\n<ul aria-labelledby=\"forklaring\">\n");
        overview.legend()
                .forEach(status -> html.append("<li>").append(status(status)).append("</li>\n"));
        html.append(
                "</ul></div>\n<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-labelledby=\"maloversikt\">\n");
        html.append(
                "<table class=\"goals stacked\">\n<caption id=\"maloversikt\">Förvaltningsmål och bedömning</caption>\n");
        html.append(
                "<thead><tr><th scope=\"col\" class=\"label\">Förvaltningsmål</th><th scope=\"col\" class=\"text\">Kommunövergripande mål</th>");
        html.append("<th scope=\"col\" class=\"text\">Bedömning</th></tr></thead>\n");
        for (GoalOverview.Area area : overview.areas()) {
            if (area.goals().isEmpty()) {
                continue;
            }
            html.append("<tbody>\n<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"3\">Målområde ");
            html.append(Html.text(area.name())).append("</th></tr>\n");
            for (GoalOverview.Goal goal : area.goals()) {
                html.append("<tr><th scope=\"row\" class=\"label\"><a href=\"#goal-")
                        .append(goal.goalId())
                        .append("\">");
                html.append(Html.text(goal.name()))
                        .append("</a></th><td class=\"text\">")
                        .append(Html.text(goal.municipalGoal()));
                html.append("</td><td class=\"text\">")
                        .append(status(goal.status()))
                        .append("</td></tr>\n");
            }
            html.append("</tbody>\n");
        }
        html.append("</table>\n</div>\n");
    }

    private void detail(GoalDetail detail, int level) {
        for (GoalDetail.Area area : detail.areas()) {
            if (area.goals().isEmpty()) {
                continue;
            }
            html.append("<section class=\"area\">\n");
            heading(level + 1, null, "Målområde " + area.name());
            for (GoalDetail.Goal goal : area.goals()) {
                goal(goal, Math.min(6, level + 2));
            }
            html.append("</section>\n");
        }
    }

    private void goal(GoalDetail.Goal goal, int level) {
        html.append("<article class=\"goal\" id=\"goal-").append(goal.goalId()).append("\">\n");
        heading(level, null, goal.name());
        html.append("<p class=\"assessment\">").append(status(goal.status())).append("</p>\n");
        html.append("<p class=\"serves\">Kommunövergripande mål: ")
                .append(Html.text(goal.municipalGoal()))
                .append("</p>\n");
        prose(goal.motivation(), level);
        if (!goal.results().isEmpty()) {
            html.append("<ul class=\"results\">\n");
            goal.results().forEach(result -> html.append("<li>")
                    .append(Prose.inline(result, level))
                    .append("</li>\n"));
            html.append("</ul>\n");
        }
        work("Strategiska utvecklingsuppdrag", goal.assignments(), level);
        work("Aktiviteter", goal.activities(), level);
        html.append("</article>\n");
    }

    private void work(String title, List<GoalDetail.Work> work, int level) {
        if (work.isEmpty()) {
            return;
        }
        heading(Math.min(6, level + 1), null, title);
        html.append("<ul class=\"work\">\n");
        for (GoalDetail.Work one : work) {
            html.append("<li>")
                    .append(Html.text(one.text()))
                    .append(" <span class=\"progress\">")
                    .append(Html.escape(one.state().text()));
            html.append("</span>");
            if (one.comment() != null) {
                html.append("<br>").append(Prose.inline(one.comment(), level));
            }
            html.append("</li>\n");
        }
        html.append("</ul>\n");
    }

    /** A shape, a colour and words: no one of them carries the meaning alone. */
    private static String status(Block.@Nullable Status status) {
        if (status == null) {
            return "<span class=\"status\">Inte bedömt</span>";
        }
        String shape =
                switch (status.code()) {
                    case "FULFILLED" -> "<circle cx=\"8\" cy=\"8\" r=\"7\"/>";
                    case "PARTLY_FULFILLED" ->
                        "<path d=\"M8 1a7 7 0 0 0 0 14z\"/><circle class=\"open\" cx=\"8\" cy=\"8\" r=\"6.2\"/>";
                    case "NOT_FULFILLED" -> "<path d=\"M8 1l7 13H1z\"/>";
                    default -> "<rect class=\"open\" x=\"2\" y=\"2\" width=\"12\" height=\"12\"/>";
                };
        return "<span class=\"status " + status.code().toLowerCase(Locale.ROOT).replace('_', '-')
                + "\"><svg viewBox=\"0 0 16 16\" width=\"16\" height=\"16\" aria-hidden=\"true\" focusable=\"false\">"
                + shape + "</svg> " + Html.escape(status.text()) + "</span>";
    }

    private void events(Block.Events events, int level) {
        html.append("<ul class=\"events\">\n");
        for (Block.Events.Event event : events.events()) {
            html.append("<li>").append(Prose.inline(event.text(), level));
            if (!event.details().isEmpty()) {
                html.append("\n<ul>\n");
                event.details().forEach(detail -> html.append("<li>")
                        .append(Prose.inline(detail, level))
                        .append("</li>\n"));
                html.append("</ul>\n");
            }
            if (event.conclusion() != null) {
                html.append("<p>")
                        .append(Prose.inline(event.conclusion(), level))
                        .append("</p>\n");
            }
            if (event.economicEffect() != null) {
                html.append("<p class=\"effect\"><span>Ekonomisk effekt:</span> ")
                        .append(Prose.inline(event.economicEffect(), level))
                        .append("</p>");
            }
            html.append("</li>\n");
        }
        html.append("</ul>\n");
    }

    private void plans(Block.Plans plans, int above) {
        int level = Math.min(6, above + 1);
        for (Block.Plans.Plan plan : plans.plans()) {
            html.append("<article class=\"plan\">\n");
            heading(level, null, plan.name());
            prose(plan.text(), level);
            if (!plan.controlPoints().isEmpty()) {
                html.append("<dl class=\"control\">\n");
                for (Block.Plans.ControlPoint point : plan.controlPoints()) {
                    html.append("<dt>")
                            .append(Html.text(point.name()))
                            .append("</dt>\n<dd>")
                            .append(Prose.html(point.finding(), level));
                    if (point.measure() != null) {
                        html.append("<p><strong>Åtgärd:</strong> ")
                                .append(Prose.inline(point.measure(), level))
                                .append("</p>");
                    }
                    html.append("</dd>\n");
                }
                html.append("</dl>\n");
            }
            prose(plan.conclusion(), level);
            html.append("</article>\n");
        }
    }

    private void prose(@Nullable String markdown, int level) {
        if (markdown != null) {
            html.append("<div class=\"prose\">\n")
                    .append(Prose.html(markdown, level))
                    .append("</div>\n");
        }
    }

    private static String resource(String name) {
        try (InputStream resource = HtmlReport.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(resource).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(String content) {
        try {
            return Base64.getEncoder()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
