package se.tertial.report.watermark;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A service whose changes are not all in the read model, or of which that is not known. */
@Schema(
        name = "BehindService",
        description = "A service whose acknowledged changes are perhaps not all in the draft, and since when.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Behind(
        @Schema(description = "The service.", examples = "finance-service") String service,
        @Schema(description = "Why.") Cause cause,
        @Schema(
                        description =
                                "Every change that it acknowledged before this is in the draft (UTC); absent if that was never known.")
                @Nullable
                Instant since,
        @Schema(
                        description =
                                "How many of its changes, of all municipalities, had not been sent when it was last heard of.",
                        examples = "3",
                        minimum = "0")
                @Nullable
                Long unsent) {

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern(
                    "'den' d MMMM uuuu 'klockan' HH.mm", Locale.forLanguageTag("sv"))
            .withZone(ZoneId.of("Europe/Stockholm"));

    private static final Map<String, String> OF_WHAT = Map.of(
            "finance-service", "av ekonomin",
            "indicators-service", "av nyckeltal",
            "goals-service", "av mål, uppdrag och planer");

    /** Why something may be missing. */
    @Schema(
            name = "BehindCause",
            description =
                    "SILENT: the service, or Kafka, is not heard of; UNSENT: it has changes that are not sent; UNREAD: they are sent, and"
                            + " not read yet.")
    public enum Cause {
        SILENT,
        UNSENT,
        UNREAD
    }

    /** For the readers of a draft, the same on every instance until it changes. */
    public String inSwedish() {
        String ofWhat = OF_WHAT.getOrDefault(service, "från " + service);
        return since == null
                ? "Ändringar %s kan saknas.".formatted(ofWhat)
                : "Ändringar %s efter %s kan saknas.".formatted(ofWhat, MINUTE.format(since));
    }

    /** All that a draft says of it, or an empty text. */
    public static String text(List<Behind> behind) {
        return behind.stream().map(Behind::inSwedish).collect(Collectors.joining("\n"));
    }
}
