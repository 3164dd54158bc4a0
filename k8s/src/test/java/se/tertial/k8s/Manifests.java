package se.tertial.k8s;

import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The manifests of this module, and how to find something in many. */
final class Manifests {

    static final Path BASE = Path.of("base");
    static final Path OVERLAYS = Path.of("overlays");

    /** What an operator creates beforehand, because it is not for a repository: see the README. */
    static final Set<String> EXTERNAL_SECRET_KEYS = Set.of(
            "finance-database/jdbc-url",
            "finance-database/username",
            "finance-database/password",
            "finance-database-owner/username",
            "finance-database-owner/password",
            "finance-audit-anchors/private-key",
            "finance-audit-anchors/public-keys",
            "indicators-database/jdbc-url",
            "indicators-database/username",
            "indicators-database/password",
            "indicators-database-owner/username",
            "indicators-database-owner/password",
            "indicators-audit-anchors/private-key",
            "indicators-audit-anchors/public-keys",
            "goals-database/jdbc-url",
            "goals-database/username",
            "goals-database/password",
            "goals-database-owner/username",
            "goals-database-owner/password",
            "goals-audit-anchors/private-key",
            "goals-audit-anchors/public-keys",
            "report-database/jdbc-url",
            "report-database/username",
            "report-database/password",
            "report-database-owner/username",
            "report-database-owner/password",
            "report-audit-anchors/private-key",
            "report-audit-anchors/public-keys",
            "gateway-tls/tls.crt",
            "gateway-tls/tls.key");

    static final Set<String> SERVICES = Set.of("finance", "indicators", "goals", "report");

    static final Set<String> APPLICATIONS = Set.of("finance", "indicators", "goals", "report", "gateway");

    private Manifests() {}

    /** Every file of the base and of the overlays. */
    static List<Path> files() {
        try (Stream<Path> base = Files.walk(BASE);
                Stream<Path> overlays = Files.walk(OVERLAYS)) {
            return Stream.concat(base, overlays)
                    .filter(path -> path.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the kustomization of a directory lists. */
    static List<Manifest> resources(Path directory) {
        return Manifest.read(directory.resolve("kustomization.yaml"))
                .get(0)
                .at("resources/*")
                .flatMap(file -> Manifest.read(directory.resolve(file.asText())).stream())
                .toList();
    }

    /** Those of one kind, as the model of the cluster has it. */
    static <T> List<T> typed(List<Manifest> manifests, Class<T> type) {
        return manifests.stream()
                .filter(manifest -> manifest.kind().equals(type.getSimpleName()))
                .flatMap(manifest -> manifest.typed().stream())
                .map(type::cast)
                .toList();
    }

    /** The words that stand at a path of all of one kind. */
    static Set<String> owners(List<Manifest> manifests, String kind, String path) {
        return manifests.stream()
                .filter(manifest -> manifest.kind().equals(kind))
                .flatMap(manifest -> manifest.at(path))
                .map(JsonNode::asText)
                .collect(toSet());
    }

    static List<Integer> numbers(Manifest manifest, String path) {
        return manifest.at(path).map(JsonNode::asInt).toList();
    }
}
