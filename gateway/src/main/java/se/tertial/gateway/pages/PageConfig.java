package se.tertial.gateway.pages;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** What the pages link to. */
@ConfigMapping(prefix = "tertial.gateway.pages")
interface PageConfig {

    /** The path of the list of published documents, at one of the services; without it the start page shows none. */
    Optional<String> publications();

    /** Where a weakness is reported: a mailto or https address. */
    String securityContact();

    /** Whom the documentation may be tried as; never set in production. */
    Optional<Demo> demo();

    /** An issuer that signs a token for whoever asks. */
    interface Demo {

        /** Where it answers {@code GET ?user=…} with a token. */
        String tokens();

        /** The demo users it knows; no other is asked for. */
        List<String> users();
    }
}
