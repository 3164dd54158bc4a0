package se.tertial.goals.assessments;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.api.Slug;
import se.tertial.kit.api.Text;
import se.tertial.kit.change.Row;
import se.tertial.kit.period.ReportingPeriod;

/** How far a goal is reached in a period, and why. */
@Schema(name = "Assessment", description = "How far a goal is reached in a period, and why.")
@JsonInclude(JsonInclude.Include.NON_NULL)
record AssessmentRow(
        @Schema(description = "The administration goal.", examples = "god-service") @NotNull @Slug String goalId,
        @Schema(description = "The period of the report it stands in.") @NotNull ReportingPeriod period,
        @Schema(description = "How far the goal is reached.") @NotNull Status status,
        @Schema(description = "Why, in Markdown.", examples = "Målet bedöms bli uppfyllt under året.")
                @Text(max = 20_000, lines = true)
                @Nullable
                String motivation,
        @Schema(
                        description = "Results that carry the assessment, each in Markdown.",
                        examples = "[\"Kundtjänsterna är lätta att nå.\"]")
                @Size(max = 100)
                List<@NotNull @Text(max = 20_000, lines = true) String> results,
        @Schema(
                        description = "Why it was changed; required when the period is closed.",
                        examples = "Enkäten kom efter bokslutet")
                @Text(max = 1000)
                @Nullable
                String reason,
        @Schema(description = "Number of its last change.", readOnly = true, examples = "17") @Nullable Long revision)
        implements Row<AssessmentRow> {

    AssessmentRow {
        results = results == null
                ? List.of()
                : results.stream().filter(Objects::nonNull).toList();
    }

    @Override
    public String key() {
        return goalId + "~" + period;
    }

    @Override
    public ReportingPeriod closesWith() {
        return period;
    }

    @Override
    public AssessmentRow at(@Nullable Long revision) {
        return new AssessmentRow(
                goalId, period, status, motivation, results, revision == null ? null : reason, revision);
    }

    /** How far a goal is reached. */
    @Schema(
            name = "AssessmentStatus",
            description =
                    "FULFILLED: uppfylls; PARTLY_FULFILLED: delvis; NOT_FULFILLED: inte; CANNOT_BE_ASSESSED: kan inte bedömas.")
    enum Status {
        FULFILLED,
        PARTLY_FULFILLED,
        NOT_FULFILLED,
        CANNOT_BE_ASSESSED
    }
}
