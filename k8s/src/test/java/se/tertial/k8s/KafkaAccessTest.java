package se.tertial.k8s;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static se.tertial.k8s.Manifests.BASE;
import static se.tertial.k8s.Manifests.SERVICES;
import static se.tertial.k8s.Manifests.resources;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what on Kafka, and over which way. That it is enough, {@code SecuredKafkaTest} of the whole suite shows. */
class KafkaAccessTest {

    private static final List<Manifest> RESOURCES = resources(BASE);
    /** Whose instances share what there is to read, and who must know how far others have sent; the others keep a copy of registers. */
    private static final String COMPOSING = "report";

    /** What a user may do with what has a name, or names that begin so. */
    private record Rule(String type, String name, boolean isPrefix, Set<String> operations) {

        static Rule of(JsonNode acl) {
            JsonNode resource = acl.path("resource");
            Set<String> operations = new TreeSet<>();
            acl.path("operations").forEach(operation -> operations.add(operation.asText()));
            return new Rule(
                    resource.path("type").asText(),
                    resource.path("name").asText(),
                    resource.path("patternType").asText().equals("prefix"),
                    operations);
        }

        boolean allows(String operation, String topic) {
            return type.equals("topic")
                    && operations.contains(operation)
                    && (isPrefix ? topic.startsWith(name) : topic.equals(name));
        }
    }

    private static Map<String, List<Rule>> users() {
        Map<String, List<Rule>> users = new TreeMap<>();
        RESOURCES.stream()
                .filter(manifest -> manifest.kind().equals("KafkaUser"))
                .forEach(user -> users.put(
                        user.name(),
                        user.at("spec/authorization/acls/*").map(Rule::of).toList()));
        return users;
    }

    private static List<Rule> rules(String service) {
        return users().getOrDefault(service + "-service", List.of());
    }

