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
        description =
                "A report as it was published. What was published never changes; publishing again adds a publication, and one that"
                        + " should not be read any more is withdrawn.")
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
        @Schema(
                        description = "Title; of one that was withdrawn only for those who may read drafts.",
                        examples = "Delårsrapport per den 31 augusti 2021")
                @Nullable
                String title,
        @Schema(
                        description =
                                "What was corrected since the publication that it replaces, if somebody said so; of one that was"
                                        + " withdrawn only for those who may read drafts.",
                        examples = "Prognosen för ekonomiservice är rättad.")
                @Nullable
                String correction,
        @Schema(
                        description =
                                "The publication that it replaces: the latest one before it that was not withdrawn then.",
                        examples = "1",
                        minimum = "1")
                @Nullable
                Integer replaces,
        @Schema(
                        description =
                                "The latest publication of the report that is not withdrawn; absent if all are. If it is another one, read that.",
                        examples = "2",
                        minimum = "1")
                @Nullable
                Integer latest,
        @Schema(description = "That it was withdrawn: its documents answer 410.") @Nullable Withdrawal withdrawal,
        @Schema(
                        description =
                                "The services whose acknowledged changes perhaps were not all there, when somebody published all the same."
                                        + " Only for those who may read drafts.",
                        examples = "[\"finance-service\"]")
                @Nullable
                List<String> behind,
        @Schema(
                        description =
                                "Why it was published though services were behind. Only for those who may read drafts.",
                        examples = "Nämnden sammanträder i dag")
                @Nullable
                String reason,
        @Schema(
                        description =
                                "What the draft lacked, and why it was published all the same; absent if it lacked nothing that it knew of."
                                        + " Only for those who may read drafts.")
                @Nullable
                Accepted incomplete) {

    /** What a draft lacked was accepted. */
    @Schema(
            name = "AcceptedIncompleteness",
            description =
                    "Whoever published had the list of what the draft lacked before them, and accepted it. The list is `incomplete` of the document.")
    public record Accepted(
            @Schema(description = "How many things the draft lacked.", examples = "2", minimum = "1") int lacking,
            @Schema(description = "Why that was accepted.", examples = "Gymnasiets budget beslutas i oktober.")
                    String reason) {}

    /** That a publication was withdrawn. */
    @Schema(name = "Withdrawal", description = "That a publication was withdrawn, when and why.")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Withdrawal(
            @Schema(description = "When it was withdrawn (UTC).") Instant withdrawnAt,
            @Schema(
                            description =
                                    "Who withdrew it: the user id of the token. Only for those who may read drafts.",
                            examples = "approver")
                    @Nullable
                    String withdrawnBy,
            @Schema(description = "Why, for everybody to read.", examples = "En person kan kännas igen i en text.")
                    String reason) {}

    /** Why it was published though something was missing; null if nothing was. */
    public @Nullable String why() {
        return reason == null && incomplete != null ? incomplete.reason() : reason;
    }

    /** The same for everybody to read: people stand in audit trails only, and words of what was withdrawn are not public either. */
    public Publication anonymous() {
        boolean withdrawn = withdrawal != null;
        return new Publication(
                period,
                number,
                publishedAt,
                null,
                withdrawn ? null : title,
                withdrawn ? null : correction,
                replaces,
                latest,
                withdrawal == null ? null : new Withdrawal(withdrawal.withdrawnAt(), null, withdrawal.reason()),
                null,
                null,
                null);
    }
}
