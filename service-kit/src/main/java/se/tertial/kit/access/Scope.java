package se.tertial.kit.access;

import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import se.tertial.kit.api.Slug;

/**
 * The administration (förvaltning) of a municipality (kommun) that a request is about. Every row belongs to exactly one,
 * or to the municipality as a whole.
 *
 * @param municipalityId   the four-digit SCB code of the municipality
 * @param administrationId the administration's identifier within the municipality
 */
public record Scope(
        @Parameter(
                        description = "The municipality: its four-digit SCB code.",
                        example = "0580",
                        schema = @Schema(type = SchemaType.STRING, pattern = "^[0-9]{4}$"))
                @PathParam("municipalityId")
                @Pattern(regexp = "[0-9]{4}", message = "A municipality is its four-digit SCB code.")
                String municipalityId,
        @Parameter(
                        description = "The administration within the municipality.",
                        example = "vss",
                        schema =
                                @Schema(type = SchemaType.STRING, pattern = "^[a-z0-9]+(-[a-z0-9]+)*$", maxLength = 80))
                @PathParam("administrationId")
                @Slug
                String administrationId) {

    /** The municipality as a whole. */
    public static Scope of(String municipalityId) {
        return new Scope(municipalityId, "");
    }

    /** For keys of messages: {@code 0580/vss}, or {@code 0580} for the municipality as a whole. */
    @Override
    public String toString() {
        return administrationId.isEmpty() ? municipalityId : municipalityId + "/" + administrationId;
    }
}
