package se.tertial.gateway.admission;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;
import java.util.Set;

/**
 * Whom a request may be for, and how large it may be. The server's own limits lie above these; what exceeds them is answered
 * without a document.
 */
@ConfigMapping(prefix = "tertial.gateway.request")
interface RequestLimits {

    /**
     * The names that people and systems know this by. Links in answers are built with the host of the request, so another one would
     * lead elsewhere; without any, every host is taken for this.
     */
    Optional<Set<String>> hosts();

    /** How many headers. */
    @WithDefault("100")
    int headers();

    /** How many bytes of headers, names and values together. */
    @WithDefault("16K")
    MemorySize headerBytes();

    /** How many characters of path and query. */
    @WithDefault("4096")
    int target();
}
