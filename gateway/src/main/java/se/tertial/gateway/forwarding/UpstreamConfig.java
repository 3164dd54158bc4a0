package se.tertial.gateway.forwarding;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** The services behind the gateway and how long they may take. */
@ConfigMapping(prefix = "tertial.gateway")
public interface UpstreamConfig {

    /** Base address by name; the name is the first segment of the path, before {@code /v1}. */
    Map<String, URI> services();

    /** Connections and times. */
    Upstream upstream();

    /** Connections and times, the same for every service. */
    interface Upstream {

        /** The most connections to one service. */
        @WithDefault("64")
        int connections();

        /** The most streams of events open at one service; each has a connection of its own. */
        @WithDefault("1000")
        int streams();

        /** How many requests may wait for a connection to one service. */
        @WithDefault("1000")
        int waiting();

        /** Shorter than the services keep an idle connection, so that none is used just as it is closed. */
        @WithDefault("20S")
        Duration idleTimeout();

        @WithDefault("3S")
        Duration connectTimeout();

        /** How long a client may take to send a body. */
        @WithDefault("60S")
        Duration receiveTimeout();

        /** How long a service may be silent; shorter than the gateway's own idle timeout. */
        @WithDefault("25S")
        Duration answerTimeout();
    }
}
