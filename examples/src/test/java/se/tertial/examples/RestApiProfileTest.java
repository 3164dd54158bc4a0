package se.tertial.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The documents that the running services publish keep the rules of the national REST API profile. */
class RestApiProfileTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String LIST = "/municipalities/{municipalityId}/administrations/{administrationId}/goals";
    private static final int REQUIREMENTS = 151;

    /** What breaks each rule. */
    private static final Map<RestApiProfile, Consumer<ObjectNode>> BREAKS = new EnumMap<>(RestApiProfile.class);

    static {
        BREAKS.put(RestApiProfile.DOK_01, document -> document.remove("externalDocs"));
        BREAKS.put(RestApiProfile.DOK_03, document -> document.withObject("/info/contact")
                .remove("email"));
        BREAKS.put(
                RestApiProfile.DOK_06,
                document -> describe(document, "Goals of the municipality; a limit. ".repeat(9)));
        BREAKS.put(
                RestApiProfile.DOK_08, document -> document.withObject("/info").remove("termsOfService"));
        BREAKS.put(RestApiProfile.DOK_09, document -> describe(document, "Goals of and för all. ".repeat(9)));
        BREAKS.put(RestApiProfile.DOK_11, document -> describe(document, "Goals and mål för alla; no limit."));
        BREAKS.put(RestApiProfile.DOK_15, document -> json(document, "200").remove("examples"));
        BREAKS.put(RestApiProfile.DOK_17, document -> document.put("openapi", "2.0.0"));
        BREAKS.put(RestApiProfile.DOK_19, document -> list(document).remove("description"));
        BREAKS.put(
                RestApiProfile.DOK_20, document -> ((ObjectNode) list(document).get("responses")).remove("429"));
        BREAKS.put(RestApiProfile.DOT_01, document -> document.withObject(
                        "/components/schemas/Revision/properties/recordedAt")
                .remove("format"));
        BREAKS.put(RestApiProfile.RES_02, document -> parameter(document, "query", "personnummer"));
        BREAKS.put(RestApiProfile.RES_06, document -> move(document, "/Goal_Areas"));
        BREAKS.put(RestApiProfile.UFN_01, document -> server(document, "https://kommun.example/goals"));
        BREAKS.put(RestApiProfile.UFN_02, document -> server(document, "http://kommun.example/goals/v1"));
        BREAKS.put(RestApiProfile.UFN_05, document -> move(document, "/goals".repeat(400)));
        BREAKS.put(
                RestApiProfile.AME_01,
                document -> ((ObjectNode) list(document).at("/responses/200/content")).putObject("application/xml"));
        BREAKS.put(
                RestApiProfile.AME_04,
                document -> document.withObject("/components/schemas/Goal/properties/short_name"));
        BREAKS.put(RestApiProfile.ARQ_03, document -> document.withObject("/components/headers/ETag/schema")
                .remove("format"));
        BREAKS.put(RestApiProfile.ARQ_05, document -> parameter(document, "header", "X-Goal"));
        BREAKS.put(RestApiProfile.FEL_01, document -> document.withObject("/components/schemas/Problem/properties")
                .remove("detail"));
        BREAKS.put(RestApiProfile.VER_06, document -> ((ObjectNode) document.get("paths")).remove("/api-info"));
        BREAKS.put(RestApiProfile.FNS_01, document -> parameter(document, "query", "Goal_Level"));
        BREAKS.put(RestApiProfile.FNS_05, document -> parameter(document, "query", "level")
                .put("required", true));
        BREAKS.put(RestApiProfile.FNS_07, document -> list(document).remove("parameters"));
        BREAKS.put(RestApiProfile.SAK_09, document -> document.withObject("/components/securitySchemes/bearer")
                .put("scheme", "basic"));
        BREAKS.put(RestApiProfile.FOR_02, document -> list(document).putObject("requestBody"));
    }

    @TestFactory
    Stream<DynamicTest> documentsKeepTheRules() throws IOException {
        RunningExample suite = RunningExample.shared();
        return Stream.of("finance", "indicators", "goals", "report").flatMap(service -> {
            JsonNode document = suite.openApi(service);
            return Stream.of(RestApiProfile.values())
                    .map(rule -> dynamicTest(
                            rule.id() + " " + service + ": " + rule.words(),
                            () -> assertEquals(List.of(), rule.faults(document))));
        });
    }

    @TestFactory
    Stream<DynamicTest> brokenRuleIsNoticedAndNoOther() {
        return Stream.of(RestApiProfile.values())
                .map(rule -> dynamicTest(rule.id(), () -> {
                    ObjectNode document = (ObjectNode) new YAMLMapper()
                            .readTree(ROOT.resolve("goals-service/contract/openapi.yaml")
                                    .toFile());
                    assertEquals(List.of(), rule.faults(document));

                    BREAKS.get(rule).accept(document);

                    assertEquals(
                            List.of(rule),
                            Stream.of(RestApiProfile.values())
                                    .filter(other -> !other.faults(document).isEmpty())
                                    .toList());
                }));
    }

    @Test
    void pageTellsOfEveryRequirementAndOfTestsThatThereAre() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/rest-api-profile.md"));
        List<String> told = Pattern.compile("(?m)^\\| ([A-Z]{3}\\.\\d\\d) \\|")
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .toList();
        Set<String> tests = Pattern.compile("`(\\w+Test)`")
                .matcher(page)
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(REQUIREMENTS, told.size());
        assertEquals(REQUIREMENTS, Set.copyOf(told).size());
        assertTrue(tests.size() > 10, tests.toString());
        try (Stream<Path> files = Files.walk(ROOT)) {
            Set<String> sources = files.filter(file -> file.toString().contains("/src/test/java/"))
                    .map(file -> file.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toSet());
            assertEquals(
                    List.of(),
                    tests.stream().filter(test -> !sources.contains(test)).toList());
        }
    }

    private static void describe(ObjectNode document, String description) {
        document.withObject("/info").put("description", description);
    }

    private static void server(ObjectNode document, String url) {
        ((ObjectNode) document.at("/servers/0")).put("url", url);
    }

    private static void move(ObjectNode document, String path) {
        ObjectNode paths = (ObjectNode) document.get("paths");
        paths.set(path, paths.remove(LIST));
    }

    private static ObjectNode list(ObjectNode document) {
        return (ObjectNode) document.get("paths").get(LIST).get("get");
    }

    private static ObjectNode json(ObjectNode document, String status) {
        return (ObjectNode) list(document).at("/responses/" + status + "/content/application~1json");
    }

    private static ObjectNode parameter(ObjectNode document, String in, String name) {
        return ((ArrayNode) list(document).get("parameters"))
                .addObject()
                .put("in", in)
                .put("name", name);
    }
}
