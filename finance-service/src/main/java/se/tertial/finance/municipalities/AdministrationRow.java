package se.tertial.finance.municipalities;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.constraints.NotNull;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.api.Slug;
import se.tertial.kit.api.Text;
import se.tertial.kit.change.Row;

/** An administration (förvaltning) of a municipality. */
@Schema(name = "Administration", description = "An administration (förvaltning) of a municipality.")
@JsonInclude(JsonInclude.Include.NON_NULL)
record AdministrationRow(
        @Schema(description = "Identifier within the municipality.", examples = "vss") @NotNull @Slug
                String administrationId,
        @Schema(description = "Full name.", examples = "Verksamhetsstöd och service") @NotNull @Text(max = 200)
                String name,
        @Schema(description = "Short name.", examples = "VSS") @NotNull @Text(max = 60) String shortName,
        @Schema(description = "The board (nämnd) that answers for it.", examples = "Kommunstyrelsen")
                @Text(max = 200)
                @Nullable
                String board,
        @Schema(description = "Number of its last change.", readOnly = true, examples = "17") @Nullable Long revision)
        implements Row<AdministrationRow> {

    @Override
    public String key() {
        return "administration";
    }

    @Override
    public AdministrationRow at(@Nullable Long revision) {
        return new AdministrationRow(administrationId, name, shortName, board, revision);
    }
}
