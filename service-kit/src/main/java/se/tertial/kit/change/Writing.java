package se.tertial.kit.change;

import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * How many rows are written together.
 *
 * @param mode whether they are, and what is told of them; null for {@link Mode#WRITE}
 */
public record Writing(
        @Parameter(
                        description =
                                "WRITE writes the rows and counts them. TELL writes them and answers for each."
                                        + " TRY checks everything as a write does, changes nothing, and answers for each row what would become of it.",
                        example = "TRY")
                @QueryParam("mode")
                @Nullable
                Mode mode) {

    /** Writes them and counts them. */
    public static final Writing USUAL = new Writing(null);

    /** What is done with the rows. */
    @Schema(name = "BulkMode", description = "What a bulk write does with its rows.")
    public enum Mode {
        /** They are written, and counted in the answer. */
        WRITE,
        /** They are written, and the answer tells of each. */
        TELL,
        /** They are checked and not written, and the answer tells of each. */
        TRY
    }

    boolean changesNothing() {
        return mode == Mode.TRY;
    }

    boolean tellsOfEach() {
        return mode == Mode.TELL || mode == Mode.TRY;
    }
}
