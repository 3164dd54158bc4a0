package se.tertial.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static se.tertial.examples.RawRequest.END;
import static se.tertial.examples.RawRequest.bytes;
import static se.tertial.examples.RawRequest.head;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Bodies that are larger, deeper or fuller than anything that a service reads. */
@ExtendWith({Untouched.class, WellAfterEach.class})
class BodyLimitsTest {

    private static final int LARGEST_BODY = 20 * 1024 * 1024;

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
                RawRequest.send(joined(
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

    private static Wire.Reply put(String header, byte[] body) throws IOException {
        return RawRequest.send(joined(bytes(head(header + "\r\nContent-Length: " + body.length)), body));
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        Stream.of(parts).forEach(joined::writeBytes);
        return joined.toByteArray();
    }

    private static void assertRefused(int status, Wire.Reply reply) {
        Wire.Answer answer = reply.only();
        assertEquals(status, answer.status(), answer.text());
        assertEquals("application/problem+json", answer.header("Content-Type").orElse(""));
        RawRequest.assertTellsNothing(answer);
    }
}
