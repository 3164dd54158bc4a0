package se.tertial.gateway.admission;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import se.tertial.gateway.refusal.Refusal;

/**
 * What a request must look like before anything is done with it. Whatever a proxy and a service could read in two ways is
 * refused instead of normalised.
 */
final class RequestForm {

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE");
    private static final Pattern HOST =
            Pattern.compile("([A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]{2,45}])(:[0-9]{1,5})?");

    private RequestForm() {}

    /** What is wrong with the request, if anything; the size only as far as it is announced. */
    static Optional<Refusal> fault(HttpServerRequest request, long largestBody) {
        if (!METHODS.contains(request.method().name())) {
            return Optional.of(Refusal.methodNotAllowed("GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE"));
        }
        return targetFault(request.uri())
                .or(() -> hostFault(request))
                .map(Refusal::unreadable)
                .or(() -> bodyFault(request, largestBody));
    }

    /** What is wrong with a request target: its path as it was sent, undecoded. */
    static Optional<String> targetFault(String target) {
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        if (!path.startsWith("/")) {
            return Optional.of("The request target is not a path.");
        }
        if (path.contains("//") || path.contains("..") || path.contains("/./") || path.endsWith("/.")) {
            return Optional.of("The path has an empty or a dot segment.");
        }
        for (int i = 0; i < path.length(); i++) {
            char character = path.charAt(i);
            if (character == '%') {
                if (!isPlainEscape(path, i)) {
                    return Optional.of("The path has an escape that is malformed, or that hides a separator or a dot.");
                }
            } else if (character <= ' ' || character >= 0x7f || "\\;#\"<>^`{|}".indexOf(character) >= 0) {
                return Optional.of("The path has a character that a path may not have.");
            }
        }
        return Optional.empty();
    }

    private static boolean isPlainEscape(String path, int percent) {
        if (percent + 2 >= path.length()) {
            return false;
        }
        int high = Character.digit(path.charAt(percent + 1), 16);
        int low = Character.digit(path.charAt(percent + 2), 16);
        int decoded = high * 16 + low;
        return high >= 0 && low >= 0 && decoded >= ' ' && decoded != 0x7f && "/\\.;%".indexOf(decoded) < 0;
    }

    private static Optional<String> hostFault(HttpServerRequest request) {
        List<String> hosts = request.headers().getAll("Host");
        return hosts.size() == 1 && HOST.matcher(hosts.get(0)).matches() && request.authority() != null
                ? Optional.empty()
                : Optional.of("The request needs one Host header that names a host.");
    }

    private static Optional<Refusal> bodyFault(HttpServerRequest request, long largest) {
        MultiMap headers = request.headers();
        List<String> encodings = headers.getAll("Transfer-Encoding");
        List<String> lengths = headers.getAll("Content-Length");
        boolean chunked = encodings.equals(List.of("chunked"));
        if ((!encodings.isEmpty() && (!chunked || !lengths.isEmpty())) || lengths.size() > 1) {
            return Optional.of(
                    Refusal.unreadable("The length of the body is stated in a way that cannot be relied on."));
        }
        long length;
        try {
            length = lengths.isEmpty() ? 0 : Long.parseLong(lengths.get(0));
        } catch (NumberFormatException e) {
            return Optional.of(Refusal.unreadable("The Content-Length is not a number."));
        }
        if (length > largest) {
            return Optional.of(Refusal.tooLarge(largest));
        }
        boolean reading =
                request.method().name().equals("GET") || request.method().name().equals("HEAD");
        return reading && (chunked || length != 0)
                ? Optional.of(Refusal.unreadable("A request of this method has no body."))
                : Optional.empty();
    }
}
