package se.tertial.faults.cluster;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Signals to processes. */
final class Signals {

    private Signals() {}

    /** Sends it to those that are still there. */
    static void send(String signal, List<Long> processIds) throws IOException {
        if (processIds.isEmpty()) {
            return;
        }
        List<String> command = new ArrayList<>(List.of("kill", signal));
        processIds.forEach(id -> command.add(Long.toString(id)));
        try {
            new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
