package se.tertial.kit.api;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** Which page of a list the caller wants. A page before the first or after the last is empty. */
public record Page(
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
                int limit) {

    private static final int MOST_BEYOND = 10_000;

    /** How many items stand before this page. */
    public int first() {
        return Math.max(0, page - 1) * limit;
    }

    /** How many items are counted at most where there may be millions: those up to this page, and so many beyond it. */
    public long mostCounted() {
        return (long) first() + size() + MOST_BEYOND;
    }

    /** How many items this page has at most. */
    public int size() {
        return page == 0 ? 0 : limit;
    }

    /** This page of everything. */
    public <T> List<T> of(List<T> all) {
        int from = Math.min(all.size(), first());
        return all.subList(from, Math.min(all.size(), from + size()));
    }
}
