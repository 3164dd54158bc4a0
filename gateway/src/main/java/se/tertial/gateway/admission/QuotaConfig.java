package se.tertial.gateway.admission;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How often a client may ask. Counted by each gateway process for itself. */
@ConfigMapping(prefix = "tertial.gateway.rate-limit")
interface QuotaConfig {

    @WithDefault("true")
    boolean enabled();

    /** How many requests a client may make at once after a pause. */
    @WithDefault("400")
    long burst();

    /** How many requests a client may make in each period, evenly. */
    @WithDefault("100")
    long requests();

    @WithDefault("1S")
    Duration period();

    /** How many clients are remembered; those not seen for the longest are forgotten first. */
    @WithDefault("50000")
    long clients();
}
