package se.tertial.kit.admission;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import se.tertial.kit.access.Scope;
import se.tertial.kit.problem.Problem;

/** Who waits keeps nobody out who need not wait. */
@Timeout(300)
class AdmissionTest {

    private static final int WRITERS = 100;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Admission admission = new Admission(20, 4);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void howeverManyWritersWaitThereIsRoomForAReader() throws InterruptedException {
        try (Admission.Held one = admission.enter(new Scope("0580", "vss"), true);
                Admission.Held other = admission.enter(new Scope("0580", "kultur"), true)) {
            assertNotNull(one);
            assertNotNull(other);
            CountDownLatch refused = new CountDownLatch(WRITERS - Admission.MOST_WRITERS_OF_ONE);
            for (int writer = 0; writer < WRITERS; writer++) {
                Scope scope = new Scope("0580", writer % 2 == 0 ? "vss" : "kultur");
                threads.execute(() -> {
                    try {
                        admission.enter(scope, true).close();
                    } catch (Problem crowded) {
                        refused.countDown();
                    }
                });
            }
            refused.await(); // the others wait, or wait no more

            assertNotNull(admission.enter(new Scope("0580", "vss"), false));
        }
    }
}
