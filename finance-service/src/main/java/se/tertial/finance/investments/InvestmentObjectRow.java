package se.tertial.finance.investments;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.api.Slug;
import se.tertial.kit.api.Text;
import se.tertial.kit.change.Row;

/** What a unit invests in (investeringsobjekt). */
@Schema(name = "InvestmentObject", description = "What a unit invests in (investeringsobjekt).")
@JsonInclude(JsonInclude.Include.NON_NULL)
record InvestmentObjectRow(
        @Schema(description = "Identifier of the object.", examples = "it-utrustning") @NotNull @Slug String objectId,
        @Schema(description = "The unit that invests.", examples = "lkdata") @NotNull @Slug String unitId,
        @Schema(description = "Name.", examples = "IT-utrustning") @NotNull @Text(max = 200) String name,
        @Schema(description = "Its place among the objects, lowest first.", examples = "10")
                @NotNull
                @Min(0)
                @Max(1_000_000)
                Integer order,
        @Schema(description = "Number of its last change.", readOnly = true, examples = "17") @Nullable Long revision)
        implements Row<InvestmentObjectRow> {

    @Override
    public String key() {
        return objectId;
    }

    @Override
    public InvestmentObjectRow at(@Nullable Long revision) {
        return new InvestmentObjectRow(objectId, unitId, name, order, revision);
    }
}
