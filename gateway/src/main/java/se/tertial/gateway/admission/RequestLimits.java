package se.tertial.gateway.admission;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How large a request may be. The server's own limits lie above these, and what exceeds them is answered without a document. */
@ConfigMapping(prefix = "tertial.gateway.request")
interface RequestLimits {

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
