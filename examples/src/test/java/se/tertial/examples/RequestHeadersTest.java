package se.tertial.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static se.tertial.examples.RawRequest.END;
import static se.tertial.examples.RawRequest.HIDDEN;
import static se.tertial.examples.RawRequest.TOKEN;
import static se.tertial.examples.RawRequest.UNIT;
import static se.tertial.examples.RawRequest.UNITS;
import static se.tertial.examples.RawRequest.WRITE;
import static se.tertial.examples.RawRequest.get;
import static se.tertial.examples.RawRequest.head;
import static se.tertial.examples.RawRequest.headers;
import static se.tertial.examples.RawRequest.refused;
import static se.tertial.examples.RawRequest.send;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers that no library would send, or that claim what only the gateway may say. */
@ExtendWith({Untouched.class, WellAfterEach.class})
class RequestHeadersTest {

    @ParameterizedTest(name = "{0}")
    @DisplayName("Headers that are doubled, doubtful or too many are refused; a host is one name")
    @MethodSource("headerFaults")
    void oddHeaders(RawRequest sent) throws IOException {
        sent.assertAnswered(sent.send());
    }

    static Stream<RawRequest> headerFaults() {
        return Stream.of(
                host("no host", "X-None: x", 400),
                host("two hosts", "Host: localhost\r\nHost: elsewhere", 400),
                host("two hosts in one", "Host: localhost, elsewhere", 400),
                host("an empty host", "Host: ", 400),
                host("a host with a user", "Host: localhost@elsewhere", 400),
                host("a host with a path", "Host: localhost/elsewhere", 400),
                host("a host with an escape", "Host: localhost%0d%0aX-Injected: x", 400),
                host("a host with a space", "Host: local host", 400),
                host("a host and a port that is none", "Host: localhost:port", 400),
                host("a host and a port beyond all", "Host: localhost:99999", 400),
                host("another host than those that are set", "Host: elsewhere.example:8443", 421),
                host("a space before the first header", " Host: localhost\r\nHost: localhost", 400),
                headers("a token twice", TOKEN, 400),
                refused(
                        "If-Match twice means either",
                        WRITE.replace(END + UNIT, "\r\nIf-Match: \"a\"\r\nIf-Match: \"b\"" + END + UNIT),
                        412),
                writing("a type twice", "Content-Type: text/plain", 400),
                writing("a key twice", "Idempotency-Key: a\r\nIdempotency-Key: b", 400),
                writing("an encoding twice", "Content-Encoding: identity\r\nContent-Encoding: gzip", 400),
                headers("an origin twice", "Origin: http://a.example\r\nOrigin: http://b.example", 400),
                headers("101 headers", "X-Many: 1\r\n".repeat(101) + "X-Last: 1", 431),
                headers("17 KB of headers", "X-Large: " + "x".repeat(17 * 1024), 431),
                headers("33 KB of headers", "X-Large: " + "x".repeat(33 * 1024), 431),
                headers("an accepted type 10 000 times", "Accept: " + "a/b,".repeat(10_000) + "*/*", 431),
                headers("an accepted type 3 000 times", "Accept: " + "a/b,".repeat(3_000) + "application/json", 200),
                headers("an accepted coding 3 000 times", "Accept-Encoding: " + "gzip,".repeat(3_000) + "gzip", 200),
                headers("a name that is none", "X(Y): z", 400),
                headers("the token is for one hop only", "Connection: Authorization", 401),
                headers("the host is for one hop only", "Connection: Host", 200),
                writing("the length is for one hop only", "Connection: Content-Length", 400),
                writing("an expectation that nobody knows is not met", "Expect: the-unexpected", 400),
                writing("a 100 that is waited for", "Expect: 100-continue", 400));
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("A header that claims something changes nothing of the answer and its links")
    @ValueSource(
            strings = {
                "X-Forwarded-For: 127.0.0.1",
                "X-Forwarded-Host: elsewhere.example",
                "X-Forwarded-Host: localhost, elsewhere.example",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Port: 8443",
                "X-Forwarded-Prefix: /elsewhere",
                "X-Forwarded-Ssl: on",
                "X-Forwarded-Server: elsewhere.example",
                "Forwarded: for=127.0.0.1;host=elsewhere.example;proto=https",
                "X-Host: elsewhere.example",
                "X-Real-IP: 127.0.0.1",
                "X-HTTP-Method-Override: DELETE",
                "X-HTTP-Method: DELETE",
                "X-Method-Override: DELETE",
                "X-Original-URL: /q/health",
                "X-Rewrite-URL: /q/health",
                "Connection: close, X-Forwarded-For",
                "Connection: Forwarded, X-Forwarded-Host",
                "Proxy-Authorization: Bearer x",
                "Range: bytes=0-1",
                "TE: trailers, chunked;q=0",
                "Trailer: Authorization",
                "Upgrade: h2c",
                "Max-Forwards: 0",
                "traceparent: 00-x%0d%0aX-Injected: x",
                "tracestate: x=%00"
            })
    void claim(String header) throws IOException {
        String list = UNITS + "?limit=2";
        Wire.Answer usual = send(get(list)).only();

        Wire.Answer answer = send(get(list, header)).only();

        assertEquals(200, answer.status(), answer.text());
        assertEquals(usual.body(), answer.body());
        assertEquals(usual.header("Link"), answer.header("Link"));
        assertFalse(answer.text().contains("Injected"), answer.text());
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("A method in a header is not the method")
    @ValueSource(strings = {"X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override", "_method"})
    void overriddenMethod(String header) throws IOException {
        assertEquals(
                405,
                send("POST " + HIDDEN + " HTTP/1.1\r\nHost: localhost\r\n" + TOKEN + "\r\n" + header
                                + ": PUT\r\nContent-Type: application/json\r\nContent-Length: " + UNIT.length() + END
                                + UNIT)
                        .only()
                        .status());
    }

    private static RawRequest host(String name, String headers, Integer... expected) {
        return refused(name, "GET " + UNITS + " HTTP/1.1\r\n" + headers + "\r\n" + TOKEN + END, expected);
    }

    /** A write that the service would refuse, so that it is seen what becomes of its headers. */
    private static RawRequest writing(String name, String headers, Integer... expected) {
        return refused(name, head(headers + "\r\nContent-Length: 2") + "{}", expected);
    }
}
