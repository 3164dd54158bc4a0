package se.tertial.report.delivery;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A link that opens a draft in a browser. */
@Schema(
        name = "DraftLink",
        description =
                "A link that opens a draft in a browser: once, within a minute, and nothing else. Whoever has it needs no token.")
record DraftLink(
        @Schema(
                        description = "What to open.",
                        examples =
                                "https://kommun.example/report/v1/municipalities/0580/administrations/vss/reports/2021-08/draft?link=c2VjcmV0LW9mLXRoaXJ0eS10d28tYnl0ZXMtZXhhY3Q")
                String href,
        @Schema(description = "Until when it can be opened (UTC).") Instant expiresAt) {}
