package se.tertial.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What no library would send, to be sent byte by byte to the gateway of the running suite.
 *
 * @param name     what is odd about it
 * @param text     all of it, in which {@code {token}} stands for a token that may write
 * @param expected the statuses that are right
 * @param silence  whether to be closed without an answer is right too, as it is for what is no HTTP/1.1
 */
record RawRequest(String name, String text, Set<Integer> expected, boolean silence) {

    static final String UNITS = "/finance/v1/municipalities/0580/administrations/vss/units";
    static final String HIDDEN = UNITS + "/hidden";
    static final String UNIT =
            "{\"unitId\":\"hidden\",\"name\":\"Dold\",\"order\":1,\"contribution\":\"ADDITIVE\",\"placements\":[{\"validFrom\":\"2021-01-01\"}]}";
    static final String END = "\r\n\r\n";
    static final String TOKEN = "Authorization: Bearer {token}";

    /** A write that would be done if anything took it for a request of its own; {@link RequestSmugglingTest} sees that it would. */
    static final String WRITE = "PUT " + HIDDEN + " HTTP/1.1\r\nHost: localhost\r\n" + TOKEN
            + "\r\nContent-Type: application/json\r\nContent-Length: " + UNIT.length() + END + UNIT;

    /** How long that is with the token in it, which is known only when it is sent. */
    static final String WRITE_LENGTH = "{write}";

    private static final Pattern INSIDE =
            Pattern.compile("Exception|java\\.|io\\.|org\\.|\\bat [a-z]+\\.|SQL|select |Quarkus|Vert\\.x|Netty");

    static RawRequest refused(String name, String request, Integer... expected) {
        return new RawRequest(name, request, Set.of(expected), false);
    }

    static RawRequest silent(String name, String request, Integer... expected) {
        return new RawRequest(name, request, Set.of(expected), true);
    }

    /** A read with these headers besides its own. */
    static RawRequest headers(String name, String headers, Integer... expected) {
        return refused(name, get(UNITS, headers), expected);
    }

    static String get(String target, String... headers) {
        return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + TOKEN + "\r\n"
                + Stream.of(headers).map(header -> header + "\r\n").collect(Collectors.joining()) + "\r\n";
    }

    static String head(String headers) {
        return "PUT " + UNITS + "/hidden-too HTTP/1.1\r\nHost: localhost\r\n" + TOKEN
                + "\r\nContent-Type: application/json\r\n" + headers + END;
    }

    static Wire.Reply send(String request) throws IOException {
        return send(bytes(request));
    }

    static Wire.Reply send(byte[] request) throws IOException {
        return Wire.send(RunningExample.shared().url(""), request);
    }

    /** What is sent of a text: with a token, and with how long the write is. */
    static byte[] bytes(String text) throws IOException {
        String token = token();
        String write = WRITE.replace("{token}", token);
        return text.replace(WRITE_LENGTH, Integer.toString(write.length()))
                .replace("{token}", token)
                .getBytes(StandardCharsets.UTF_8);
    }

    static String token() throws IOException {
        return RunningExample.shared().issued("wire", List.of("controller:0580:*", "administrator:0580:*"));
    }

    Wire.Reply send() throws IOException {
        return send(text);
    }

    void assertAnswered(Wire.Reply reply) {
        if (silence && reply.answers().isEmpty()) {
            assertTrue(reply.closed(), "left hanging");
            return;
        }
        Wire.Answer answer = reply.only();
        assertTrue(
                expected.contains(answer.status()), () -> new TreeSet<>(expected) + " expected of: " + answer.text());
        assertTellsNothing(answer);
    }

    /** What is refused with a document is refused with a problem document, and with nothing of what is behind it. */
    static void assertTellsNothing(Wire.Answer answer) {
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

    @Override
    public String toString() {
        return name;
    }
}
