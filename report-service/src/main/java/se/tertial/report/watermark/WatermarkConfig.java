package se.tertial.report.watermark;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When a report is behind. */
@ConfigMapping(prefix = "tertial.watermarks")
interface WatermarkConfig {

    /** For how long the read model may not be known to have all of a service before drafts say so. */
    @WithDefault("10S")
    Duration patience();
}
