package se.tertial.examples;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What no library would send, byte by byte to the gateway of the running suite: lines, lengths and headers that two readers could
 * read in two ways. After each the suite is well, and after all of them nothing is stored that was not before.
 */
class WireTest {

    private static final String UNITS = "/finance/v1/municipalities/0580/administrations/vss/units";
    private static final String HIDDEN = UNITS + "/hidden";
    private static final String UNIT =
            "{\"unitId\":\"hidden\",\"name\":\"Dold\",\"order\":1,\"contribution\":\"ADDITIVE\",\"placements\":[{\"validFrom\":\"2021-01-01\"}]}";
    private static final String END = "\r\n\r\n";
    private static final String TOKEN = "Authorization: Bearer {token}";

    /** A write that would be done if anything took it for a request of its own; {@link #hiddenWriteWouldBeDone()}. */
    private static final String WRITE = "PUT " + HIDDEN + " HTTP/1.1\r\nHost: localhost\r\n" + TOKEN
            + "\r\nContent-Type: application/json\r\nContent-Length: " + UNIT.length() + END + UNIT;

    /** How long that is with the token in it, which is known only when it is sent. */
    private static final String WRITE_LENGTH = "{write}";

    private static final Pattern INSIDE =
            Pattern.compile("Exception|java\\.|io\\.|org\\.|\\bat [a-z]+\\.|SQL|select |Quarkus|Vert\\.x|Netty");

    private static final int LARGEST_BODY = 20 * 1024 * 1024;

    private static RunningExample suite;
    private static Map<String, String> before;

