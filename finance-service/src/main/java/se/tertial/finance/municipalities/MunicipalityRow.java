package se.tertial.finance.municipalities;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.api.Text;
import se.tertial.kit.change.Row;

/** A municipality (kommun): the tenant. */
@Schema(name = "Municipality", description = "A municipality (kommun): the tenant.")
@JsonInclude(JsonInclude.Include.NON_NULL)
record MunicipalityRow(
        @Schema(description = "Its four-digit SCB code.", examples = "0580")
                @NotNull
                @Pattern(regexp = "[0-9]{4}", message = "A municipality is its four-digit SCB code.")
                String municipalityId,
        @Schema(description = "Name.", examples = "Linköpings kommun") @NotNull @Text(max = 200) String name,
        @Schema(description = "Number of its last change.", readOnly = true, examples = "17") @Nullable Long revision)
        implements Row<MunicipalityRow> {

    @Override
    public String key() {
        return "municipality";
    }

    @Override
    public MunicipalityRow at(@Nullable Long revision) {
        return new MunicipalityRow(municipalityId, name, revision);
    }
}
