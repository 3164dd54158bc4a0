package se.tertial.gateway.pages;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** What the pages link to. */
@ConfigMapping(prefix = "tertial.gateway.pages")
interface PageConfig {

    /** The path of the list of published documents, at one of the services; without it the start page shows none. */
    Optional<String> publications();

    /** Where a weakness is reported: a mailto or https address. */
    String securityContact();
}
