package se.tertial.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import se.tertial.devstack.Broker;
import se.tertial.devstack.Failure;
import se.tertial.devstack.Ports;
import se.tertial.devstack.Topics;

/**
 * A broker as Kubernetes declares it: encrypted, with the users of {@code k8s/base/users.yaml}, who may what stands there and
 * nothing else. Beside that it has a door for itself and for the test, which may all, as Strimzi's operators have one.
 */
final class SecuredBroker implements AutoCloseable {

    private static final Path K8S = Path.of("..", "k8s", "base");

    private final Broker broker;
    private final int port;
    private final Path authority;
    private final Map<String, String> passwords = new HashMap<>();
    private final Map<String, List<AclBinding>> rights = new HashMap<>();

    SecuredBroker(Path directory) throws Exception {
        Files.createDirectories(directory);
        String password = Long.toHexString(new Random().nextLong()) + "-store";
        Path store = directory.resolve("server.p12");
        this.authority = directory.resolve("ca.crt");
        keytool(
                store,
                password,
                List.of(
                        "-genkeypair",
                        "-alias",
                        "kafka",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=kafka",
                        "-ext",
                        "SAN=dns:localhost,ip:127.0.0.1",
                        "-validity",
                        "2"));
        keytool(store, password, List.of("-exportcert", "-rfc", "-alias", "kafka", "-file", authority.toString()));
        List<Integer> ports = Ports.free(3);
        this.port = ports.get(0);
        this.broker = Broker.start(
                directory.resolve("data"),
                ports.get(1),
                Map.ofEntries(
                        Map.entry(
                                "listeners",
                                "SASL_SSL://localhost:%d,PLAINTEXT://localhost:%d,CONTROLLER://localhost:%d"
                                        .formatted(ports.toArray())),
                        Map.entry(
                                "advertised.listeners",
                                "SASL_SSL://localhost:%d,PLAINTEXT://localhost:%d".formatted(ports.toArray())),
                        Map.entry("controller.quorum.voters", "1@localhost:" + ports.get(2)),
                        Map.entry(
                                "listener.security.protocol.map",
                                "SASL_SSL:SASL_SSL,PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                        Map.entry("sasl.enabled.mechanisms", "SCRAM-SHA-512"),
                        Map.entry(
                                "listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config",
                                "org.apache.kafka.common.security.scram.ScramLoginModule required;"),
                        Map.entry("ssl.keystore.type", "PKCS12"),
                        Map.entry("ssl.keystore.location", store.toString()),
                        Map.entry("ssl.keystore.password", password),
                        Map.entry("ssl.key.password", password),
                        Map.entry("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer"),
                        Map.entry("allow.everyone.if.no.acl.found", "false"),
                        Map.entry("super.users", "User:ANONYMOUS"),
                        Map.entry("auto.create.topics.enable", "false")));
        Topics.create(broker.bootstrapServers());
        declareUsers();
    }

    /** As Strimzi's user operator does. */
    private void declareUsers() throws Exception {
        Random random = new Random();
        try (Admin admin = admin();
                MappingIterator<JsonNode> users = new YAMLMapper()
                        .readerFor(JsonNode.class)
                        .readValues(K8S.resolve("users.yaml").toFile())) {
            while (users.hasNext()) {
                JsonNode user = users.next();
                String name = user.at("/metadata/name").asText();
                byte[] password = new byte[24];
                random.nextBytes(password);
                passwords.put(name, Base64.getEncoder().encodeToString(password));
                user.at("/spec/authorization/acls")
                        .forEach(acl -> rights.computeIfAbsent(name, any -> new ArrayList<>())
                                .addAll(bindings(name, acl)));
                admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                                name,
                                new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096),
                                passwords.get(name))))
                        .all()
                        .get();
                admin.createAcls(rights.get(name)).all().get();
            }
        }
    }

    private static List<AclBinding> bindings(String user, JsonNode acl) {
        JsonNode resource = acl.path("resource");
        ResourcePattern pattern = new ResourcePattern(
                switch (resource.path("type").asText()) {
                    case "topic" -> ResourceType.TOPIC;
                    case "group" -> ResourceType.GROUP;
                    case "transactionalId" -> ResourceType.TRANSACTIONAL_ID;
                    default -> throw new IllegalArgumentException(acl.toString());
                },
                resource.path("name").asText(),
                resource.path("patternType").asText().equals("prefix") ? PatternType.PREFIXED : PatternType.LITERAL);
        List<AclBinding> bindings = new ArrayList<>();
        acl.path("operations")
                .forEach(operation -> bindings.add(
                        new AclBinding(pattern, entry(user, operation(operation.asText()), AclPermissionType.ALLOW))));
        return bindings;
    }

    private static AclOperation operation(String name) {
        return AclOperation.fromString(
                name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT));
    }

    private static AccessControlEntry entry(String user, AclOperation operation, AclPermissionType permission) {
        return new AccessControlEntry("User:" + user, "*", operation, permission);
    }

    /** The rights that a user was given, as Kafka has them. */
    List<AclBinding> rights(String user) {
        return rights.get(user);
    }

    List<String> users() {
        return passwords.keySet().stream().sorted().toList();
    }

    /** Takes something away from a user, until what this returns is closed. */
    Taken take(String user, ResourceType type, String name, AclOperation operation) throws Exception {
        AclBinding denial = new AclBinding(
                new ResourcePattern(type, name, PatternType.LITERAL), entry(user, operation, AclPermissionType.DENY));
        try (Admin admin = admin()) {
            admin.createAcls(List.of(denial)).all().get();
        }
        return () -> {
            try (Admin admin = admin()) {
                admin.deleteAcls(List.of(denial.toFilter())).all().get();
            }
        };
    }

    /** What a user may not do for now. */
    interface Taken extends AutoCloseable {}

    /** Who may all. */
    Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    /** The address that the services know. */
    String bootstrapServers() {
        return "localhost:" + port;
    }

    /** The environment of a service: what Kubernetes declares, with the addresses and secrets of this broker. */
    Map<String, String> environment(String user) throws IOException {
        Map<String, String> environment = new HashMap<>();
        new YAMLMapper()
                .readTree(K8S.resolve("kustomization.yaml").toFile())
                .path("configMapGenerator")
                .forEach(map -> map.path("literals").forEach(literal -> {
                    String[] setting = literal.asText().split("=", 2);
                    if (setting[0].startsWith("KAFKA_")) {
                        environment.put(setting[0], setting[1]);
                    }
                }));
        environment.replace("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers());
        environment.replace("KAFKA_SSL_TRUSTSTORE_LOCATION", authority.toString());
        environment.put("KAFKA_SASL_JAAS_CONFIG", login(user, passwords.get(user)));
        return environment;
    }

    static String login(String user, String password) {
        return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + user + "\" password=\""
                + password + "\";";
    }

    /** The same for a client of the test's own. */
    Map<String, Object> client(String user) throws IOException {
        Map<String, Object> settings = new HashMap<>();
        environment(user)
                .forEach((name, value) -> settings.put(
                        name.substring("KAFKA_".length())
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '.'),
                        value));
        return settings;
    }

    private static void keytool(Path store, String password, List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(arguments);
        command.addAll(
                List.of("-storetype", "PKCS12", "-keystore", store.toString(), "-storepass:env", "STORE_PASSWORD"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("STORE_PASSWORD", password);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new Failure("keytool: " + said);
        }
    }

    @Override
    public void close() {
        broker.close();
    }
}