    /**
     * Something to be sent.
     *
     * @param name     what is odd about it
     * @param request  its text, in which {@code {token}} stands for a token that may write
     * @param expected the statuses that are right
     * @param silence  whether to be closed without an answer is right too, as it is for what is no HTTP/1.1
     */
    record Case(String name, String request, Set<Integer> expected, boolean silence) {

        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    static void start() throws IOException {
        suite = RunningExample.shared();
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            before = suite.stored();
            return before.equals(suite.stored());
        });
    }

    @AfterEach
    void suiteIsWellAndNothingIsWritten() throws IOException {
        assertEquals(200, send(get(UNITS, "Connection: close")).only().status());
        assertEquals(404, send(get(HIDDEN, "Connection: close")).only().status());
    }

    @AfterAll
    static void nothingIsStoredThatWasNotBefore() throws IOException {
        assertEquals(new TreeMap<>(before), new TreeMap<>(suite.stored()));
        hiddenWriteWouldBeDone();
    }

    /** Without this, the write that nobody took for a request would prove nothing. */
    private static void hiddenWriteWouldBeDone() throws IOException {
        assertEquals(201, send(WRITE).only().status());
        given().auth()
                .oauth2(token())
                .header("If-Match", "*")
                .queryParam("reason", "Written for a test")
                .delete(suite.url(HIDDEN))
                .then()
                .statusCode(204);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("A request line that can be read in two ways is refused, and what is refused is never normalised")
    @MethodSource("requestLines")
    void oddRequestLine(Case sent) throws IOException {
        assertAnswered(sent, send(sent.request()));
    }

    static Stream<Case> requestLines() {
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

    @ParameterizedTest(name = "{0}")
    @DisplayName("A length that can be read in two ways hides no second request")
    @MethodSource("lengths")
    void hiddenRequest(Case sent) throws IOException {
        Wire.Reply reply = send(sent.request());

        assertAnswered(sent, reply);
        assertTrue(reply.closed(), "what follows is not read");
    }

    static Stream<Case> lengths() {
        String chunked = "Transfer-Encoding: chunked";
        String chunks = "2\r\n{}\r\n0" + END;
        return Stream.of(
                hiding("both lengths, the short one first", "Content-Length: 2\r\n" + chunked, chunks),
                hiding("both lengths, the short one last", chunked + "\r\nContent-Length: 2", chunks),
                hiding(
                        "both lengths, the long one first",
                        "Content-Length: " + WRITE_LENGTH + "\r\n" + chunked,
                        "0" + END),
                hiding("two lengths", "Content-Length: 2\r\nContent-Length: " + WRITE_LENGTH, "{}"),
                hiding("two lengths, the other way", "Content-Length: " + WRITE_LENGTH + "\r\nContent-Length: 2", "{}"),
                hiding("the same length twice", "Content-Length: 2\r\nContent-Length: 2", "{}"),
                hiding("a length of two", "Content-Length: 2, 2", "{}"),
                hiding("a length of two that differ", "Content-Length: 2," + WRITE_LENGTH, "{}"),
                hiding("a length with a sign", "Content-Length: +2", "{}"),
                hiding("a negative length", "Content-Length: -2", "{}"),
                hiding("a length in hexadecimal", "Content-Length: 0x2", "{}"),
                hiding("a length with a fraction", "Content-Length: 2.0", "{}"),
                hiding("a length with a space in it", "Content-Length: 2 2", "{}"),
                hiding("an empty length", "Content-Length: ", "{}"),
                hiding("a length beyond all numbers", "Content-Length: 18446744073709551618", "{}"),
                hiding("a folded length", "Content-Length:\r\n 2", "{}"),
                hiding("a length that goes on in the next line", "Content-Length: 2\r\n 0", "{}"),
                hiding("a folded encoding", "Transfer-Encoding:\r\n chunked", chunks),
                hiding("chunked, identity", "Transfer-Encoding: chunked, identity", chunks),
                hiding("identity, chunked", "Transfer-Encoding: identity, chunked", chunks),
                hiding("identity", "Transfer-Encoding: identity", chunks),
                hiding("gzip, chunked", "Transfer-Encoding: gzip, chunked", chunks),
                hiding("chunked twice", "Transfer-Encoding: chunked, chunked", chunks),
                hiding("chunked in two lines", chunked + "\r\n" + chunked, chunks),
                hiding("chunked and identity in two lines", chunked + "\r\nTransfer-Encoding: identity", chunks),
                hiding("xchunked", "Transfer-Encoding: xchunked", chunks),
                hiding("chunked after a vertical tab", "Transfer-Encoding: \u000bchunked", chunks),
                hiding("chunked before a form feed", "Transfer-Encoding: chunked\f", chunks),
                hiding("chunked in quotes", "Transfer-Encoding: \"chunked\"", chunks),
                hiding("chunked with a parameter", "Transfer-Encoding: chunked;q=1", chunks),
                hiding("an empty encoding", "Transfer-Encoding: ", chunks),
                hiding("a space before the colon of an encoding", "Transfer-Encoding : chunked", chunks),
                hiding("a tab before the colon of a length", "Content-Length\t: 2", "{}"),
                hiding("a NUL in a name", "Content-Length\u0000: 2", "{}"),
                hiding("a NUL in a value", "X-Nul: \u0000\r\nContent-Length: 2", "{}"),
                hiding("a header without a colon", "Content-Length 2", "{}"),
                hiding("a header without a name", ": x\r\nContent-Length: 2", "{}"),
                hiding("a bare line feed", "X-Feed: x\nContent-Length: 2", "{}"),
                hiding("a bare line feed that hides an encoding", "Content-Length: 2\r\nX-Feed: x\n" + chunked, chunks),
                hiding("a bare carriage return", "X-Return: x\rContent-Length: 2", "{}"),
                hiding(
                        "a bare carriage return that hides an encoding",
                        "Content-Length: 2\r\nX-Return: x\r" + chunked,
                        chunks),
                hiding("a chunk beyond all numbers", chunked, "10000000000000002\r\n{}\r\n0" + END),
                hiding("a chunk of just below zero", chunked, "ffffffff\r\n{}\r\n0" + END),
                hiding("a negative chunk", chunked, "-2\r\n{}\r\n0" + END),
                hiding("a chunk with a sign", chunked, "+2\r\n{}\r\n0" + END),
                hiding("a chunk with a prefix", chunked, "0x2\r\n{}\r\n0" + END),
                hiding("a chunk without a size", chunked, "\r\n{}\r\n0" + END),
                hiding("a chunk longer than it says", chunked, "1\r\n{}\r\n0" + END),
                hiding("a chunk ended by a line feed", chunked, "2\n{}\n0\n\n"),
                hiding("a chunk extension with a line feed", chunked, "2;x\n{}\r\n0" + END),
                hiding("a chunk extension with a quoted line feed", chunked, "2;x=\"\n\"\r\n{}\r\n0" + END),
                hiding("a chunk extension with a carriage return", chunked, "2;x\r{}\r\n0" + END),
                hiding("a trailer with a space before its colon", chunked, "2\r\n{}\r\n0\r\nX : y" + END));
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("A request in the body of another stays a body")
    @MethodSource("bodies")
    void requestInBody(Case sent) throws IOException {
        assertAnswered(sent, send(sent.request()));
    }

    static Stream<Case> bodies() {
        return Stream.of(
                within("GET", 400),
                within("HEAD", 400),
                within("OPTIONS", 200, 204, 400, 405),
                within("DELETE", 404),
                within("PUT", 400),
                within("POST", 405),
                within("PATCH", 405));
    }

    private static Case within(String method, Integer... expected) {
        return refused(
                method,
                method + " " + HIDDEN + " HTTP/1.1\r\nHost: localhost\r\n" + TOKEN
                        + "\r\nContent-Type: application/json\r\nContent-Length: " + WRITE_LENGTH + END + WRITE,
                expected);
    }

    @Test
    @DisplayName("A token in a trailer is none")
    void tokenInTrailer() throws IOException {
        Wire.Reply reply = send("PUT " + HIDDEN + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Transfer-Encoding: chunked\r\nTrailer: Authorization" + END + Integer.toHexString(UNIT.length())
                + "\r\n" + UNIT
                + "\r\n0\r\n" + TOKEN + END);

        assertEquals(401, reply.only().status());
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("Headers that are doubled, doubtful or too many are refused; a host is one name")
    @MethodSource("headerFaults")
    void oddHeaders(Case sent) throws IOException {
        assertAnswered(sent, send(sent.request()));
    }

    static Stream<Case> headerFaults() {
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

    @Test
    @DisplayName("A body that unpacks to a hundred times its size is not unpacked")
    void bodyThatUnpacks() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            for (int megabyte = 0; megabyte < 100; megabyte++) {
                gzip.write(new byte[1024 * 1024]);
            }
        }

        assertRefused(415, put("Content-Encoding: gzip", packed.toByteArray()));
    }

    @Test
    @DisplayName("A body of a byte more than 20 MB is refused, announced or not")
    void bodyThatIsTooLarge() throws IOException {
        byte[] large = new byte[LARGEST_BODY + 1];
        Arrays.fill(large, (byte) ' ');

        assertRefused(413, put("X-Announced: true", large));
        assertRefused(
                413,
                Wire.send(
                        suite.url(""),
                        joined(
                                bytes(head("Transfer-Encoding: chunked") + Integer.toHexString(large.length) + "\r\n"),
                                large,
                                bytes("\r\n0" + END))));
    }

    @Test
    @DisplayName("JSON of 51 levels is refused")
    void bodyThatIsTooDeep() throws IOException {
        assertRefused(400, put("X-Levels: 51", bytes("[".repeat(51) + "]".repeat(51))));
    }

    @Test
    @DisplayName("JSON of more than a million tokens is refused")
    void bodyOfTooManyTokens() throws IOException {
        String numbers = IntStream.range(0, 1_000_001).mapToObj(number -> "0").collect(Collectors.joining(","));

        assertRefused(400, put("X-Tokens: many", bytes("{\"items\":[" + numbers + "]}")));
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("A body that ends too early is not taken for a whole one")
    @ValueSource(strings = {"Content-Length: 1000", "Transfer-Encoding: chunked"})
    void bodyThatEndsEarly(String length) throws IOException {
        String start = length.startsWith("C") ? UNIT : Integer.toHexString(UNIT.length()) + "\r\n" + UNIT + "\r\n";

        assertEquals(List.of(), send(head(length) + start).statuses());
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName(
            "A service that is reached around the gateway tells nothing of its inside and does nothing of its own accord")
    @MethodSource({"requestLines", "headerFaults"})
    void aroundTheGateway(Case sent) throws IOException {
        Wire.Reply reply = Wire.send(suite.services().get("finance"), bytes(sent.request()));

        reply.answers().forEach(answer -> {
            assertTrue(answer.status() < 500, answer.text());
            assertTellsNothing(answer);
        });
    }

    private static Case target(String name, String target, Integer... expected) {
        return refused(
                name,
                "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + TOKEN + "\r\nConnection: close" + END,
                expected);
    }

    private static Case method(String method, Integer... expected) {
        return refused(
                "method " + method.substring(0, Math.min(10, method.length())).replace('\0', '0'),
                method + " " + UNITS + " HTTP/1.1\r\nHost: localhost\r\n" + TOKEN + "\r\nConnection: close" + END,
                expected);
    }

    private static Case headers(String name, String headers, Integer... expected) {
        return refused(name, get(UNITS, headers), expected);
    }

    private static Case host(String name, String headers, Integer... expected) {
        return refused(name, "GET " + UNITS + " HTTP/1.1\r\n" + headers + "\r\n" + TOKEN + END, expected);
    }

    /** A write that the service would refuse, so that it is seen what becomes of its headers. */
    private static Case writing(String name, String headers, Integer... expected) {
        return refused(name, head(headers + "\r\nContent-Length: 2") + "{}", expected);
    }

    /** A write that is refused whichever way it is read, and after it one that would be done. */
    private static Case hiding(String name, String headers, String body) {
        return silent(name, head(headers) + body + WRITE, 400);
    }

    private static Case refused(String name, String request, Integer... expected) {
        return new Case(name, request, Set.of(expected), false);
    }

    private static Case silent(String name, String request, Integer... expected) {
        return new Case(name, request, Set.of(expected), true);
    }

    private static String get(String target, String... headers) {
        return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + TOKEN + "\r\n"
                + Stream.of(headers).map(header -> header + "\r\n").collect(Collectors.joining()) + "\r\n";
    }

    private static String head(String headers) {
        return "PUT " + UNITS + "/hidden-too HTTP/1.1\r\nHost: localhost\r\n" + TOKEN
                + "\r\nContent-Type: application/json\r\n" + headers + END;
    }

    private static Wire.Reply put(String header, byte[] body) throws IOException {
        return Wire.send(suite.url(""), joined(bytes(head(header + "\r\nContent-Length: " + body.length)), body));
    }

    private static Wire.Reply send(String request) throws IOException {
        return Wire.send(suite.url(""), bytes(request));
    }

    private static byte[] bytes(String text) {
        String token = token();
        String write = WRITE.replace("{token}", token);
        return text.replace(WRITE_LENGTH, Integer.toString(write.length()))
                .replace("{token}", token)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String token() {
        return suite.issued("wire", List.of("controller:0580:*", "administrator:0580:*"));
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        Stream.of(parts).forEach(joined::writeBytes);
        return joined.toByteArray();
    }

    private static void assertAnswered(Case sent, Wire.Reply reply) {
        if (sent.silence() && reply.answers().isEmpty()) {
            assertTrue(reply.closed(), "left hanging");
            return;
        }
        Wire.Answer answer = reply.only();
        assertTrue(
                sent.expected().contains(answer.status()),
                () -> new TreeSet<>(sent.expected()) + " expected of: " + answer.text());
        assertTellsNothing(answer);
    }

    private static void assertRefused(int status, Wire.Reply reply) {
        Wire.Answer answer = reply.only();
        assertEquals(status, answer.status(), answer.text());
        assertEquals("application/problem+json", answer.header("Content-Type").orElse(""));
        assertTellsNothing(answer);
    }

    /** What is refused with a document is refused with a problem document, and with nothing of what is behind it. */
    private static void assertTellsNothing(Wire.Answer answer) {
        if (answer.status() >= 400) {
            assertFalse(INSIDE.matcher(answer.body()).find(), answer.text());
            if (answer.body().contains("{")) {
                assertEquals(
                        "application/problem+json",
                        answer.header("Content-Type").orElse(""),
                        answer.text());
            }
        }
    }
}
