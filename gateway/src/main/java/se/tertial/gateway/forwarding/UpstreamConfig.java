package se.tertial.gateway.forwarding;

import io.quarkus.runtime.configuration.MemorySize;
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

    /** How the bodies of requests are received. */
    Bodies bodies();

    /** How the bodies of requests are received, before a service hears of them. */
    interface Bodies {

        /** How much memory they take together. A client has a quarter of it: no less than the largest body. */
        @WithDefault("96M")
        MemorySize memory();

        /** How long a client may take to send a body of any size. */
        @WithDefault("20S")
        Duration receiveTimeout();

        /** How many bytes make that one second longer. */
        @WithDefault("16K")
        MemorySize pace();
    }

    /** Connections and times, the same for every service. */
    interface Upstream {

        /** The most requests that one service is answering; each has a connection of its own. */
        @WithDefault("64")
        int connections();

        /** The most requests of one tenant that all services together are answering. */
        @WithDefault("8")
        int tenantAtWork();

        /** The most streams of events open at one service; each has a connection of its own. */
        @WithDefault("1000")
        int streams();

        /** How many requests may wait for a connection to one service. */
        @WithDefault("1000")
        int waiting();

        /** Shorter than the services keep an idle connection, so that none is used just as it is closed. */
        @WithDefault("20S")
        Duration idleTimeout();

        /** About how long a connection is used, so that instances that are new get their part of the requests. */
        @WithDefault("5S")
        Duration lifetime();

        @WithDefault("3S")
        Duration connectTimeout();

        /** How long a service may be silent; shorter than the gateway's own idle timeout. */
        @WithDefault("25S")
        Duration answerTimeout();
    }
}
