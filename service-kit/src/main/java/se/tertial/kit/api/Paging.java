package se.tertial.kit.api;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Which page of a list the caller wants, in which order, of what changed when. A page before the first or after the last is empty. */
public record Paging(
        @Parameter(
                        description = "The page, counted from 1. A page before the first or beyond the last is empty.",
                        example = "1",
                        schema =
                                @Schema(
                                        type = SchemaType.INTEGER,
                                        minimum = "0",
                                        maximum = "1000000",
                                        defaultValue = "1"))
                @QueryParam("page")
                @DefaultValue("1")
                @Min(0)
                @Max(1_000_000)
                int page,
        @Parameter(
                        description = "How many items a page has at most.",
                        example = "20",
                        schema =
                                @Schema(
                                        type = SchemaType.INTEGER,
                                        minimum = "1",
                                        maximum = "1000",
                                        defaultValue = "20"))
                @QueryParam("limit")
                @DefaultValue("20")
                @Min(1)
                @Max(1000)
                int limit,
        @Parameter(
                        description =
                                "Fields to order by, separated by commas; a minus before a field reverses its order. Without it, the order in which reports show the rows.",
                        example = "-revision",
                        schema =
                                @Schema(
                                        type = SchemaType.STRING,
                                        pattern = "^-?[a-z][A-Za-z]*(,-?[a-z][A-Za-z]*)*$",
                                        maxLength = 200))
                @QueryParam("sort")
                @Pattern(
                        regexp = "-?[a-z][A-Za-z]{0,40}(,-?[a-z][A-Za-z]{0,40}){0,4}",
                        message = "Name one to five fields, separated by commas, such as “-revision”.")
                @Nullable
                String sort,
        @Parameter(
                        description = "Only what changed at or after this time, in any time zone.",
                        example = "2021-09-14T08:30:00Z",
                        schema = @Schema(implementation = Instant.class))
                @QueryParam("changedSince")
                @Nullable
                Instant changedSince) {

    /** Which page it is, without order and narrowing. */
    public Page only() {
        return new Page(page, limit);
    }
}
