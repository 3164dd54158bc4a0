package se.tertial.gateway;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.Wording;

class WordingTest {

    @Test
    void everyMessageIsInSwedishToo() throws IOException {
        Wording.hold();
    }
}
