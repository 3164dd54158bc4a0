package se.tertial.faults.load;

/**
 * That a service's database went back to what it was: what was written between the two moments may be lost.
 *
 * @param copied   the moment before which nothing is lost, as {@link System#nanoTime()} says
 * @param restored the moment after which nothing is lost
 * @param revision the last that the service then knew
 */
public record Loss(String service, long copied, long restored, long revision) {

    /** Whether what this operation did may be lost. */
    public boolean covers(Operation operation) {
        return operation.service().equals(service) && operation.answered() >= copied && operation.begun() <= restored;
    }
}
