package se.tertial.report.reports;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.period.ReportingPeriod;

/** A report as it was published: frozen. */
@Schema(
        name = "Publication",
        description = "A report as it was published. It never changes; publishing again adds a publication.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Publication(
        @Schema(description = "The period reported.") ReportingPeriod period,
        @Schema(description = "1 for the first publication of the report, and so on.", examples = "1", minimum = "1")
                int number,
        @Schema(description = "When it was published (UTC).") Instant publishedAt,
        @Schema(
                        description = "Who published it: the user id of the token. Only for those who may read drafts.",
                        examples = "approver")
                @Nullable
                String publishedBy,
        @Schema(description = "Title.", examples = "Delårsrapport per den 31 augusti 2021") String title,
        @Schema(
                        description =
                                "The services whose acknowledged changes perhaps were not all there, when somebody published all the same."
                                        + " Only for those who may read drafts.",
                        examples = "[\"finance-service\"]")
                @Nullable
                List<String> behind,
        @Schema(
                        description = "Why it was published all the same. Only for those who may read drafts.",
                        examples = "Nämnden sammanträder i dag")
                @Nullable
                String reason) {

    /** The same for everybody to read: people stand in audit trails only. */
    public Publication anonymous() {
        return new Publication(period, number, publishedAt, null, title, null, null);
    }
}
