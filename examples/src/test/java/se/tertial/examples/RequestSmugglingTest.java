package se.tertial.examples;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static se.tertial.examples.RawRequest.END;
import static se.tertial.examples.RawRequest.HIDDEN;
import static se.tertial.examples.RawRequest.TOKEN;
import static se.tertial.examples.RawRequest.UNIT;
import static se.tertial.examples.RawRequest.WRITE;
import static se.tertial.examples.RawRequest.WRITE_LENGTH;
import static se.tertial.examples.RawRequest.head;
import static se.tertial.examples.RawRequest.refused;
import static se.tertial.examples.RawRequest.send;
import static se.tertial.examples.RawRequest.silent;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where one request ends and another would begin, told in two ways: no request is hidden in what another sends. */
@ExtendWith({RequestSmugglingTest.HiddenWriteWouldBeDone.class, Untouched.class, WellAfterEach.class})
class RequestSmugglingTest {

    /**
     * Without this, the write that nobody took for a request would prove nothing. It is named before what holds the suite against
     * what was stored, and so comes after it.
     */
    static final class HiddenWriteWouldBeDone implements AfterAllCallback {

        @Override
        public void afterAll(ExtensionContext context) throws IOException {
            assertEquals(201, send(WRITE).only().status());
            given().auth()
                    .oauth2(RawRequest.token())
                    .header("If-Match", "*")
                    .queryParam("reason", "Written for a test")
                    .delete(RunningExample.shared().url(HIDDEN))
                    .then()
                    .statusCode(204);
        }
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("A length that can be read in two ways hides no second request")
    @MethodSource("lengths")
    void hiddenRequest(RawRequest sent) throws IOException {
        Wire.Reply reply = sent.send();

        sent.assertAnswered(reply);
        assertTrue(reply.closed(), "what follows is not read");
    }

    static Stream<RawRequest> lengths() {
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
    void requestInBody(RawRequest sent) throws IOException {
        sent.assertAnswered(sent.send());
    }

    static Stream<RawRequest> bodies() {
        return Stream.of(
                within("GET", 400),
                within("HEAD", 400),
                within("OPTIONS", 200, 204, 400, 405),
                within("DELETE", 404),
                within("PUT", 400),
                within("POST", 405),
                within("PATCH", 405));
    }

    private static RawRequest within(String method, Integer... expected) {
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
    @DisplayName("A body that ends too early is not taken for a whole one")
    @ValueSource(strings = {"Content-Length: 1000", "Transfer-Encoding: chunked"})
    void bodyThatEndsEarly(String length) throws IOException {
        String start = length.startsWith("C") ? UNIT : Integer.toHexString(UNIT.length()) + "\r\n" + UNIT + "\r\n";

        assertEquals(List.of(), send(head(length) + start).statuses());
    }

    /** A write that is refused whichever way it is read, and after it one that would be done. */
    private static RawRequest hiding(String name, String headers, String body) {
        return silent(name, head(headers) + body + WRITE, 400);
    }
}
