package se.tertial.report.reports;

import jakarta.enterprise.inject.Vetoed;
import jakarta.persistence.EntityManager;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import se.tertial.kit.access.Scope;
import se.tertial.kit.period.ReportingPeriod;

/** The publications, whose readings can be held up after they were answered, as by a slow network or a busy machine. */
@Vetoed
public final class HeldUpPublications extends Publications {

    private final AtomicInteger readings = new AtomicInteger();
    private final Semaphore reached = new Semaphore(0);
    private final CountDownLatch released = new CountDownLatch(1);
    private volatile boolean held;

    public HeldUpPublications(EntityManager entityManager) {
        super(entityManager);
    }

    /** Readings are held up from now on. */
    public void holdUp() {
        held = true;
    }

    /** Waits until so many more readings are held up. */
    public void awaitHeldUp(int count) throws InterruptedException {
        if (!reached.tryAcquire(count, 30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("too few read");
        }
    }

    /** From now on readings are not held up, and those that are go on. */
    public void goOn() {
        held = false;
        released.countDown();
    }

    /** How many publications were read. */
    public int readings() {
        return readings.get();
    }

    @Override
    public Frozen frozen(Scope scope, ReportingPeriod period, Integer number) {
        Frozen frozen = super.frozen(scope, period, number);
        readings.incrementAndGet();
        if (held) {
            reached.release();
            try {
                released.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return frozen;
    }
}
