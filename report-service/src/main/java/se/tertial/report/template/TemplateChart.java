package se.tertial.report.template;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.api.Text;

/**
 * A chart of a template: net per unit, a bar for each of its columns.
 *
 * @param organisationAsOf the day whose organisation figures are shown in; null for the report's last day, each unit for itself
 */
@Schema(name = "TemplateChart", description = "A chart: net per unit, a bar for each of its series.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TemplateChart(
        @Schema(description = "Title.", examples = "Nettokostnader i prognosen {year} jämfört med bokslut {year-1y}")
                @NotNull
                @Text(max = 300)
                String title,
        @Schema(description = "A note below the chart; {organisation} stands for the day of organisationAsOf.")
                @Text(max = 500)
                @Nullable
                String footnote,
        @Schema(
                        description =
                                "The day whose organisation the figures are shown in: those of earlier and later units are grouped by"
                                        + " the units of that day. Absent: the report's last day, each unit for itself.",
                        examples = "2021-10-01")
                @Nullable
                LocalDate organisationAsOf,
        @Schema(description = "The bars of each unit.") @NotEmpty @Size(max = 4)
                List<@NotNull @Valid TemplateColumn> series) {

    public TemplateChart {
        series = series == null ? List.of() : series;
    }
}
