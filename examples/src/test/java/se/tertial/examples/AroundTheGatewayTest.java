package se.tertial.examples;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the gateway would refuse, sent to a service itself. */
@ExtendWith({Untouched.class, WellAfterEach.class})
class AroundTheGatewayTest {

    @ParameterizedTest(name = "{0}")
    @DisplayName(
            "A service that is reached around the gateway tells nothing of its inside and does nothing of its own accord")
    @MethodSource({
        "se.tertial.examples.RequestLineTest#requestLines",
        "se.tertial.examples.RequestHeadersTest#headerFaults"
    })
    void aroundTheGateway(RawRequest sent) throws IOException {
        String finance = RunningExample.shared().services().get("finance");

        Wire.Reply reply = Wire.send(finance, RawRequest.bytes(sent.text()));

        reply.answers().forEach(answer -> {
            assertTrue(answer.status() < 500, answer.text());
            RawRequest.assertTellsNothing(answer);
        });
    }
}
