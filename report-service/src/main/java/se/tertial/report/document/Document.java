package se.tertial.report.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.period.ReportingPeriod;

/**
 * A composed report: what it says, not how it looks.
 *
 * @param lastDay    the day the report is as of
 * @param incomplete what is missing or unknown; empty if the report is whole
 * @param readModel  the highest revision consumed per topic when it was composed
 */
@Schema(
        name = "Document",
        description = "A composed report: sections, tables with typed cells, and the source of every figure.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Document(
        @Schema(description = "Title.", examples = "Delårsrapport per den 31 augusti 2021") String title,
        @Schema(description = "The municipality.") Party municipality,
        @Schema(description = "The administration.") Party administration,
        @Schema(description = "The period reported.") ReportingPeriod period,
        @Schema(description = "The day the report is as of.", examples = "2021-08-31") LocalDate lastDay,
        @Schema(description = "Language of the report.", examples = "sv") String language,
        @Schema(description = "Whether this is the draft or what was published.") State state,
        @Schema(description = "Which publication this is; absent in a draft.") @Nullable Version version,
        @Schema(description = "What is missing or unknown; empty if the report is whole.")
                List<Incompleteness> incomplete,
        @Schema(description = "The highest revision consumed per topic.", examples = "{\"finance.unit.v1\": 17}")
                Map<String, Long> readModel,
        @Schema(description = "The sections, in order.") List<Section> sections) {

    /** Whether a document may still change. */
    @Schema(name = "DocumentState", description = "DRAFT: follows the figures; PUBLISHED: frozen.")
    public enum State {
        DRAFT,
        PUBLISHED
    }

    @Schema(name = "Party", description = "A municipality or an administration.")
    public record Party(
            @Schema(description = "Its identifier.", examples = "vss") String id,
            @Schema(
                            description = "Its name; the identifier while the name is unknown.",
                            examples = "Verksamhetsstöd och service")
                    String name) {}

    @Schema(name = "Incompleteness", description = "Something that is missing or unknown.")
    public record Incompleteness(
            @Schema(description = "What kind.", examples = "unknown-unit") String kind,
            @Schema(description = "In words, Swedish.", examples = "Enheten ”lkdata” finns inte i registret.")
                    String message) {}

    /**
     * Which publication a document is: frozen with it, so it says nothing of what comes later.
     *
     * @param number      1 for the first publication of the report, and so on
     * @param publishedAt when it was published
     * @param correction  what was corrected since the one that it replaces; null if nobody said so
     * @param replaces    the one that it replaces; null if it is the first, or all before it were withdrawn
     */
    @Schema(
            name = "DocumentVersion",
            description =
                    "Which publication a document is, as it was published. Whether there is a later one, the header `Link` says"
                            + " (`latest-version`).")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Version(
            @Schema(
                            description = "1 for the first publication of the report, and so on.",
                            examples = "2",
                            minimum = "1")
                    int number,
            @Schema(description = "When it was published (UTC).") Instant publishedAt,
            @Schema(
                            description =
                                    "What was corrected since the publication that it replaces, if somebody said so.",
                            examples = "Prognosen för ekonomiservice är rättad.")
                    @Nullable
                    String correction,
            @Schema(description = "The publication that it replaces; absent in the first.") @Nullable
                    Earlier replaces) {}

    /**
     * An earlier publication.
     *
     * @param href the path of its document
     */
    @Schema(name = "EarlierVersion", description = "An earlier publication and where to read it.")
    public record Earlier(
            @Schema(description = "Its number.", examples = "1", minimum = "1") int number,
            @Schema(description = "When it was published (UTC).") Instant publishedAt,
            @Schema(
                            description = "Path of its document.",
                            examples =
                                    "/report/v1/municipalities/0580/administrations/vss/reports/2021-08/document?version=1")
                    String href) {}

    /** The same document, published. Without a version it is what the publication says, whatever its number and date. */
    public Document published(@Nullable Version version) {
        return as(State.PUBLISHED, version, incomplete);
    }

    /** The same document, of which more is missing. */
    public Document lacking(List<Incompleteness> more) {
        return more.isEmpty()
                ? this
                : as(
                        state,
                        version,
                        Stream.concat(incomplete.stream(), more.stream()).toList());
    }

    private Document as(State state, @Nullable Version version, List<Incompleteness> incomplete) {
        return new Document(
                title,
                municipality,
                administration,
                period,
                lastDay,
                language,
                state,
                version,
                incomplete,
                readModel,
                sections);
    }
}
