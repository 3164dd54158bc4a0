package se.tertial.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static se.tertial.examples.RawRequest.HIDDEN;
import static se.tertial.examples.RawRequest.UNITS;

import java.io.IOException;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** After each test the suite is well, and the write that was hidden is not done. */
final class WellAfterEach implements AfterEachCallback {

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        assertEquals(200, statusOf(UNITS));
        assertEquals(404, statusOf(HIDDEN));
    }

    private static int statusOf(String address) throws IOException {
        return RawRequest.send(RawRequest.get(address, "Connection: close"))
                .only()
                .status();
    }
}
