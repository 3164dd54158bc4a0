package se.tertial.kit.elsewhere;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Something that was written and kept, and that may not be meant as it stands. */
@Schema(name = "Warning", description = "Something that may not be meant as it was written. It is kept all the same.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Warning(
        @Schema(description = "What is the matter.", examples = "NOT_REGISTERED") Code code,
        @Schema(
                        description = "The topic that tells of what is registered; only with NOT_REGISTERED.",
                        examples = "finance.administration.v1")
                @Nullable
                String register,
        @Schema(
                        description = "Where it stands: a JSON Pointer into the body, or the name of the parameter.",
                        examples = "administrationId")
                String field,
        @Schema(description = "The part of the request: body or path.", examples = "path") String in,
        @Schema(
                        description = "The same in words, in Swedish or English by Accept-Language.",
                        examples = "As far as is known here, there is no “vss” in finance-service.")
                String message) {

    /** What may be the matter. */
    @Schema(
            name = "WarningCode",
            description =
                    "NOT_REGISTERED: what is named is not registered in the service that registers it, or was a moment ago and is not known here"
                            + " yet. LOWER_THAN_BEFORE: an amount or a count from January is lower than one that ends earlier in the same year;"
                            + " one of them may be of its month alone. More kinds may come.")
    public enum Code {
        NOT_REGISTERED,
        LOWER_THAN_BEFORE
    }
}
