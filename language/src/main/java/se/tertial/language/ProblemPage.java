package se.tertial.language;

import java.math.BigDecimal;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What people who ask with a browser see of a problem: a page in Swedish, of the gateway and of the services behind it alike. Its
 * style is the one that the gateway serves.
 */
public final class ProblemPage {

    public static final String CONTENT_TYPE = "text/html; charset=utf-8";

    /** The style of the gateway's own pages, and nothing else. */
    public static final String CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final Set<String> READING = Set.of("GET", "HEAD");
    private static final int MOST_RANGES = 50;
    private static final Pattern STATED = Pattern.compile(";\\s*q=([^;]*)", Pattern.CASE_INSENSITIVE);

    /** As RFC 9110 has it. */
    private static final Pattern QUALITY = Pattern.compile("0(?:\\.[0-9]{0,3})?|1(?:\\.0{0,3})?");

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
            %3$s  <p><a href="/">Till startsidan</a></p>
            %4$s</main>
            </body>
            </html>
            """;
    private static final String TRACE =
            """
              <p>Den som anmäler ett fel kan ange <code>%s</code>.</p>
            """;
    private static final String LATEST =
            """
              <p><a href="%s">Läs det som gäller nu</a></p>
            """;

    private ProblemPage() {}

    /** Whether it depends on what is accepted. */
    public static boolean isPossible(String method) {
        return READING.contains(method);
    }

    /**
     * Whether a page is what is asked for. Who takes anything is a program, and so is who prefers HTML but does not name XHTML:
     * browsers do, and Java's {@code HttpURLConnection}, which asks for HTML first unless it is told otherwise, does not.
     */
    public static boolean isWanted(String method, @Nullable String accept) {
        return accept != null
                && isPossible(method)
                && isNamed(accept, "application/xhtml+xml")
                && quality(accept, "text/html")
                                .compareTo(quality(accept, "application/json")
                                        .max(quality(accept, "application/problem+json")))
                        > 0;
    }

    /** The page of a problem that its status says enough of. */
    public static String html(int status, @Nullable String traceId) {
        return html(status, null, null, traceId);
    }

    /**
     * The page of a problem.
     *
     * @param detail  what is wrong this time, in Swedish; null for what the status means to a reader
     * @param latest  where to read what holds now instead; null if there is nothing
     * @param traceId what to name when asking for help; null if there is none
     */
    public static String html(int status, @Nullable String detail, @Nullable String latest, @Nullable String traceId) {
        return PAGE.formatted(
                heading(status),
                detail == null ? advice(status) : escaped(detail),
                latest == null ? "" : LATEST.formatted(escaped(latest)),
                traceId == null ? "" : TRACE.formatted(escaped(traceId)));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String heading(int status) {
        return switch (status) {
            case 404 -> "Sidan finns inte";
            case 410 -> "Sidan finns inte kvar";
            case 401, 403 -> "Du kommer inte åt sidan";
            case 429 -> "För många förfrågningar";
            case 500, 502, 503, 504 -> "Sidan kan inte visas just nu";
            default -> "Adressen kan inte läsas";
        };
    }

    private static String advice(int status) {
        return switch (status) {
            case 404 -> "Kontrollera adressen.";
            case 410 -> "Det som fanns här har dragits tillbaka.";
            case 401, 403 -> "Den som arbetar med rapporten behöver logga in.";
            case 429 -> "Vänta en stund och försök igen.";
            case 500, 502, 503, 504 -> "Försök igen om en stund.";
            default -> "Något i förfrågan är fel. Kontrollera adressen.";
        };
    }

    private static boolean isNamed(String accept, String type) {
        BigDecimal named = named(accept, type);
        return named != null && named.signum() > 0;
    }

    private static BigDecimal quality(String accept, String type) {
        BigDecimal named = named(accept, type);
        if (named != null) {
            return named;
        }
        BigDecimal range = BigDecimal.ZERO;
        String group = type.substring(0, type.indexOf('/') + 1) + "*";
        for (String part : accept.split(",", MOST_RANGES + 1)) {
            String name = name(part);
            if (name.equals("*/*") || name.equalsIgnoreCase(group)) {
                range = range.max(quality(part));
            }
        }
        return range;
    }

    /** The quality of a type that is named, and not only meant by a range; null if it is not. */
    private static @Nullable BigDecimal named(String accept, String type) {
        BigDecimal named = null;
        for (String part : accept.split(",", MOST_RANGES + 1)) {
            if (name(part).equalsIgnoreCase(type)) {
                named = quality(part);
            }
        }
        return named;
    }

    private static String name(String part) {
        int end = part.indexOf(';');
        return (end < 0 ? part : part.substring(0, end)).strip();
    }

    private static BigDecimal quality(String part) {
        Matcher stated = STATED.matcher(part);
        if (!stated.find()) {
            return BigDecimal.ONE;
        }
        String quality = stated.group(1).strip();
        // By its form first: the number 1e9999999 alone would take a thread for seconds.
        return QUALITY.matcher(quality).matches() ? new BigDecimal(quality) : BigDecimal.ZERO;
    }
}
