package se.tertial.report.document;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A part of the report under a heading. */
@Schema(name = "Section", description = "A part of the report under a heading.")
public record Section(
        @Schema(description = "Identifier, stable between versions: an anchor.", examples = "volumes") String id,
        @Schema(description = "Heading.", examples = "Volymutveckling") String heading,
        @Schema(description = "What it says, in order.") List<Block> blocks,
        @Schema(description = "The parts below it.") List<Section> sections) {}
