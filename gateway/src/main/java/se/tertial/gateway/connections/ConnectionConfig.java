package se.tertial.gateway.connections;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How slow a client may be. */
@ConfigMapping(prefix = "tertial.gateway.connections")
interface ConnectionConfig {

    /** How long after connecting the head of the first request must have come, however many bytes have. */
    @WithDefault("10S")
    Duration firstRequest();

    /** How long a connection may be without a request after that. */
    @WithDefault("30S")
    Duration nextRequest();

    /** How long an answer may wait for a client that does not read on. */
    @WithDefault("20S")
    Duration unread();

    /** How many bytes read make that one second longer, for all the waits of an answer together. */
    @WithDefault("32K")
    MemorySize pace();
}
