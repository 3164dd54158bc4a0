package se.tertial.gateway.crossorigin;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Whose pages may call the APIs. */
@ConfigMapping(prefix = "tertial.gateway.cors")
interface CrossOriginConfig {

    /** Each as a browser names it, such as {@code https://intranet.kommun.example}; no wildcards. */
    Optional<Set<String>> origins();

    /** How long a browser may remember the answer to a preflight. */
    @WithDefault("1H")
    Duration remember();
}