    /** So a message's topic tells who sent it. */
    @Test
    void everyTopicIsWrittenByTheServiceWhoseNameItHas() {
        Map<String, List<Rule>> users = users();

        for (String topic : topics()) {
            assertEquals(
                    Set.of(topic.substring(0, topic.indexOf('.')) + "-service"),
                    users.entrySet().stream()
                            .filter(user -> user.getValue().stream().anyMatch(rule -> rule.allows("Write", topic)))
                            .map(Map.Entry::getKey)
                            .collect(toSet()),
                    topic);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"finance", "indicators", "goals", "report"})
    void serviceHasNoRightsButThoseThatItUses(String service) throws IOException {
        String name = applicationName(service);
        Set<Rule> used = new HashSet<>(Set.of(
                new Rule("topic", service + ".", true, Set.of("Read", "Write")),
                new Rule("transactionalId", name + "-outbox", false, Set.of("Write")),
                new Rule("group", name + "-outbox", false, Set.of("Read"))));
        Set<String> received = received(service);
        if (service.equals(COMPOSING)) {
            used.add(new Rule("group", name, false, Set.of("Read")));
            Stream.concat(received.stream(), watermarks(received))
                    .forEach(topic -> used.add(new Rule("topic", topic, false, Set.of("Read", "DescribeConfigs"))));
        } else {
            received.forEach(topic -> used.add(new Rule("topic", topic, false, Set.of("Read"))));
        }

        assertEquals(used, Set.copyOf(rules(service)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"finance", "indicators", "goals", "report"})
    void serviceHasTheIdentityThatIsItsOwn(String service) {
        List<String> identities = RESOURCES.stream()
                .filter(manifest ->
                        manifest.kind().equals("Deployment") && manifest.name().equals(service))
                .flatMap(deployment -> deployment.at("spec/template/spec/containers/*/env/*"))
                .filter(variable -> variable.path("name").asText().equals("KAFKA_SASL_JAAS_CONFIG"))
                .map(variable -> variable.at("/valueFrom/secretKeyRef/name").asText())
                .toList();

        assertEquals(List.of(service + "-service"), identities);
    }

    @Test
    void onlyTheServicesReachKafkaAndOnlyEncryptedAndByName() {
        Manifest kafka = RESOURCES.stream()
                .filter(manifest -> manifest.kind().equals("Kafka"))
                .findFirst()
                .orElseThrow();
        List<JsonNode> listeners = kafka.at("spec/kafka/listeners/*").toList();
        Map<String, String> clients = clientSettings();

        assertEquals(1, listeners.size(), "no listener without identities beside it");
        JsonNode listener = listeners.get(0);
        assertTrue(listener.path("tls").asBoolean());
        assertEquals("scram-sha-512", listener.at("/authentication/type").asText());
        assertEquals(
                "simple", kafka.content().at("/spec/kafka/authorization/type").asText());
        assertTrue(kafka.content().at("/spec/entityOperator/userOperator").isObject());
        assertTrue(kafka.content().at("/spec/entityOperator/topicOperator").isObject());
        assertEquals("SASL_SSL", clients.get("KAFKA_SECURITY_PROTOCOL"));
        assertEquals("SCRAM-SHA-512", clients.get("KAFKA_SASL_MECHANISM"));
        String port = listener.path("port").asText();
        assertEquals(kafka.name() + "-kafka-bootstrap:" + port, clients.get("KAFKA_BOOTSTRAP_SERVERS"));
        assertEquals(
                List.of("{\"tertial.se/tier\":\"service\"}"),
                kafka.at("spec/kafka/listeners/*/networkPolicyPeers/*/podSelector/matchLabels")
                        .map(JsonNode::toString)
                        .toList());
        assertEquals(
                List.of(port),
                RESOURCES.stream()
                        .filter(manifest -> manifest.kind().equals("NetworkPolicy"))
                        .flatMap(policy -> policy.at("spec/egress/*"))
                        .filter(way -> way.toString().contains("strimzi.io/cluster"))
                        .map(way -> way.at("/ports/0/port").asText())
                        .toList());
    }

    /** The table of docs/security.md. */
    @Test
    void whatIsDocumentedIsWhatIsDeclared() throws IOException {
        List<String> documented = Files.readAllLines(Path.of("..", "docs", "security.md"));

        for (String service : SERVICES) {
            assertTrue(documented.contains(row(service)), () -> "docs/security.md lacks: " + row(service));
        }
    }

    private static String row(String service) {
        List<String> names = new ArrayList<>();
        List<String> groups = new ArrayList<>();
        String transactions = "";
        for (Rule rule : rules(service)) {
            switch (rule.type()) {
                case "group" -> groups.add("`" + rule.name() + "`");
                case "transactionalId" -> transactions = "`" + rule.name() + "`";
                default -> {
                    if (!rule.isPrefix()) {
                        names.add("`" + rule.name() + "`");
                    }
                }
            }
        }
        return "| `" + service + "-service` | `" + service + ".*` | "
                + (names.isEmpty() ? "–" : String.join(", ", names)) + " | " + String.join(", ", groups) + " | "
                + transactions + " |";
    }

    private static Set<String> topics() {
        return RESOURCES.stream()
                .filter(manifest -> manifest.kind().equals("KafkaTopic"))
                .map(Manifest::name)
                .collect(toSet());
    }

    private static String applicationName(String service) throws IOException {
        Properties properties = new Properties();
        try (Reader file = Files.newBufferedReader(
                Path.of("..", service + "-service", "src", "main", "resources", "application.properties"))) {
            properties.load(file);
        }
        return properties.getProperty("quarkus.application.name");
    }

    /** The topics of others that a service's contract says it receives. */
    private static Set<String> received(String service) {
        Path contract = Path.of("..", service + "-service", "contract", "asyncapi.yaml");
        JsonNode document = Manifest.read(contract).get(0).content();
        return document.path("operations")
                .valueStream()
                .filter(operation -> operation.path("action").asText().equals("receive"))
                .map(operation -> operation.at("/channel/$ref").asText().substring(1))
                .map(channel -> address(contract, document.at(channel)))
                .filter(topic -> !topic.startsWith(service + "."))
                .collect(toSet());
    }

    /** Where those who send topics tell how far they have sent. */
    private static Stream<String> watermarks(Set<String> topics) {
        return topics.stream()
                .map(topic -> topic.substring(0, topic.indexOf('.')) + ".watermark.v1")
                .distinct();
    }

    /** A channel that another service's contract describes is a reference to it. */
    private static String address(Path contract, JsonNode channel) {
        String[] reference = channel.path("$ref").asText().split("#", 2);
        JsonNode described = reference.length == 2
                ? Manifest.read(contract.resolveSibling(reference[0]))
                        .get(0)
                        .content()
                        .at(reference[1])
                : channel;
        return described.path("address").asText();
    }

    private static Map<String, String> clientSettings() {
        Map<String, String> settings = new TreeMap<>();
        Manifest.read(BASE.resolve("kustomization.yaml"))
                .get(0)
                .at("configMapGenerator/*")
                .filter(map -> map.path("name").asText().equals("services"))
                .flatMap(map -> Stream.iterate(0, index -> index + 1)
                        .limit(map.path("literals").size())
                        .map(index -> map.path("literals").path(index).asText()))
                .map(literal -> literal.split("=", 2))
                .forEach(pair -> settings.put(pair[0], pair[1]));
        return settings;
    }
}
