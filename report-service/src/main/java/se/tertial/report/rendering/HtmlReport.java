package se.tertial.report.rendering;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import se.tertial.report.document.Allowance;
import se.tertial.report.document.Block;
import se.tertial.report.document.Document;
import se.tertial.report.document.Section;
import se.tertial.report.document.Table;

/** The document as one self-contained web page in Swedish. */
public final class HtmlReport {

    private static final int CHAPTER = 2;
    private static final String HEADING = "-h";
    private static final Markup STYLE = resource("/report.css");
    private static final Markup SCRIPT = resource("/following.js");

    private static final String STYLE_START = "<style>";
    private static final String STYLE_END = "</style>";
    private static final String SCRIPT_START = "\n<script>";
    private static final String SCRIPT_END = "</script>";

    private final Html html;
    private final Allowance allowance;

    private HtmlReport(Allowance allowance) {
        this.html = new Html(allowance);
        this.allowance = allowance;
    }

    /** The page of a document. */
    public static String render(Document document) {
        return render(document, Allowance.ofOneDocument());
    }

    /** The same, within what it may cost. The page of a publication says of itself when there is a newer one. */
    public static String render(Document document, Allowance allowance) {
        HtmlReport report = new HtmlReport(allowance);
        report.page(document);
        return report.html.page();
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
        html.doctype().open("html").attribute("lang", document.language()).line();
        html.open("head").line();
        html.empty("meta").attribute("charset", "utf-8").line();
        html.empty("meta").attribute("name", "viewport").attribute("content", "width=device-width, initial-scale=1");
        html.line();
        html.empty("meta")
                .attribute("name", "color-scheme")
                .attribute("content", "light dark")
                .line();
        html.element(
                "title",
                document.title() + " – " + document.administration().name() + ", "
                        + document.municipality().name());
        html.line().open("style").markup(STYLE).close();
        Document.Version version = document.version();
        if (version != null) {
            html.line().open("script").markup(SCRIPT).close();
        }
        html.line().close().line().open("body").line();
        html.open("a")
                .classes("skip")
                .linkTo("innehall")
                .text("Till innehållet")
                .close()
                .line();
        if (version != null) {
            html.open("p").classes("newer").attribute("role", "status").attribute("data-publication", version.number());
            html.close().line();
        }
        cover(document);
        contents(document);
        html.open("main").id("innehall").line();
        document.sections().forEach(section -> section(section, CHAPTER));
        html.close().line().open("footer").line();
        html.element(
                "p",
                document.municipality().name() + " · "
                        + document.administration().name() + " · " + document.title());
        html.line().close().line().close().line().close().line();
    }

    private void cover(Document document) {
        html.open("header").classes("cover").line();
        html.open("p")
                .classes("owner")
                .text(document.municipality().name())
                .close()
                .line();
        html.open("h1").words(document.title()).close().line();
        html.open("p")
                .classes("administration")
                .words(document.administration().name())
                .close()
                .line();
        if (document.state() == Document.State.DRAFT) {
            html.open("p")
                    .classes("draft")
                    .text("Utkast – inte publicerad")
                    .close()
                    .line();
        }
        Document.Version version = document.version();
        if (version != null) {
            HtmlVersion.writeDate(html, version);
        }
        html.close().line();
        if (version != null) {
            HtmlVersion.writeChange(html, version);
        }
        if (document.state() == Document.State.DRAFT && !document.incomplete().isEmpty()) {
            html.open("aside").classes("incomplete").labelledBy("ofullstandigt").line();
            html.open("h2")
                    .id("ofullstandigt")
                    .text("Ofullständigt")
                    .close()
                    .line()
                    .open("ul")
                    .line();
            document.incomplete()
                    .forEach(one -> html.element("li", one.message()).line());
            html.close().line().close().line();
        }
    }

    private void contents(Document document) {
        html.open("nav").classes("contents").labelledBy("innehallsforteckning").line();
        html.open("h2")
                .id("innehallsforteckning")
                .text("Innehållsförteckning")
                .close()
                .line();
        contents(document.sections(), 2);
        html.close().line();
    }

