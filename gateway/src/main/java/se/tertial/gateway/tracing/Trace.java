package se.tertial.gateway.tracing;

import io.vertx.core.http.HttpServerRequest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A step of a trace (W3C Trace Context). The services follow the same rules with a class of their own: the gateway shares
 * nothing with them but HTTP.
 *
 * @param traceId names all that one request causes, anywhere: 32 hexadecimal digits
 * @param spanId  names this step of it: 16 hexadecimal digits
 * @param flags   what the caller does with traces, as two hexadecimal digits
 */
public record Trace(String traceId, String spanId, String flags) {

    static final String HEADER = "traceparent";

    private static final Pattern FORM = Pattern.compile(
            "(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.{0,200})?");

    /** Sampled and random; what else a flag may mean is not known, and is not passed on. */
    private static final int KNOWN_FLAGS = 0b11;

    /** The trace id of a request, also of one that could not be read far enough for {@link Tracing} to see it. */
    public static String id(HttpServerRequest request) {
        if (!request.response().headers().contains(HEADER)) {
            Tracing.trace(request);
        }
        return request.getHeader(HEADER).substring(3, 35);
    }

    /** The next step of the trace that a caller names; empty if the caller names none, or names it wrongly. */
    static Optional<Trace> following(List<String> headers) {
        Matcher header = FORM.matcher(headers.size() == 1 ? headers.get(0) : "");
        boolean valid =
                header.matches() && (header.group(5) == null || !header.group(1).equals("00"));
        return valid ? Optional.of(new Trace(header.group(2), random(8), flags(header.group(4)))) : Optional.empty();
    }

    /** The first step of a new trace. */
    static Trace begun() {
        return new Trace(random(16), random(8), "00");
    }

    String header() {
        return "00-" + traceId + "-" + spanId + "-" + flags;
    }

    private static String flags(String stated) {
        return HexFormat.of().toHexDigits((byte) (Integer.parseInt(stated, 16) & KNOWN_FLAGS));
    }

    private static String random(int bytes) {
        byte[] id = new byte[bytes];
        ThreadLocalRandom.current().nextBytes(id);
        id[0] |= 1; // never all zeros, which names nothing
        return HexFormat.of().formatHex(id);
    }
}
