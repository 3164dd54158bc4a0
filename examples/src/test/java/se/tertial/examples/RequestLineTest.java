package se.tertial.examples;

import static se.tertial.examples.RawRequest.END;
import static se.tertial.examples.RawRequest.TOKEN;
import static se.tertial.examples.RawRequest.UNITS;
import static se.tertial.examples.RawRequest.headers;
import static se.tertial.examples.RawRequest.refused;
import static se.tertial.examples.RawRequest.silent;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** First lines that two readers could read in two ways, sent to the gateway of the running suite. */
@ExtendWith({Untouched.class, WellAfterEach.class})
class RequestLineTest {

    @ParameterizedTest(name = "{0}")
    @DisplayName("A request line that can be read in two ways is refused, and what is refused is never normalised")
    @MethodSource("requestLines")
    void oddRequestLine(RawRequest sent) throws IOException {
        sent.assertAnswered(sent.send());
    }

    static Stream<RawRequest> requestLines() {
        return Stream.of(
                target("absolute form", "http://localhost" + UNITS, 400),
                target("absolute form of another host", "http://elsewhere" + UNITS, 400),
                target("authority form", "localhost:80", 400),
                target("no path", "*", 400),
                target("no slash", UNITS.substring(1), 400),
                target("..", "/finance/v1/../../q/health", 400),
                target("last ..", UNITS + "/..", 400),
                target(".", "/finance/v1/." + UNITS, 400),
                target("%2e%2e", "/finance/v1/%2e%2e/%2e%2e/q/health", 400),
                target(".%2E", "/finance/v1/.%2E/report/v1/published-reports", 400),
                target("%252e%252e", "/finance/v1/%252e%252e/units", 400),
                target("%2f", "/finance/v1%2fmunicipalities", 400),
                target("%5c", UNITS + "%5chidden", 400),
                target("\\", UNITS + "\\hidden", 400),
                target(";x=y", UNITS + ";x=y", 400),
                target("; in the middle", "/finance/v1;x=y/municipalities/0580/administrations/vss/units", 400),
                target("%3b", UNITS + "%3bx=y", 400),
                target("// first", "/" + UNITS, 400),
                target("// in the middle", UNITS.replace("/v1/", "/v1//"), 400),
                target("%00", UNITS + "%00", 400),
                target("%0d%0a", UNITS + "%0d%0aX-Injected:%20x", 400),
                target("%", UNITS + "%", 400),
                target("%zz", UNITS + "%zz", 400),
                target("%u002e", UNITS + "%u002e", 400),
                target("overlong dots", "/finance/v1/%c0%ae%c0%ae/units", 400),
                target("overlong slash", UNITS + "%c0%afhidden", 400),
                target("overlong slash of three bytes", UNITS + "%e0%80%afhidden", 400),
                target("half a character", UNITS + "/%c3", 400),
                target("a surrogate", UNITS + "/%ed%a0%80", 400),
                target("fullwidth dots, escaped", "/finance/v1/%ef%bc%8e%ef%bc%8e/units", 404),
                target("fullwidth dots", "/finance/v1/\uff0e\uff0e/units", 400),
                target("a letter that is not escaped", UNITS + "/v\u00e5rd", 400),
                target("an escaped letter", UNITS.replace("units", "%75nits"), 400),
                target("a name in capitals", UNITS.replace("finance", "FINANCE"), 404),
                target("fragment", UNITS + "#x", 400),
                target("fragment in the query", UNITS + "?limit=2#x", 400),
                target("space", UNITS + " x", 400),
                target("tab", UNITS + "\tx", 400),
                target(
                        "a vertical tab before the version, which RFC 9112 lets a server take for the space",
                        UNITS + "\u000b",
                        200),
                target("NUL", UNITS + "\u0000", 400),
                target("malformed escape in the query", UNITS + "?limit=%", 400),
                target("9 KB", UNITS + "?filter=" + "x".repeat(9 * 1024), 414),
                target("5 KB", UNITS + "?filter=" + "x".repeat(5 * 1024), 414),
                silent("HTTP/0.9", "GET " + UNITS + "\r\n", 400),
                refused("HTTP/1.0 is answered", "GET " + UNITS + " HTTP/1.0\r\nHost: localhost\r\n" + TOKEN + END, 200),
                silent("HTTP/1.2", "GET " + UNITS + " HTTP/1.2\r\nHost: localhost" + END, 400),
                silent("HTTP/2.0 as text", "GET " + UNITS + " HTTP/2.0\r\nHost: localhost" + END, 400),
                silent("http in small letters", "GET " + UNITS + " http/1.1\r\nHost: localhost" + END, 400),
                silent("no version", "GET " + UNITS + " \r\nHost: localhost" + END, 400),
                silent("HTTP/2 with prior knowledge", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0", 400, 405),
                silent("TLS", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n", 400),
                headers(
                        "upgrade to HTTP/2 is not done",
                        "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__",
                        200),
                headers(
                        "upgrade to a websocket is not done",
                        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                        200),
                method("CONNECT", 405),
                refused(
                        "CONNECT to another host",
                        "CONNECT elsewhere:443 HTTP/1.1\r\nHost: elsewhere:443" + END,
                        400,
                        405),
                method("TRACE", 405),
                method("TRACK", 405),
                method("PROPFIND", 405),
                method("DEBUG", 405),
                method("get", 405),
                method("G\u0000ET", 400, 405),
                method("X".repeat(200), 405));
    }

    private static RawRequest target(String name, String target, Integer... expected) {
        return refused(
                name,
                "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + TOKEN + "\r\nConnection: close" + END,
                expected);
    }

    private static RawRequest method(String method, Integer... expected) {
        return refused(
                "method " + method.substring(0, Math.min(10, method.length())).replace('\0', '0'),
                method + " " + UNITS + " HTTP/1.1\r\nHost: localhost\r\n" + TOKEN + "\r\nConnection: close" + END,
                expected);
    }
}
