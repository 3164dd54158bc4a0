package se.tertial.kit.elsewhere;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Something that was written and that nobody may ever see, because what it names is not there. */
@Schema(
        name = "Warning",
        description =
                "Something that another service registers and that is not there, as far as this one has heard. What names it is kept all the same.")
public record Warning(
        @Schema(description = "What is the matter.", examples = "NOT_REGISTERED") Code code,
        @Schema(description = "The topic that tells of what is registered.", examples = "finance.administration.v1")
                String register,
        @Schema(
                        description = "Where it is named: a JSON Pointer into the body, or the name of the parameter.",
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
                    "NOT_REGISTERED: what is named is not registered, or was a moment ago and is not known here yet. More kinds may come.")
    public enum Code {
        NOT_REGISTERED
    }
}
