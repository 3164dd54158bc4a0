package se.tertial.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a cluster would silently drop or refuse: fields that do not exist, and values of another type. The model takes
 * an unknown field aside and a string for a number; both show when what was read is written again.
 */
final class StrictReading {

    private static final String TEXT = "text";
    private static final String NUMBER = "number";
    private static final String TRUTH = "truth";
    private static final String EMPTY = "empty";

    /** The fields of other kinds that are used here; {@code *} is any field, or any element. */
    private static final Map<String, Map<String, String>> CUSTOM = Map.of(
            "kafka.strimzi.io/v1 Kafka",
            Map.ofEntries(
                    Map.entry("spec/kafka/listeners/*/name", TEXT),
                    Map.entry("spec/kafka/listeners/*/port", NUMBER),
                    Map.entry("spec/kafka/listeners/*/type", TEXT),
                    Map.entry("spec/kafka/listeners/*/tls", TRUTH),
                    Map.entry("spec/kafka/listeners/*/authentication/type", TEXT),
                    Map.entry("spec/kafka/listeners/*/networkPolicyPeers/*/podSelector/matchLabels/*", TEXT),
                    Map.entry("spec/kafka/authorization/type", TEXT),
                    Map.entry("spec/kafka/config/auto.create.topics.enable", TRUTH),
                    Map.entry("spec/kafka/config/default.replication.factor", NUMBER),
                    Map.entry("spec/kafka/config/min.insync.replicas", NUMBER),
                    Map.entry("spec/kafka/config/offsets.topic.replication.factor", NUMBER),
                    Map.entry("spec/kafka/config/transaction.state.log.replication.factor", NUMBER),
                    Map.entry("spec/kafka/config/transaction.state.log.min.isr", NUMBER)),
            "kafka.strimzi.io/v1 KafkaNodePool",
            Map.ofEntries(
                    Map.entry("metadata/labels/strimzi.io~cluster", TEXT),
                    Map.entry("spec/replicas", NUMBER),
                    Map.entry("spec/roles/*", TEXT),
                    Map.entry("spec/storage/type", TEXT),
                    Map.entry("spec/storage/volumes/*/id", NUMBER),
                    Map.entry("spec/storage/volumes/*/type", TEXT),
                    Map.entry("spec/storage/volumes/*/size", TEXT),
                    Map.entry("spec/storage/volumes/*/kraftMetadata", TEXT),
                    Map.entry("spec/storage/volumes/*/deleteClaim", TRUTH),
                    Map.entry("spec/resources/requests/*", TEXT),
                    Map.entry("spec/resources/limits/*", TEXT)),
            "kafka.strimzi.io/v1 KafkaUser",
            Map.of(
                    "metadata/labels/strimzi.io~cluster", TEXT,
                    "spec/authentication/type", TEXT,
                    "spec/authorization/type", TEXT,
                    "spec/authorization/acls/*/resource/type", TEXT,
                    "spec/authorization/acls/*/resource/name", TEXT,
                    "spec/authorization/acls/*/resource/patternType", TEXT,
                    "spec/authorization/acls/*/operations/*", TEXT),
            "kafka.strimzi.io/v1 KafkaTopic",
            Map.of(
                    "metadata/labels/strimzi.io~cluster", TEXT,
                    "spec/partitions", NUMBER,
                    "spec/replicas", NUMBER,
                    "spec/config/cleanup.policy", TEXT,
                    "spec/config/min.insync.replicas", NUMBER,
                    "spec/config/delete.retention.ms", NUMBER,
                    "spec/config/min.compaction.lag.ms", NUMBER,
                    "spec/config/segment.ms", NUMBER,
                    "spec/config/max.message.bytes", NUMBER,
                    "spec/config/retention.ms", NUMBER),
            "postgresql.cnpg.io/v1 Cluster",
            Map.ofEntries(
                    Map.entry("spec/instances", NUMBER),
                    Map.entry("spec/imageName", TEXT),
                    Map.entry("spec/enableSuperuserAccess", TRUTH),
                    Map.entry("spec/primaryUpdateStrategy", TEXT),
                    Map.entry("spec/storage/size", TEXT),
                    Map.entry("spec/resources/requests/*", TEXT),
                    Map.entry("spec/resources/limits/*", TEXT),
                    Map.entry("spec/postgresql/parameters/*", TEXT),
                    Map.entry("spec/postgresql/synchronous", EMPTY),
                    Map.entry("spec/postgresql/synchronous/method", TEXT),
                    Map.entry("spec/postgresql/synchronous/number", NUMBER),
                    Map.entry("spec/postgresql/synchronous/dataDurability", TEXT),
                    Map.entry("spec/managed/roles/*/name", TEXT),
                    Map.entry("spec/managed/roles/*/ensure", TEXT),
                    Map.entry("spec/managed/roles/*/login", TRUTH),
                    Map.entry("spec/managed/roles/*/connectionLimit", NUMBER),
                    Map.entry("spec/managed/roles/*/passwordSecret/name", TEXT)),
            "postgresql.cnpg.io/v1 Database",
            Map.of(
                    "spec/name", TEXT,
                    "spec/owner", TEXT,
                    "spec/cluster/name", TEXT,
                    "spec/databaseReclaimPolicy", TEXT),
            "kustomize.config.k8s.io/v1beta1 Kustomization",
            Map.ofEntries(
                    Map.entry("namespace", TEXT),
                    Map.entry("resources/*", TEXT),
                    Map.entry("images/*/name", TEXT),
                    Map.entry("images/*/newName", TEXT),
                    Map.entry("images/*/newTag", TEXT),
                    Map.entry("replicas/*/name", TEXT),
                    Map.entry("replicas/*/count", NUMBER),
                    Map.entry("configMapGenerator/*/name", TEXT),
                    Map.entry("configMapGenerator/*/behavior", TEXT),
                    Map.entry("configMapGenerator/*/literals/*", TEXT),
                    Map.entry("patches/*/path", TEXT),
                    Map.entry("patches/*/target/kind", TEXT)));

