package se.tertial.faults.cluster;

import java.io.IOException;
import java.util.List;
import se.tertial.devstack.Failure;

/** What can be killed, held up and started again by itself. */
public interface Victim {

    /** What it is called in the plan of a campaign. */
    String name();

    /** The processes it consists of now; none if it was killed. */
    List<Long> processIds();

    /** Kills all of it at once, with no chance to do anything first. */
    void kill() throws IOException;

    /** Starts it again on the data that it left; does nothing if it runs. */
    void start() throws IOException, Failure;

    /** Holds it up: it exists, and does nothing. */
    default void holdUp() throws IOException {
        signal("-STOP");
    }

    /** Lets it go on where it was. */
    default void letGo() throws IOException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException {
        Signals.send(signal, processIds());
    }
}
