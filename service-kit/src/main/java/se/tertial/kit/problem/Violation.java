package se.tertial.kit.problem;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** One thing that is wrong, and where. */
@Schema(name = "Violation", description = "One thing that is wrong with the request, and where.")
public record Violation(
        @Schema(
                        description = "Where: a JSON Pointer into the body, or the name of the parameter.",
                        examples = "/items/3/income")
                String field,
        @Schema(description = "The part of the request: body, path, query or header.", examples = "body") String in,
        @Schema(description = "What is wrong, in words.", examples = "A cost is not negative.") String message) {

    public static Violation inBody(String pointer, String message) {
        return new Violation(pointer, "body", message);
    }
}
