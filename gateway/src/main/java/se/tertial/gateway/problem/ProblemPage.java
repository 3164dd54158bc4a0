package se.tertial.gateway.problem;

import io.vertx.core.http.HttpServerRequest;
import java.math.BigDecimal;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What people who ask with a browser see of a problem: a page in Swedish. */
final class ProblemPage {

    /** The style of the gateway's own pages, and nothing else. */
    static final String CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final Set<String> READING = Set.of("GET", "HEAD");
    private static final int MOST_RANGES = 50;
    private static final Pattern QUALITY =
            Pattern.compile(";\\s*q=(0(?:\\.[0-9]{0,3})?|1(?:\\.0{0,3})?)\\s*(?:;|$)", Pattern.CASE_INSENSITIVE);

    private static final String PAGE =
            """
            <!DOCTYPE html>
            <html lang="sv">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <title>%1$s – Tertial</title>
              <link rel="icon" href="/favicon.svg" type="image/svg+xml">
              <link rel="stylesheet" href="/assets/tertial.css">
            </head>
            <body>
            <main class="column">
              <h1>%1$s</h1>
              <p>%2$s</p>
              <p><a href="/">Till startsidan</a></p>
              <p>Den som anmäler ett fel kan ange <code>%3$s</code>.</p>
            </main>
            </body>
            </html>
            """;

    private ProblemPage() {}

    /** Whether it depends on what is accepted. */
    static boolean isPossible(HttpServerRequest request) {
        return READING.contains(request.method().name());
    }

    /** Whether a page is what is asked for. Who takes anything is a program. */
    static boolean isWanted(HttpServerRequest request) {
        String accept = request.getHeader("Accept");
        return accept != null
                && isPossible(request)
                && quality(accept, "text/html")
                                .compareTo(quality(accept, "application/json")
                                        .max(quality(accept, "application/problem+json")))
                        > 0;
    }

    /** @param traceId of hexadecimal digits, as the gateway made or checked it */
    static String html(int status, String traceId) {
        return PAGE.formatted(heading(status), advice(status), traceId);
    }

    private static String heading(int status) {
        return switch (status) {
            case 404 -> "Sidan finns inte";
            case 401, 403 -> "Du kommer inte åt sidan";
            case 429 -> "För många förfrågningar";
            case 500, 502, 503, 504 -> "Sidan kan inte visas just nu";
            default -> "Adressen kan inte läsas";
        };
    }

    private static String advice(int status) {
        return switch (status) {
            case 404 -> "Kontrollera adressen.";
            case 401, 403 -> "Den som arbetar med rapporten behöver logga in.";
            case 429 -> "Vänta en stund och försök igen.";
            case 500, 502, 503, 504 -> "Försök igen om en stund.";
            default -> "Något i förfrågan är fel. Kontrollera adressen.";
        };
    }

    private static BigDecimal quality(String accept, String type) {
        BigDecimal exact = null;
        BigDecimal range = BigDecimal.ZERO;
        String group = type.substring(0, type.indexOf('/') + 1) + "*";
        for (String part : accept.split(",", MOST_RANGES + 1)) {
            int end = part.indexOf(';');
            String name = (end < 0 ? part : part.substring(0, end)).strip();
            if (name.equalsIgnoreCase(type)) {
                exact = quality(part);
            } else if (name.equals("*/*") || name.equalsIgnoreCase(group)) {
                range = range.max(quality(part));
            }
        }
        return exact == null ? range : exact;
    }

    private static BigDecimal quality(String part) {
        Matcher stated = QUALITY.matcher(part);
        return stated.find() ? new BigDecimal(stated.group(1)) : BigDecimal.ONE;
    }
}
