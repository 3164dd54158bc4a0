package se.tertial.devstack.suite;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import se.tertial.devstack.Database;
import se.tertial.devstack.SigningKey;

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

    /**
     * What a service is told of the servers that it uses, as environment variables.
     *
     * @param database      its database's JDBC address
     * @param password      of the role that uses the database
     * @param ownerPassword of the role that owns it
     * @param kafka         the broker's host and port
     * @param issuer        the address of the issuer whose tokens count
     * @param anchors       what it signs the heads of its audit trails with
     */
    public Map<String, String> settings(
            String database, String password, String ownerPassword, String kafka, String issuer, SigningKey anchors) {
        return Map.of(
                "QUARKUS_DATASOURCE_JDBC_URL", database,
                "QUARKUS_DATASOURCE_USERNAME", name,
                "QUARKUS_DATASOURCE_PASSWORD", password,
                "QUARKUS_FLYWAY_USERNAME", Database.owner(name),
                "QUARKUS_FLYWAY_PASSWORD", ownerPassword,
                "KAFKA_BOOTSTRAP_SERVERS", kafka,
                "QUARKUS_OIDC_AUTH_SERVER_URL", issuer,
                "TERTIAL_AUDIT_ANCHORS_PRIVATE_KEY", anchors.privateKey(),
                "TERTIAL_AUDIT_ANCHORS_PUBLIC_KEYS", anchors.publicKey());
    }

    Path program(Path root) {
        return root.resolve(module).resolve("target").resolve("quarkus-app").resolve("quarkus-run.jar");
    }
}
