package se.tertial.report.narrative;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
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

/** A significant event (händelse av väsentlig betydelse) with its economic effect. */
@Schema(
        name = "SignificantEvent",
        description = "A significant event (händelse av väsentlig betydelse) with its economic effect.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SignificantEventRow(
        @Schema(description = "Identifier of the event within the period.", examples = "besoksdisken-i-berga")
                @NotNull
                @Slug
                String eventId,
        @Schema(description = "The period of the report.") @NotNull ReportingPeriod period,
        @Schema(description = "What happened, Markdown.", examples = "Besöksdisken i Berga by är öppen igen.")
                @NotNull
                @Text(max = 5_000, lines = true)
                String text,
        @Schema(description = "Details, Markdown each.") @Size(max = 50)
                List<@NotNull @Text(max = 5_000, lines = true) String> details,
        @Schema(description = "Its economic effect.") @NotNull @Valid EconomicEffect economicEffect,
        @Schema(description = "What follows from it, Markdown.") @Text(max = 5_000, lines = true) @Nullable
                String conclusion,
        @Schema(description = "Its place among the events, lowest first.", examples = "10")
                @NotNull
                @Min(0)
                @Max(1_000_000)
                Integer order,
        @Schema(
                        description = "Why it was changed; required when the period is closed.",
                        examples = "Effekten var större")
                @Text(max = 1000)
                @Nullable
                String reason,
        @Schema(description = "Number of its last change.", readOnly = true, examples = "17") @Nullable Long revision)
        implements Row<SignificantEventRow> {

    public SignificantEventRow {
        details = details == null
                ? List.of()
                : details.stream().filter(Objects::nonNull).toList();
    }

    @Schema(name = "EconomicEffect", description = "What an event does to the economy.")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record EconomicEffect(
            @NotNull Kind kind,
            @Schema(description = "In words, Markdown.", examples = "Neutral ekonomisk påverkan")
                    @Text(max = 5_000, lines = true)
                    @Nullable
                    String text) {

        /** Which way it goes. */
        @Schema(
                name = "EconomicEffectKind",
                description =
                        "NEUTRAL; SURPLUS: a better result; COST: a worse one; MIXED: both; LOWER_TURNOVER: less of both income and cost; NOT_STATED.")
        public enum Kind {
            NEUTRAL,
            SURPLUS,
            COST,
            MIXED,
            LOWER_TURNOVER,
            NOT_STATED
        }
    }

    @Override
    public String key() {
        return period + "~" + eventId;
    }

    @Override
    public ReportingPeriod closesWith() {
        return period;
    }

    @Override
    public SignificantEventRow at(@Nullable Long revision) {
        return new SignificantEventRow(
                eventId,
                period,
                text,
                details,
                economicEffect,
                conclusion,
                order,
                revision == null ? null : reason,
                revision);
    }
}
