package se.tertial.kit.change;

import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.api.Text;

/**
 * How something is deleted.
 *
 * @param reason why; in the query, because a DELETE has no body to say it in
 */
public record Deletion(
        @Parameter(
                        description = "Why it is deleted; required when the period that it belongs to is closed.",
                        example = "Raden avsåg en annan enhet",
                        schema = @Schema(type = SchemaType.STRING, minLength = 1, maxLength = 1000))
                @QueryParam("reason")
                @Text(max = 1000)
                @Nullable
                String reason) {}
