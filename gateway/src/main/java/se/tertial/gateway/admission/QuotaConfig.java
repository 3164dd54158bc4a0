package se.tertial.gateway.admission;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** How often may be asked. Counted by each gateway process for itself, in its share of the whole. */
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

    /** How many gateways share the load: each allows that part of every number of requests, so that together they keep it. */
    @WithDefault("1")
    int instances();

    /** How many tokens that turn out to be none are looked at for each network in a minute. */
    @WithDefault("60")
    long failures();

    /** How many requests of a client may be under way; fewer than the connections to a service, so that none takes them all. */
    @WithDefault("32")
    int atOnce();

    /** How many streams of events a client may have open. */
    @WithDefault("200")
    int streams();

    /** All who ask about one tenant. */
    Tenant tenant();

    /** All who ask about one tenant: those whose token names it, those whose token does not, and strangers, each of these together. */
    interface Tenant {

        /** Where a path names the tenant: the first group; without it there are no tenants. */
        Optional<Pattern> path();

        /** The claim in which services find grants, and which names tenants; one within another with a slash. */
        String claim();

        /** How many times a client's quota. */
        @WithDefault("10")
        int clients();
    }
}
