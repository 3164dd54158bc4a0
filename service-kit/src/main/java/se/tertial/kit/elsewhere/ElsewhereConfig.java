package se.tertial.kit.elsewhere;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which registers of other services this one follows: topics. */
@ConfigMapping(prefix = "tertial.elsewhere")
interface ElsewhereConfig {

    /** The register of administrations, which all rows belong to. */
    Optional<String> administrations();

    /** The registers of what rows name besides. */
    Optional<List<String>> others();

    /** All of them; none in a service that names nothing of others. */
    default Set<String> registers() {
        Set<String> registers = new TreeSet<>(others().orElse(List.of()));
        administrations().ifPresent(registers::add);
        return registers;
    }
}
