package se.tertial.gateway.admission;

import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import se.tertial.gateway.problem.Problem;
import se.tertial.language.Message;

/**
 * What a request must look like before anything is done with it. Whatever a proxy and a service could read in two ways is
 * refused instead of normalised.
 */
@Singleton
final class RequestForm {

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE");
    private static final Pattern HOST =
            Pattern.compile("([A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]{2,45}])(:[0-9]{1,5})?");

    /** Headers of one value, which two readers could take from different lines. */
    private static final List<String> SINGLE = List.of(
            "Authorization",
            "Content-Type",
            "Content-Encoding",
            "Expect",
            "Idempotency-Key",
            "Last-Event-ID",
            "Origin");

    private final RequestLimits limits;
    private final long largestBody;

    RequestForm(
            RequestLimits limits, @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize largestBody) {
        this.limits = limits;
        this.largestBody = largestBody.asLongValue();
    }

    /** What is wrong with the request, if anything; the size only as far as it is announced. */
    Optional<Problem> fault(HttpServerRequest request) {
        if (request.version() != HttpVersion.HTTP_1_1 && request.version() != HttpVersion.HTTP_1_0) {
            return Optional.of(Problem.unreadable(Message.of("The request is not of HTTP/1.1.")));
        }
        if (!METHODS.contains(request.method().name())) {
            return Optional.of(Problem.methodNotAllowed("GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE"));
        }
        if (request.uri().length() > limits.target()) {
            return Optional.of(Problem.tooLongTarget(limits.target()));
        }
        return headersFault(request.headers())
                .or(() ->
                        targetFault(request.uri()).or(() -> hostFault(request)).map(Problem::unreadable))
                .or(() -> isForThis(request) ? Optional.empty() : Optional.of(Problem.otherHost()))
                .or(() -> bodyFault(request));
    }

    /** What is wrong with a request target: its path as it was sent, undecoded. */
    static Optional<Message> targetFault(String target) {
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        if (!path.startsWith("/")) {
            return Optional.of(Message.of("The request target is not a path."));
        }
        if (path.contains("//") || path.contains("..") || path.contains("/./") || path.endsWith("/.")) {
            return Optional.of(Message.of("The path has an empty or a dot segment."));
        }
        for (int i = 0; i < path.length(); i++) {
            char character = path.charAt(i);
            if (character == '%') {
                if (!isPlainEscape(path, i)) {
                    return Optional.of(
                            Message.of(
                                    "The path has an escape that is malformed, or that hides a separator, a dot, a letter or a digit."));
                }
            } else if (character <= ' ' || character >= 0x7f || "\\;#\"<>^`{|}".indexOf(character) >= 0) {
                return Optional.of(Message.of("The path has a character that a path may not have."));
            }
        }
        return query < 0 ? Optional.empty() : queryFault(target.substring(query + 1));
    }

    /** A query is read by the service alone, so it may hold anything that can be read in one way. */
    private static Optional<Message> queryFault(String query) {
        for (int i = 0; i < query.length(); i++) {
            char character = query.charAt(i);
            if (character == '%') {
                if (decoded(query, i) < 0) {
                    return Optional.of(Message.of("The query has a malformed escape."));
                }
            } else if (character <= ' ' || character >= 0x7f || character == '#') {
                return Optional.of(Message.of("The query has a character that must be escaped."));
            }
        }
        return Optional.empty();
    }

    private static boolean isPlainEscape(String path, int percent) {
        int decoded = decoded(path, percent);
        // A letter or digit needs no escape: it would only hide which address is meant.
        return decoded >= ' ' && decoded != 0x7f && "/\\.;%".indexOf(decoded) < 0 && !isLetterOrDigit(decoded);
    }

    private static boolean isLetterOrDigit(int character) {
        return character < 0x80 && Character.isLetterOrDigit(character);
    }

    /** What an escape stands for; negative if it is none. */
    private static int decoded(String text, int percent) {
        if (percent + 2 >= text.length()) {
            return -1;
        }
        int high = Character.digit(text.charAt(percent + 1), 16);
        int low = Character.digit(text.charAt(percent + 2), 16);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }

    private Optional<Problem> headersFault(MultiMap headers) {
        long bytes = 0;
        int count = 0;
        for (Map.Entry<String, String> header : headers) {
            bytes += header.getKey().length() + header.getValue().length();
            count++;
        }
        if (count > limits.headers() || bytes > limits.headerBytes().asLongValue()) {
            return Optional.of(Problem.tooManyHeaders(
                    limits.headers(), limits.headerBytes().asLongValue()));
        }
        if (headers.contains("")) {
            return Optional.of(Problem.ambiguous(Message.of("There is a header without a name.")));
        }
        return SINGLE.stream()
                .filter(name -> headers.getAll(name).size() > 1)
                .findFirst()
                .map(name -> Problem.unreadable(Message.of("There is more than one {0} header.", name)));
    }

    private static Optional<Message> hostFault(HttpServerRequest request) {
        List<String> hosts = request.headers().getAll("Host");
        return hosts.size() == 1 && HOST.matcher(hosts.get(0)).matches() && request.authority() != null
                ? Optional.empty()
                : Optional.of(Message.of("The request needs one Host header that names a host."));
    }

    private boolean isForThis(HttpServerRequest request) {
        return limits.hosts()
                .map(hosts -> hosts.contains(request.authority().host().toLowerCase(Locale.ROOT)))
                .orElse(true);
    }

    private Optional<Problem> bodyFault(HttpServerRequest request) {
        MultiMap headers = request.headers();
        List<String> encodings = headers.getAll("Transfer-Encoding");
        List<String> lengths = headers.getAll("Content-Length");
        boolean chunked = encodings.equals(List.of("chunked"));
        if ((!encodings.isEmpty() && (!chunked || !lengths.isEmpty())) || lengths.size() > 1) {
            return Optional.of(Problem.ambiguous(
                    Message.of("The length of the body is stated in a way that cannot be relied on.")));
        }
        long length;
        try {
            length = lengths.isEmpty() ? 0 : Long.parseLong(lengths.get(0));
        } catch (NumberFormatException e) {
            return Optional.of(Problem.ambiguous(Message.of("The Content-Length is not a number.")));
        }
        if (length > largestBody) {
            return Optional.of(Problem.tooLarge(largestBody));
        }
        boolean reading =
                request.method().name().equals("GET") || request.method().name().equals("HEAD");
        if (reading && (chunked || length != 0)) {
            return Optional.of(Problem.unreadable(Message.of("A request of this method has no body.")));
        }
        String coding = headers.get("Content-Encoding");
        return coding == null || coding.equalsIgnoreCase("identity")
                ? Optional.empty()
                : Optional.of(Problem.encoded());
    }
}
