package se.tertial.kit.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import se.tertial.language.Language;

/** The body of every error. */
@Schema(
        name = "Problem",
        description =
                "Why the request was not served (RFC 9457), in Swedish or English by Accept-Language. Nothing was changed, unless the detail says that something may have been.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProblemDetails(
        @Schema(
                        description = "Stable name of the kind of problem.",
                        format = "uri",
                        required = true,
                        examples = "https://tertial.se/problems/invalid")
                String type,
        @Schema(description = "The kind of problem in words.", required = true, examples = "The content breaks a rule")
                String title,
        @Schema(description = "HTTP status.", required = true, minimum = "400", maximum = "599", examples = "422")
                int status,
        @Schema(
                        description = "What is wrong with this request.",
                        required = true,
                        examples = "/items/3: The same as /items/1: “kontakt-linkoping” stands twice.")
                String detail,
        @Schema(
                        description = "The path that was asked for.",
                        format = "uri-reference",
                        required = true,
                        examples = "/finance/v1/municipalities/0580/administrations/vss/units")
                String instance,
        @Schema(description = "The trace to name when you ask for help.", examples = "0af7651916cd43dd8448eb211c80319c")
                @Nullable
                String traceId,
        @Schema(description = "Each error and its place; empty where the problem has no place.", required = true)
                List<Place> violations) {

    /** One thing that is wrong, on the wire. */
    @Schema(name = "Violation", description = "One thing that is wrong with the request, and where.")
    public record Place(
            @Schema(
                            description = "Where: a JSON Pointer into the body, or the name of the parameter.",
                            examples = "/items/3")
                    String field,
            @Schema(description = "The part of the request: body, path, query or header.", examples = "body") String in,
            @Schema(
                            description = "What is wrong, in words.",
                            examples = "The same as /items/1: “kontakt-linkoping” stands twice.")
                    String message) {}

    /**
     * A problem as it is answered.
     *
     * @param path what was asked for
     */
    public static ProblemDetails of(Problem problem, String path, @Nullable String traceId, Language language) {
        return new ProblemDetails(
                "https://tertial.se/problems/" + problem.kind(),
                problem.title().in(language),
                problem.status(),
                problem.detail().in(language),
                path,
                traceId,
                problem.violations().stream()
                        .map(one ->
                                new Place(one.field(), one.in(), one.message().in(language)))
                        .toList());
    }
}
