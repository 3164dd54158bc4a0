package se.tertial.report.delivery;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import se.tertial.report.delivery.EncodedDocument.Format;
import se.tertial.report.delivery.EncodedDocument.Header;
import se.tertial.report.delivery.EncodedDocument.Representation;

/** What a client wants of a document: format, compression, and whether it has it already. */
final class Negotiation {

    private static final CharSequence PUBLIC = HttpHeaders.createOptimized("public, no-cache");
    private static final CharSequence PRIVATE = HttpHeaders.createOptimized("private, no-cache");

    /** As RFC 9110 has it. */
    private static final Pattern QUALITY = Pattern.compile("q=(0(\\.[0-9]{0,3})?|1(\\.0{0,3})?)");

    private static final int MOST_TAGS = 50;

    private Negotiation() {}

    /** An answer: a representation, or that the client has it already (304). */
    record Answer(Representation representation, boolean notModified) {

        List<Header> headers() {
            return notModified ? representation.headersNotModified() : representation.headers();
        }

        /** The body for the network, which reads it where it lies. */
        @SuppressWarnings("deprecation") // it moves to where Vert.x keeps what is its own
        Buffer body() {
            return Buffer.buffer(Unpooled.wrappedBuffer(representation.bytes()));
        }
    }

    /** Who may keep it, and that nobody uses what is kept without asking. */
    static CharSequence cacheControl(boolean published) {
        return published ? PUBLIC : PRIVATE;
    }

    /**
     * What is said of a published document that may have been superseded: how long nobody has known, as a cache would say it.
     *
     * @param age the seconds; 0 if it is the latest
     */
    static List<Header> age(long age) {
        return age == 0
                ? List.of()
                : List.of(
                        new Header("Age", Long.toString(age)),
                        new Header("Cache-Status", "report; hit; ttl=-" + age + "; detail=unheard"));
    }

    /** The format: what the parameter names, else what Accept prefers, else JSON; null if neither can be served. */
    static @Nullable Format format(@Nullable String parameter, @Nullable String accept) {
        if (parameter != null) {
            return switch (parameter) {
                case "json" -> Format.JSON;
                case "html" -> Format.HTML;
                default -> null;
            };
        }
        if (accept == null || accept.equals("*/*")) {
            return Format.JSON;
        }
        int json = preference(accept, "application", "json");
        int html = preference(accept, "text", "html");
        if (json == 0 && html == 0) {
            return null;
        }
        return html > json ? Format.HTML : Format.JSON;
    }

    static Answer answer(EncodedDocument document, @Nullable String acceptEncoding, @Nullable String ifNoneMatch) {
        boolean gzip = acceptEncoding != null
                && (acceptEncoding.equals("gzip") || preference(acceptEncoding, "gzip", null) > 0);
        Representation representation = gzip ? document.gzip() : document.plain();
        return new Answer(representation, ifNoneMatch != null && matches(ifNoneMatch, representation.tag()));
    }

    private static boolean matches(String ifNoneMatch, String tag) {
        if (ifNoneMatch.equals(tag) || ifNoneMatch.equals("*")) {
            return true;
        }
        for (String one : ifNoneMatch.split(",", -1)) {
            String candidate = one.strip();
            if (candidate.equals(tag)
                    || (candidate.startsWith("W/") && candidate.substring(2).equals(tag))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a client that states what it has read (RFC 9110, 13.1.1) means one of the tags. A weak tag is none of them. */
    static boolean isStated(String ifMatch, Set<String> tags) {
        return ifMatch.strip().equals("*")
                || Arrays.stream(ifMatch.split(",", MOST_TAGS))
                        .map(String::strip)
                        .anyMatch(tags::contains);
    }

    /** How much a header wants something, in thousandths; 0 for not at all. A subtype of null means a plain token. */
    private static int preference(String header, String type, @Nullable String subtype) {
        int exact = -1;
        int range = -1;
        for (String part : header.split(",", 50)) {
            String[] pieces = part.strip().split(";", 10);
            String name = pieces[0].strip();
            int quality = quality(pieces);
            if (name.equalsIgnoreCase(subtype == null ? type : type + "/" + subtype)) {
                exact = quality;
            } else if (name.equals(subtype == null ? "*" : "*/*")
                    || (subtype != null && name.equalsIgnoreCase(type + "/*"))) {
                range = Math.max(range, quality);
            }
        }
        return Math.max(0, exact >= 0 ? exact : range);
    }

    private static int quality(String[] pieces) {
        for (int index = 1; index < pieces.length; index++) {
            String piece = pieces[index].strip();
            if (piece.startsWith("q=")) {
                // By its form first: the number 1e9999999 alone would take a thread for seconds.
                return QUALITY.matcher(piece).matches()
                        ? new BigDecimal(piece.substring(2)).movePointRight(3).intValue()
                        : 0;
            }
        }
        return 1000;
    }
}
