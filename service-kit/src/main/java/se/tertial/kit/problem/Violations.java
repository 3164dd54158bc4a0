package se.tertial.kit.problem;

import java.util.ArrayList;
import java.util.List;
import se.tertial.language.Message;

/** What the checks of a request found, collected so that a caller is told of everything at once. */
public final class Violations {

    private static final int MOST = 100;

    private final List<Violation> found = new ArrayList<>();

    public void add(String pointer, Message message) {
        if (found.size() < MOST) {
            found.add(Violation.inBody(pointer, message));
        }
    }

    /**
     * Refuses the request if it must be.
     *
     * @throws Problem 422 if anything was found
     */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw Problem.invalid(List.copyOf(found));
        }
    }
}
