package se.tertial.kit.trace;

import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A step of a trace (W3C Trace Context): what a request is called by everyone who has a part in serving it.
 *
 * @param traceId names all that one request causes, anywhere: 32 hexadecimal digits
 * @param spanId  names this step of it: 16 hexadecimal digits
 * @param flags   what the caller does with traces, as two hexadecimal digits
 */
public record Trace(String traceId, String spanId, String flags) {

    /** The header that carries it. */
    public static final String HEADER = "traceparent";

    private static final Pattern FORM = Pattern.compile(
            "(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.{0,200})?");
    private static final String CURRENT = Trace.class.getName();

    /** Sampled and random; what else a flag may mean is not known, and is not passed on. */
    private static final int KNOWN_FLAGS = 0b11;

    /** The step of the request that is being served; empty where none is. */
    public static Optional<Trace> current() {
        Context context = Vertx.currentContext();
        return context != null && VertxContext.isDuplicatedContext(context)
                ? Optional.ofNullable(context.getLocal(CURRENT))
                : Optional.empty();
    }

    /** The step of a request with these headers: the next of the trace that its caller names, or the first of a new one. */
    public static Trace of(MultiMap headers) {
        return following(headers.getAll(HEADER)).orElseGet(Trace::begun);
    }

    /** The next step of the trace that a caller names; empty if the caller names none, or names it wrongly. */
    static Optional<Trace> following(List<String> headers) {
        Matcher header = FORM.matcher(headers.size() == 1 ? headers.get(0) : "");
        boolean valid =
                header.matches() && (header.group(5) == null || !header.group(1).equals("00"));
        return valid ? Optional.of(new Trace(header.group(2), random(), flags(header.group(4)))) : Optional.empty();
    }

    /** The first step of a new trace. */
    static Trace begun() {
        return new Trace(random() + random(), random(), "00");
    }

    /** The value of the header that names this step. */
    public String header() {
        return "00-" + traceId + "-" + spanId + "-" + flags;
    }

    void makeCurrent() {
        Context context = Vertx.currentContext();
        if (context != null && VertxContext.isDuplicatedContext(context)) {
            context.putLocal(CURRENT, this);
        }
    }

    private static String flags(String stated) {
        return HexFormat.of().toHexDigits((byte) (Integer.parseInt(stated, 16) & KNOWN_FLAGS));
    }

    /** Sixteen hexadecimal digits, never all zeros, which name nothing. */
    private static String random() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong() | 1);
    }
}
