package se.tertial.devstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of a service's {@code contract/} folder: what others may know of it. */
public final class Contract {

    private Contract() {}

    /**
     * Holds a generated document against the committed one. With {@code -Dcontract.update} the committed one is written anew
     * instead, to be reviewed and committed.
     *
     * @throws AssertionError if they differ
     */
    public static void hold(String file, String live) throws IOException {
        Path path = Path.of("contract", file);
        if (System.getProperty("contract.update") != null) {
            Files.createDirectories(path.getParent());
            Files.writeString(path, live);
            return;
        }
        String committed = Files.exists(path) ? Files.readString(path) : "";
        if (!committed.equals(live)) {
            throw new AssertionError(
                    path
                            + " differs from what the service publishes. Run the tests with -Dcontract.update and review the difference.");
        }
    }

    public static String read(String file) throws IOException {
        return Files.readString(Path.of("contract", file));
    }
}
