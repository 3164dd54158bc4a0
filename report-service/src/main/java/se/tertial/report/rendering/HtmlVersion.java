package se.tertial.report.rendering;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import se.tertial.report.document.Document;

/** What a published page says of itself: number, date, what was corrected, and where the others are. */
final class HtmlVersion {

    private static final ZoneId SWEDEN = ZoneId.of("Europe/Stockholm");
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.forLanguageTag("sv"))
            .withZone(SWEDEN);
    private static final String DOCUMENT = "document?format=html";

    private HtmlVersion() {}

    /** The line below the title. */
    static void writeDate(Html html, Document.Version version) {
        html.open("p").classes("version");
        html.text("Version " + version.number() + ", publicerad ");
        html.open("time")
                .attribute(
                        "datetime",
                        version.publishedAt().atZone(SWEDEN).toLocalDate().toString());
        html.text(day(version.publishedAt())).close();
        html.text(". ");
        link(html, "published", "Senaste versionen");
        html.close().line();
    }

    /** What is other than in the version that this one replaces. Nothing for a first version. */
    static void writeChange(Html html, Document.Version version) {
        Document.Earlier replaced = version.replaces();
        if (replaced == null && version.correction() == null) {
            return;
        }
        html.open("aside")
                .classes("correction")
                .labelledBy("andrat-i-versionen")
                .line();
        html.open("h2").id("andrat-i-versionen").text("Ändrat i version " + version.number());
        html.close().line();
        html.element("p", correction(version.correction())).line();
        if (replaced != null) {
            html.open("p");
            link(
                    html,
                    Integer.toString(replaced.number()),
                    "Version " + replaced.number() + ", publicerad " + day(replaced.publishedAt()));
            html.close().line();
        }
        html.close().line();
    }

    private static String correction(@Nullable String correction) {
        return correction == null ? "Vad som har ändrats är inte angivet." : correction;
    }

    private static void link(Html html, String version, String text) {
        html.open("a").attribute("href", DOCUMENT + "&version=" + version).text(text);
        html.close();
    }

    private static String day(Instant instant) {
        return DAY.format(instant);
    }
}
