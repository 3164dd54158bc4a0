package se.tertial.faults.proof;

import java.util.List;
import java.util.Map;
import se.tertial.faults.load.Follower.Feed;
import se.tertial.faults.load.Loss;
import se.tertial.faults.load.Operation;

/**
 * What the suite told its clients.
 *
 * @param operations what was asked and answered
 * @param followed   what a follower of the changes heard
 * @param losses     which databases went back
 */
public record Told(List<Operation> operations, Map<Feed, List<Long>> followed, List<Loss> losses) {

    public Told {
        operations = List.copyOf(operations);
        losses = List.copyOf(losses);
    }

    /** Whether what this operation did may have gone with a database. */
    boolean mayBeLost(Operation operation) {
        return losses.stream().anyMatch(loss -> loss.covers(operation));
    }
}
