package se.tertial.devstack.load;

import java.util.ArrayList;
import java.util.List;
import se.tertial.devstack.Failure;

/** What is wrong with the files, collected so that all of it is told at once. */
final class Mistakes {

    private static final int MOST = 100;

    private final List<String> found = new ArrayList<>();
    private int count;

    void add(String place, String message) {
        if (++count <= MOST) {
            found.add(place + ": " + message);
        }
    }

    /** Throws all that was found, with what that means. */
    void throwIfAny(String consequence) throws Failure {
        if (count > 0) {
            String more = count > MOST ? "\n  … and " + (count - MOST) + " more" : "";
            throw new Failure(consequence + "\n  " + String.join("\n  ", found) + more);
        }
    }
}
