package se.tertial.devstack.suite;

import java.nio.file.Path;
import java.util.List;

/**
 * A process of the suite.
 *
 * @param name        what people call it; a service's is also its database, its role and the first segment of its addresses
 * @param module      the folder it is built in
 * @param heap        the most its heap may take, as the JVM is told
 * @param hasDatabase whether it keeps data; what does not is the gateway, which leads to those that do
 */
public record Member(String name, String module, String heap, boolean hasDatabase) {

    /** All of them. */
    public static final List<Member> ALL = List.of(
            service("finance", "448m"),
            service("indicators", "448m"),
            service("goals", "448m"),
            service("report", "448m"),
            new Member("gateway", "gateway", "96m", false));

    private static Member service(String name, String heap) {
        return new Member(name, name + "-service", heap, true);
    }

    Path program(Path root) {
        return root.resolve(module).resolve("target").resolve("quarkus-app").resolve("quarkus-run.jar");
    }
}