    private void contents(List<Section> sections, int levels) {
        if (sections.isEmpty() || levels == 0) {
            return;
        }
        html.open("ol").line();
        for (Section section : sections) {
            html.open("li")
                    .open("a")
                    .linkTo(section.id())
                    .words(section.heading())
                    .close()
                    .line();
            contents(section.sections(), levels - 1);
            html.close().line();
        }
        html.close().line();
    }

    /** Only the chapters are landmarks: more would be noise, and headings deeper down may be the same. */
    private void section(Section section, int level) {
        allowance.section(section.heading());
        html.open("section").id(section.id());
        if (level == CHAPTER) {
            html.labelledBy(section.id() + HEADING);
        }
        html.line()
                .open("h" + level)
                .id(section.id() + HEADING)
                .words(section.heading())
                .close()
                .line();
        Block.Visitor blocks = new Blocks(section, level);
        section.blocks().forEach(block -> block.accept(blocks));
        section.sections().forEach(below -> section(below, Math.min(6, level + 1)));
        html.close().line();
    }

    /** Writes the blocks of a section. */
    private final class Blocks implements Block.Visitor {

        private final Section section;
        private final int level;

        Blocks(Section section, int level) {
            this.section = section;
            this.level = level;
        }

        @Override
        public void text(Block.Text text) {
            prose(text.markdown(), level);
        }

        @Override
        public void table(Table table) {
            HtmlTable.write(html, table, section.id() + HEADING);
        }

        @Override
        public void chart(Block.Chart chart) {
            BarChart.write(html, chart);
            if (chart.table() != null) {
                HtmlTable.write(html, chart.table(), section.id() + HEADING);
            }
        }

        @Override
        public void goalOverview(Block.GoalOverview overview) {
            HtmlGoals.write(html, overview);
        }

        @Override
        public void goalDetail(Block.GoalDetail detail) {
            HtmlGoals.write(html, detail, level);
        }

        @Override
        public void events(Block.Events events) {
            HtmlReport.this.events(events, level);
        }

        @Override
        public void plans(Block.Plans plans) {
            HtmlReport.this.plans(plans, Math.min(6, level + 1));
        }
    }

    private void events(Block.Events events, int level) {
        html.open("ul").classes("events").line();
        for (Block.Events.Event event : events.events()) {
            html.open("li").markup(Prose.inline(event.text(), level));
            if (!event.details().isEmpty()) {
                html.line().open("ul").line();
                for (String detail : event.details()) {
                    html.open("li").markup(Prose.inline(detail, level)).close().line();
                }
                html.close().line();
            }
            if (event.conclusion() != null) {
                html.open("p")
                        .markup(Prose.inline(event.conclusion(), level))
                        .close()
                        .line();
            }
            if (event.economicEffect() != null) {
                html.open("p")
                        .classes("effect")
                        .element("span", "Ekonomisk effekt:")
                        .text(" ");
                html.markup(Prose.inline(event.economicEffect(), level)).close();
            }
            html.close().line();
        }
        html.close().line();
    }

    private void plans(Block.Plans plans, int level) {
        for (Block.Plans.Plan plan : plans.plans()) {
            html.open("article").classes("plan").line();
            html.open("h" + level).words(plan.name()).close().line();
            prose(plan.text(), level);
            if (!plan.controlPoints().isEmpty()) {
                html.open("dl").classes("control").line();
                plan.controlPoints().forEach(point -> controlPoint(point, level));
                html.close().line();
            }
            prose(plan.conclusion(), level);
            html.close().line();
        }
    }

    private void controlPoint(Block.Plans.ControlPoint point, int level) {
        html.open("dt").words(point.name()).close().line();
        html.open("dd").markup(Prose.html(point.finding(), level));
        if (point.measure() != null) {
            html.open("p").element("strong", "Åtgärd:").text(" ");
            html.markup(Prose.inline(point.measure(), level)).close();
        }
        html.close().line();
    }

    private void prose(@Nullable String markdown, int level) {
        if (markdown != null) {
            Prose.write(html, markdown, level);
        }
    }

    private static Markup resource(String name) {
        try (InputStream resource = HtmlReport.class.getResourceAsStream(name)) {
            return new Markup(new String(Objects.requireNonNull(resource).readAllBytes(), StandardCharsets.UTF_8));
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
