package se.tertial.report.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
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

    /** The same document, published. */
    public Document published() {
        return as(State.PUBLISHED, incomplete);
    }

    /** The same document, of which more is missing. */
    public Document lacking(List<Incompleteness> more) {
        return more.isEmpty()
                ? this
                : as(state, Stream.concat(incomplete.stream(), more.stream()).toList());
    }

    private Document as(State state, List<Incompleteness> incomplete) {
        return new Document(
                title, municipality, administration, period, lastDay, language, state, incomplete, readModel, sections);
    }
}
