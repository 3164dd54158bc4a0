package se.tertial.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/** The table of {@code docs/access.md}: what each role may do with each resource. */
final class AccessTable {

    private static final Pattern RESOURCE = Pattern.compile("`([a-z-]+)`");

    private final List<String> roles;
    private final Map<String, List<String>> cells = new LinkedHashMap<>();

    private AccessTable(List<String> roles) {
        this.roles = roles;
    }

    static AccessTable read() throws IOException {
        List<List<String>> lines = Files.readAllLines(Path.of("../docs/access.md")).stream()
                .filter(line -> line.startsWith("| ")
                        && line.chars().filter(sign -> sign == '|').count() == 8)
                .map(line -> Arrays.stream(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .toList())
                .toList();
        AccessTable table = new AccessTable(lines.get(0).subList(1, 7));
        for (List<String> line : lines.subList(1, lines.size())) {
            RESOURCE.matcher(line.get(0)).results().forEach(resource -> {
                if (table.cells.put(resource.group(1), line.subList(1, 7)) != null) {
                    throw new AssertionError(resource.group(1) + " stands twice in the table");
                }
            });
        }
        return table;
    }

    Set<String> resources() {
        return cells.keySet();
    }

    /** The resource that an operation is about, as grants name it: a history, or what else belongs to one, goes with it. */
    String resource(Operation operation) {
        return operation.words().stream()
                .filter(cells::containsKey)
                .reduce((first, last) -> last)
                .orElseThrow(() ->
                        new AssertionError("docs/access.md does not say who may do what with " + operation.path()));
    }

    /** The roles of people; systems are granted resources one by one. */
    List<String> people() {
        return roles.stream().filter(role -> !role.equals("integration")).toList();
    }

    /**
     * Whether a role may, if it is granted in all administrations of the municipality; of a system, if it is granted writing
     * just this resource.
     */
    boolean allows(String role, Operation operation) {
        String cell = cell(role, operation);
        if (cell.contains("as granted")) {
            return operation.isRead() || !cell.startsWith("read");
        }
        return !needsAll(role, operation) && List.of(cell.split(", ")).contains(operation.isRead() ? "read" : "write");
    }

    /** Whether it needs the role in all municipalities. */
    boolean needsAll(String role, Operation operation) {
        return cell(role, operation).contains("for all municipalities");
    }

    private String cell(String role, Operation operation) {
        return Objects.requireNonNull(cells.get(resource(operation))).get(roles.indexOf(role));
    }

    /** Every grant of a system in an administration, in that form, but those for one resource. */
    List<String> grantsOfSystem(String administration, String but) {
        List<String> grants = new ArrayList<>();
        resources().stream()
                .filter(resource -> !resource.equals(but))
                .forEach(resource -> grants.add("integration:" + administration + ":" + resource + ":write"));
        return grants;
    }
}
