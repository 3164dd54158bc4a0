package se.tertial.report.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import se.tertial.kit.admission.Asker;
import se.tertial.kit.problem.Problem;
import se.tertial.language.Message;
import se.tertial.report.document.Allowance;

/**
 * How many drafts are composed at once: few, since each takes a processor, connections and memory, and fewer of one municipality,
 * so that the others' are composed beside it. Who finds no place waits a little, and not too many do.
 */
@ApplicationScoped
class Compositions {

    /** One for each processor; two anyway, so that one is another municipality's, and no more than there are connections for. */
    private static final int MOST = Math.max(2, Math.min(4, Runtime.getRuntime().availableProcessors()));

    static final int MOST_OF_ONE = MOST / 2;
    private static final int MOST_WAITING_OF_ONE = 30;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Semaphore all = new Semaphore(MOST, true);
    private final Map<String, Municipality> municipalities = new ConcurrentHashMap<>();

    private final Asker asker;
    private final DocumentMemory memory;

    private record Municipality(Semaphore places, AtomicInteger here) {

        Municipality() {
            this(new Semaphore(MOST_OF_ONE, true), new AtomicInteger());
        }
    }

    @Inject
    Compositions(Asker asker, DocumentMemory memory) {
        this.asker = asker;
        this.memory = memory;
    }

    /** A place, until it is closed. */
    interface Place extends AutoCloseable {

        /** What the one document that is made here may cost. */
        Allowance allowance();

        @Override
        void close();
    }

    /**
     * @throws Problem 503 if there is no place, and none becomes free soon
     */
    Place enter(String municipalityId) {
        Municipality municipality = municipalities.computeIfAbsent(municipalityId, any -> new Municipality());
        if (municipality.here().incrementAndGet() > MOST_OF_ONE + MOST_WAITING_OF_ONE) {
            municipality.here().decrementAndGet();
            throw busy();
        }
        boolean isOwn = false;
        try {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            isOwn = municipality.places().tryAcquire(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
            if (isOwn && all.tryAcquire(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                return new Taken(municipality, new Allowance(asker.isWaiting(), memory::hold));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (isOwn) {
            municipality.places().release();
        }
        municipality.here().decrementAndGet();
        throw busy();
    }

    private final class Taken implements Place {

        private final Municipality municipality;
        private final Allowance allowance;

        Taken(Municipality municipality, Allowance allowance) {
            this.municipality = municipality;
            this.allowance = allowance;
        }

        @Override
        public Allowance allowance() {
            return allowance;
        }

        @Override
        public void close() {
            all.release();
            municipality.places().release();
            municipality.here().decrementAndGet();
        }
    }

    private static Problem busy() {
        return Problem.unavailable(Message.of("Too many drafts are composed just now."));
    }
}
