package se.tertial.kit.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One page of a list. */
@Schema(description = "One page of a list.")
public record Listing<T>(
        @Schema(description = "The items of this page; empty beyond the last page.") List<T> items,
        @Schema(description = "Which page this is and how much there is.") @JsonProperty("_meta") Meta meta,
        @Schema(description = "Where the other pages are.") @JsonProperty("_links") Links links) {

    /** How much there is. */
    @Schema(name = "ListMeta", description = "Which page this is and how much there is.")
    public record Meta(
            @Schema(description = "This page, counted from 1.", examples = "1") int page,
            @Schema(description = "How many items a page has at most.", examples = "20") int limit,
            @Schema(description = "How many items this page has.", examples = "1") int count,
            @Schema(
                            description =
                                    "How many items there are in all; of a journal where something is filtered, and of the changes of a row, at most 10 000 beyond this page are counted.",
                            examples = "1")
                    long totalRecords,
            @Schema(description = "How many pages there are.", examples = "1") long totalPages) {}

    /** Where the other pages are. */
    @Schema(name = "ListLinks", description = "The addresses of this page and its neighbours.")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Links(Link self, Link first, Link last, @Nullable Link next, @Nullable Link prev) {

        List<Link> all() {
            return Stream.of(self, first, last, next, prev)
                    .flatMap(Stream::ofNullable)
                    .toList();
        }
    }

    /** An address. */
    @Schema(name = "Link", description = "An address, what it is to this resource, and how to ask for it.")
    public record Link(
            @Schema(
                            description = "The absolute address.",
                            format = "uri",
                            examples =
                                    "https://kommun.example/goals/v1/municipalities/0580/administrations/vss/goals?page=1&limit=20")
                    String href,
            @Schema(description = "Its relation to this resource.", examples = "self") String rel,
            @Schema(description = "The HTTP method.", examples = "GET") String method) {}

    public static <T> Listing<T> of(List<T> items, Page asked, long total, UriInfo uri) {
        long pages = Math.max(1, (total + asked.limit() - 1) / asked.limit());
        return new Listing<>(
                items,
                new Meta(asked.page(), asked.limit(), items.size(), total, total == 0 ? 0 : pages),
                new Links(
                        link("self", uri, asked.page(), asked.limit()),
                        link("first", uri, 1, asked.limit()),
                        link("last", uri, pages, asked.limit()),
                        asked.page() < pages ? link("next", uri, asked.page() + 1L, asked.limit()) : null,
                        asked.page() > 1
                                ? link("prev", uri, Math.min(asked.page() - 1L, pages), asked.limit())
                                : null));
    }

    private static Link link(String rel, UriInfo uri, long page, int limit) {
        return new Link(
                uri.getRequestUriBuilder()
                        .replaceQueryParam("page", page)
                        .replaceQueryParam("limit", limit)
                        .build()
                        .toString(),
                rel,
                "GET");
    }
}
