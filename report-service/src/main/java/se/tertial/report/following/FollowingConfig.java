package se.tertial.report.following;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How many may follow reports through one instance, and how often they are told something. */
@ConfigMapping(prefix = "tertial.following")
interface FollowingConfig {

    /**
     * The most streams of those who may read drafts, and the most of those who may read only what is published. One municipality's
     * take up to half of them, one client's an eighth.
     */
    @WithDefault("600")
    int most();

    /** How often an instance asks the database, once for all who listen, whether something changed. */
    @WithDefault("1S")
    Duration look();

    /** How long a stream is silent at most: shorter than what a proxy between waits for. */
    @WithDefault("10S")
    Duration heartbeat();
}
