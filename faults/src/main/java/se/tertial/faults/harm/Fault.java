package se.tertial.faults.harm;

import java.io.IOException;
import java.sql.SQLException;
import se.tertial.devstack.Failure;

/**
 * Harm that is done to the suite for a while, and undone.
 *
 * @param target what it is done to; no two things are done to one target at once
 */
public record Fault(Harm harm, String target, Act begin, Act end) {

    /** Something that is done to processes, connections or data. */
    public interface Act {

        void perform() throws IOException, SQLException, Failure, InterruptedException;
    }

    @Override
    public String toString() {
        return harm + " " + target;
    }
}
