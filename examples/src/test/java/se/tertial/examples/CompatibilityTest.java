package se.tertial.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody who builds on an API is broken by its next version unless the version says so (decision 11). */
class CompatibilityTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String LIST = "/municipalities/{municipalityId}/administrations/{administrationId}/goals";

    private final YAMLMapper yaml = new YAMLMapper();

    @ParameterizedTest
    @ValueSource(strings = {"finance", "indicators", "goals", "report"})
    void clientsOfTheVersionBeforeGoOn(String service) throws IOException {
        String file = service + "-service/contract/openapi.yaml";
        String now = Files.readString(ROOT.resolve(file));
        String before = versionBefore(file, now).orElseGet(() -> abort("There is no history of " + file + " here."));

        List<String> broken = Compatibility.broken(before, now);

        if (!broken.isEmpty()) {
            fail("This breaks clients of " + service + ". If it must, say so with the version of the API.\n"
                    + String.join("\n", broken));
        }
    }

    @Test
    void whatIsAddedBreaksNobody() throws IOException {
        assertBroken(
                false, goals -> goal(goals).withObject("/properties/colour").put("type", "string"));
        assertBroken(
                false, goals -> list(goals).withObject("/responses/418").put("description", "The list is a teapot."));
        assertBroken(false, goals -> list(goals).put("summary", "All goals"));
    }

    @Test
    void whatIsTakenAwayOrDemandedBreaksSomebody() throws IOException {
        assertBroken(true, goals -> ((ObjectNode) goals.get("paths")).remove(LIST));
        assertBroken(true, goals -> ((ObjectNode) goal(goals).get("properties")).remove("name"));
        assertBroken(true, goals -> goal(goals).withObject("/properties/name").put("type", "integer"));
        assertBroken(true, goals -> goal(goals).withObject("/properties/name").put("maxLength", 3));
        assertBroken(true, goals -> ((ArrayNode) goals.at("/components/schemas/GoalLevel/enum")).remove(0));
        assertBroken(true, goals -> {
            goal(goals).withObject("/properties/colour").put("type", "string");
            goal(goals).withArray("/required").add("colour");
        });
        assertBroken(true, goals -> ((ArrayNode) list(goals).get("parameters")).remove(2));
        assertBroken(true, goals -> ((ObjectNode) list(goals).get("responses")).remove("200"));
        assertBroken(true, goals -> list(goals).put("operationId", "listTheGoals"));
    }

    @Test
    void versionSaysThatSomethingMayBreak() throws IOException {
        assertBroken(false, goals -> {
            ((ObjectNode) goals.get("paths")).remove(LIST);
            ((ObjectNode) goals.get("info")).put("version", "0.999.0");
        });
        assertBroken(true, goals -> {
            ((ObjectNode) goals.get("paths")).remove(LIST);
            ((ObjectNode) goals.get("info"))
                    .put("version", goals.at("/info/version").asText() + "-next");
        });
    }

    private void assertBroken(boolean expected, Consumer<JsonNode> change) throws IOException {
        String before = Files.readString(ROOT.resolve("goals-service/contract/openapi.yaml"));
        JsonNode document = yaml.readTree(before);
        change.accept(document);
        String after = write(document);
        assertFalse(before.equals(after));

        List<String> broken = Compatibility.broken(before, after);

        assertEquals(expected, !broken.isEmpty(), () -> String.join("\n", broken));
    }

    private String write(JsonNode document) throws JsonProcessingException {
        return yaml.writeValueAsString(document);
    }

    private static ObjectNode goal(JsonNode document) {
        return (ObjectNode) document.at("/components/schemas/Goal");
    }

    private static ObjectNode list(JsonNode document) {
        return (ObjectNode) document.get("paths").get(LIST).get("get");
    }

    /** The document as it stands on main, if that is another one; else the newest one that was different. */
    private static Optional<String> versionBefore(String file, String now) throws IOException {
        for (String main : List.of("origin/main", "main")) {
            Optional<String> there = git("show", main + ":" + file);
            if (there.isPresent() && !there.get().equals(now)) {
                return there;
            }
        }
        for (String commit : git("log", "--format=%H", "--", file).orElse("").split("\n")) {
            Optional<String> earlier = git("show", commit + ":" + file);
            if (earlier.isPresent() && !earlier.get().equals(now)) {
                return earlier;
            }
        }
        return Optional.empty();
    }

    /** What git answers; empty if there is no such thing, no history, or no git. */
    private static Optional<String> git(String... arguments) throws IOException {
        List<String> command = new java.util.ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .directory(ROOT.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? Optional.of(answer) : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
