package se.tertial.report.reports;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.constraints.NotNull;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.api.Slug;
import se.tertial.kit.api.Text;
import se.tertial.kit.change.Row;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.report.wording.Labels;

/** A report of a period: by which template, under which title. */
@Schema(name = "Report", description = "A report of a period: by which template, under which title.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReportRow(
        @Schema(description = "The period reported.") @NotNull ReportingPeriod period,
        @Schema(description = "The template it is composed by.", examples = "delarsrapport") @NotNull @Slug
                String templateId,
        @Schema(
                        description = "Title; {day} stands for the last day of the period.",
                        examples = "Delårsrapport per den {day}")
                @NotNull
                @Text(max = 200)
                String title,
        @Schema(
                        description = "The title as readers see it.",
                        readOnly = true,
                        examples = "Delårsrapport per den 31 augusti 2021")
                @Nullable
                String resolvedTitle,
        @Schema(description = "Why it was changed; required when the period is closed.", examples = "Rättad rubrik")
                @Text(max = 1000)
                @Nullable
                String reason,
        @Schema(description = "Number of its last change.", readOnly = true, examples = "17") @Nullable Long revision)
        implements Row<ReportRow> {

    public ReportRow {
        resolvedTitle = period == null || title == null ? null : new Labels(period).of(title);
    }

    @Override
    public String key() {
        return period.toString();
    }

    @Override
    public ReportingPeriod closesWith() {
        return period;
    }

    @Override
    public ReportRow at(@Nullable Long revision) {
        return new ReportRow(period, templateId, title, resolvedTitle, revision == null ? null : reason, revision);
    }
}
