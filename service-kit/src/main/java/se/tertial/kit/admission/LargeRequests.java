package se.tertial.kit.admission;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import se.tertial.kit.problem.Problem;

/**
 * Requests with large bodies or pages, or that verify a long trail. Each takes a processor for as long as it lasts, so one municipality has them on half of the
 * processors, and the small requests of all others find one.
 */
@ApplicationScoped
class LargeRequests {

    /** Of one municipality, beside those that are under way. */
    private static final int MOST_WAITING = 16;

    private final Waiting places;

    LargeRequests() {
        this(Runtime.getRuntime().availableProcessors());
    }

    LargeRequests(int processors) {
        places = new Waiting(Math.max(1, processors / 2), MOST_WAITING, Duration.ZERO);
    }

    /**
     * Waits until one more of a municipality may begin.
     *
     * @return its place, until it is closed
     * @throws Problem 503 if too many wait already, or it takes longer than this
     */
    Waiting.Place enter(String municipalityId, Duration longest) {
        Waiting.Place place = places.enter(municipalityId, longest);
        if (place == null) {
            throw Problem.crowded();
        }
        return place;
    }
}
