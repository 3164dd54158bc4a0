package se.tertial.report.document;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Where a figure or a text is from. */
@Schema(name = "Source", description = "The resource a figure is from, and the revision it was read at.")
public record Source(
        @Schema(description = "The event topic, which names the resource.", examples = "finance.operating-line.v1")
                String topic,
        @Schema(description = "Key of the resource within the administration.", examples = "lkdata~actual~2021-08")
                String key,
        @Schema(description = "The revision that was read.", examples = "42") long revision) {}
