package se.tertial.report.delivery;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.api.Listing;
import se.tertial.kit.api.Validators;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.report.document.Document;
import se.tertial.report.replica.ReadModel;
import se.tertial.report.reports.Publication;
import se.tertial.report.watermark.Behind;

/** How a report stands. */
@Schema(name = "ReportStatus", description = "How a report stands and where to read it.")
@JsonInclude(JsonInclude.Include.NON_NULL)
record ReportStatus(
        @Schema(description = "The period reported.") ReportingPeriod period,
        @Schema(
                        description = "The template it is composed by; only for those who may read drafts.",
                        examples = "delarsrapport")
                @Nullable
                String templateId,
        @Schema(
                        description = "Title as it was written; only for those who may read drafts.",
                        examples = "Delårsrapport per den {day}")
                @Nullable
                String title,
        @Schema(
                        description =
                                "The title as readers see it; for those who may not read drafts, as it was published.",
                        examples = "Delårsrapport per den 31 augusti 2021")
                @Nullable
                String resolvedTitle,
        @Schema(description = "PUBLISHED if it has a publication that is not withdrawn.") Document.State state,
        @Schema(description = "The latest publication that is not withdrawn; absent while it is only a draft.")
                @Nullable
                Publication publication,
        @Schema(
                        description =
                                "The highest revision consumed of each topic that reports are composed from, 0 before the first:"
                                        + " the draft contains every change up to it. Only for those who may read drafts.",
                        examples = "{\"finance.unit.v1\": 17}")
                @Nullable
                Map<String, Long> readModel,
        @Schema(
                        description =
                                "Changes that could not be read and were put aside: the draft lacks them. At most a hundred; only for those"
                                        + " who may read drafts.")
                @Nullable
                List<ReadModel.PutAside> putAside,
        @Schema(
                        description =
                                "The services whose acknowledged changes are perhaps not all in the draft; empty if everything is there."
                                        + " Only for those who may read drafts.")
                @Nullable
                List<Behind> behind,
        @Schema(description = "Number of its last change; only for those who may read drafts.", examples = "17")
                @Nullable
                Long revision,
        @Schema(description = "The document in its formats, and the publications.") @JsonProperty("_links")
                List<Listing.Link> links)
        implements Validators.Revised {

    @Override
    public boolean showsMore() {
        return true;
    }
}
