package se.tertial.report.delivery;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.tertial.report.delivery.Finished.Format;

/** What a client wants of a document: format, compression, and whether it has it already. */
final class Negotiation {

    private Negotiation() {}

    /**
     * An answer.
     *
     * @param body null if the client has it already (304)
     */
    record Answer(@Nullable ByteBuffer body, String tag, boolean gzip) {

        /** The body for the network, which reads it where it lies; null as the body is. */
        @Nullable
        Buffer buffer() {
            return body == null ? null : Buffer.buffer(Unpooled.wrappedBuffer(body));
        }
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

    static Answer answer(Finished document, @Nullable String acceptEncoding, @Nullable String ifNoneMatch) {
        boolean gzip = acceptEncoding != null && preference(acceptEncoding, "gzip", null) > 0;
        String tag = gzip ? document.gzipTag() : document.plainTag();
        if (ifNoneMatch != null && matches(ifNoneMatch, tag)) {
            return new Answer(null, tag, gzip);
        }
        return new Answer(gzip ? document.gzip() : document.plain(), tag, gzip);
    }

    static Map<String, String> headers(Finished document, Answer answer, boolean published) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ETag", answer.tag());
        headers.put("Vary", "Accept, Accept-Encoding, Authorization");
        headers.put("Cache-Control", published ? "public, no-cache" : "private, no-cache");
        headers.put("X-Content-Type-Options", "nosniff");
        if (document.contentSecurityPolicy() != null) {
            headers.put("Content-Security-Policy", document.contentSecurityPolicy());
            headers.put("Referrer-Policy", "no-referrer");
        }
        if (answer.body() != null) {
            headers.put("Content-Type", document.format().contentType());
            if (answer.gzip()) {
                headers.put("Content-Encoding", "gzip");
            }
        }
        return headers;
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
                try {
                    return new java.math.BigDecimal(piece.substring(2))
                            .movePointRight(3)
                            .intValue();
                } catch (NumberFormatException e) {
                    return 0;
                }
            }
        }
        return 1000;
    }
}
