package se.tertial.kit.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.TransactionManager;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import se.tertial.kit.access.Scope;
import se.tertial.kit.database.Outcome;
import se.tertial.kit.database.Reachability;

/** What a request waits for, it waits for with nothing in hand. */
@Timeout(300)
class BeforeTransactionTest {

    private static final long LARGE_PAGE = 2 * 1024 * 1024;

    private final LargeRequests largeRequests = new LargeRequests(1);
    private final Memory memory = new Memory(1024 * 1024 * 1024);
    private final Admission admission = new Admission(2, 1); // one connection for each municipality

    @Test
    void smallRequestIsServedWhileALargePageOfItsMunicipalityWaitsForItsPlace() throws Exception {
        Waiting.Place taken = largeRequests.enter("0580", Duration.ZERO);
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Object> large = CompletableFuture.supplyAsync(() -> inRequest(memory -> {
            begun.countDown();
            memory.forPage(List.of(LARGE_PAGE));
            return "large";
        }));
        begun.await();

        assertEquals("small", inRequest(memory -> {
            memory.forPage(List.of(1_000L));
            return "small";
        }));
        assertFalse(large.isDone());

        taken.close();
        assertEquals("large", large.join());
    }

    private interface Work {
        Object with(RequestMemory memory);
    }

    private Object inRequest(Work work) {
        Tenant tenant = new Tenant();
        tenant.is(new Scope("0580", "vss"), false);
        RequestMemory ofRequest = new RequestMemory(memory, largeRequests, tenant, Duration.ofMinutes(5));
        BeforeTransaction door = new BeforeTransaction(
                proxy(TransactionManager.class, () -> null),
                new Reachability(Clock.systemUTC(), new SimpleMeterRegistry()),
                new Outcome(),
                tenant,
                admission,
                ofRequest);
        try {
            return Objects.requireNonNull(door.admitted(proxy(InvocationContext.class, () -> work.with(ofRequest))));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            ofRequest.end();
        }
    }

    private static <T> T proxy(Class<T> type, Callable<Object> answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> answer.call()));
    }
}