    private static final Map<String, String> COMMON = Map.of(
            "apiVersion", TEXT,
            "kind", TEXT,
            "metadata/name", TEXT,
            "metadata/namespace", TEXT);

    private StrictReading() {}

    static List<String> faults(Manifest manifest) {
        List<String> faults = new ArrayList<>();
        Map<String, String> expected = CUSTOM.get(manifest.apiVersion() + " " + manifest.kind());
        if (expected != null) {
            walk(manifest.content(), "", (path, node) -> {
                @Nullable String wanted = Optional.ofNullable(COMMON.get(path)).orElseGet(() -> wanted(expected, path));
                if (!type(node).equals(wanted)) {
                    faults.add(manifest + ": " + path + " is " + (wanted == null ? "unknown" : "not a " + wanted));
                }
            });
            return faults;
        }
        Optional<HasMetadata> resource;
        try {
            resource = manifest.typed();
        } catch (IllegalArgumentException e) {
            return List.of(manifest + ": " + e.getMessage());
        }
        if (resource.isEmpty()) {
            return List.of(manifest + ": an unknown kind");
        }
        unknownFields(manifest, resource.get(), "", faults);
        JsonNode written = Manifest.tree(resource.get());
        walk(manifest.content(), "", (path, node) -> {
            JsonNode again = written;
            for (String step : path.split("/", -1)) {
                String field = step.replace('~', '/');
                again = again.isArray() ? again.path(Integer.parseInt(field)) : again.path(field);
            }
            if (!type(again).equals(type(node)) || !again.asText().equals(node.asText())) {
                faults.add(manifest + ": " + path + " is read as " + again + " instead of " + node);
            }
        });
        return faults;
    }

    /** What the model could not place it keeps in a map beside each object. */
    private static void unknownFields(Manifest manifest, Object object, String path, List<String> faults) {
        if (object instanceof Iterable<?> elements) {
            int index = 0;
            for (Object element : elements) {
                unknownFields(manifest, element, path + "/" + index++, faults);
            }
        } else if (object instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                if (value != null) {
                    unknownFields(manifest, value, path + "/" + key, faults);
                }
            });
        } else if (object.getClass().getName().startsWith("io.fabric8.kubernetes.api.model.")
                && !object.getClass().isEnum()) {
            for (var getter : object.getClass().getMethods()) {
                if (!getter.getName().startsWith("get")
                        || getter.getParameterCount() > 0
                        || getter.getDeclaringClass() == Object.class) {
                    continue;
                }
                Object value = invoke(getter, object);
                if (getter.getName().equals("getAdditionalProperties") && value instanceof Map<?, ?> unknown) {
                    unknown.keySet().forEach(field -> faults.add(manifest + ": " + path + "/" + field + " is unknown"));
                } else if (value != null) {
                    unknownFields(manifest, value, path + "/" + getter.getName().substring(3), faults);
                }
            }
        }
    }

    private static @Nullable Object invoke(java.lang.reflect.Method getter, Object object) {
        try {
            return getter.invoke(object);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Leaf {
        void visit(String path, JsonNode node);
    }

    /** Visits every scalar; slashes within a field's name become tildes. */
    private static void walk(JsonNode node, String path, Leaf leaf) {
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                walk(field.getValue(), join(path, field.getKey().replace('/', '~')), leaf);
            }
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                walk(node.get(i), join(path, Integer.toString(i)), leaf);
            }
        } else {
            leaf.visit(path, node);
        }
    }

    private static String join(String path, String step) {
        return path.isEmpty() ? step : path + "/" + step;
    }

    private static @Nullable String wanted(Map<String, String> expected, String path) {
        String[] steps = path.split("/", -1);
        return expected.entrySet().stream()
                .filter(entry -> matches(entry.getKey().split("/", -1), steps))
                .map(Map.Entry::getValue)
                .findAny()
                .orElse(null);
    }

    private static boolean matches(String[] pattern, String[] steps) {
        if (pattern.length != steps.length) {
            return false;
        }
        for (int i = 0; i < steps.length; i++) {
            if (!pattern[i].equals("*") && !pattern[i].equals(steps[i])) {
                return false;
            }
        }
        return true;
    }

    private static String type(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> TEXT;
            case NUMBER -> NUMBER;
            case BOOLEAN -> TRUTH;
            case NULL -> EMPTY;
            default -> node.getNodeType().name();
        };
    }
}
