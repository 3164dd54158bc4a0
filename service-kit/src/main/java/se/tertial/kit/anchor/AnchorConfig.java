package se.tertial.kit.anchor;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How audit trails are anchored. */
@ConfigMapping(prefix = "tertial.audit-anchors")
interface AnchorConfig {

    /** The Ed25519 key that signs, as PEM (PKCS 8); without it nothing is anchored. */
    Optional<String> privateKey();

    /** Whose signatures are believed, as PEM, one after the other: the key that signs, and those that did. */
    Optional<String> publicKeys();

    /** How often; a trail that did not change is not anchored again. */
    @WithDefault("10M")
    Duration every();

    /** How long, each time that the anchors are read on, signatures are checked before those that matter now are looked for. */
    @WithDefault("2S")
    Duration checking();
}
