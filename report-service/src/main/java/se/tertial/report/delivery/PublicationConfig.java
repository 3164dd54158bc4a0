package se.tertial.report.delivery;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How documents are published and served. */
@ConfigMapping(prefix = "tertial.publications")
interface PublicationConfig {

    /** How long they are served from memory while no instance can hear whether they were superseded. */
    @WithDefault("10M")
    Duration unheard();

    /** A report is published within this, or not at all: shorter than what the gateway waits for. */
    @WithDefault("22S")
    Duration within();

    /** How many publications one report has at most, withdrawn ones too: each stays for good. */
    @WithDefault("200")
    int mostOfAReport();

    /** How many bytes what one administration has published takes at most: some thousands of large reports. */
    @WithDefault("2G")
    MemorySize mostOfAnAdministration();

    /** How many bytes what one municipality has published takes at most. */
    @WithDefault("8G")
    MemorySize mostOfAMunicipality();
}
