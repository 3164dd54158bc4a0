package se.tertial.devstack;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class TablesTest {

    private static final String STATEMENTS =
            """
            class Trees {
                static final String ROWS = "select height from old_tree where tree_id = ?";
                String[] all(String order, int limit, String table) {
                    return new String[] {
                        ROWS,
                        "select tree_id::text from old_tree where height > coalesce(:least, 0)",
                        "select tree_id from old_tree order by tree_id " + order + " limit " + limit,
                        "update old_tree set height = height + 1 where tree_id in (:ids) and :none is null",
                        "without a table nothing is said"
                    };
                }
                String any(String table) {
                    return "delete from " + table;
                }
            }
            """;

    private static final String ENTITY =
            """
            @jakarta.persistence.Entity
            class OldTree {
                @jakarta.persistence.EmbeddedId String id;
                @jakarta.persistence.Column(name = "tree_id") String key;
                java.util.List<@org.jspecify.annotations.Nullable String> namesOfIt;
                @org.jspecify.annotations.Nullable Integer height;
            }
            """;

    @TempDir
    static Path directory;

    @TempDir
    Path folder;

    private static Database server;
    private static Connection database;

    @BeforeAll
    static void plant() throws Exception {
        server = Database.start(directory.resolve("postgresql"));
        server.prepare("garden");
        database =
                DriverManager.getConnection(server.url("garden"), Database.owner("garden"), Database.owner("garden"));
        try (Statement statement = database.createStatement()) {
            statement.execute(
                    "create table old_tree (row_key text not null, tree_id text not null, names_of_it jsonb not null, height integer)");
        }
    }

    @AfterAll
    static void fell() throws Exception {
        database.close();
        server.close();
    }

    @Test
    void statementsThatTheTablesKnowAreUnderstood() throws IOException {
        Path classes = Compiled.of(folder, STATEMENTS);

        assertDoesNotThrow(() -> Tables.holdStatements(database, classes, Set.of("Trees.any")));
    }

    @Test
    void statementOfAColumnThatIsNotThereIsNamed() throws IOException {
        Path classes = Compiled.of(folder, STATEMENTS.replace("select height", "select width"));

        String fault = fault(() -> Tables.holdStatements(database, classes, Set.of("Trees.any")));

        assertTrue(fault.contains("Trees.all: ERROR: column \"width\" does not exist"), fault);
    }

    @Test
    void statementThatIsPutTogetherIsSaidToBe() throws IOException {
        Path classes = Compiled.of(folder, STATEMENTS);

        String fault = fault(() -> Tables.holdStatements(database, classes, Set.of("Trees.some")));

        assertAll(
                () -> assertTrue(fault.contains("Trees.any: ERROR: syntax error"), fault),
                () -> assertTrue(fault.contains("Trees.some: is understood, and was said not to be"), fault));
    }

    /** Annotations of these names, since the real ones are not here. */
    @BeforeEach
    void declareAnnotations() throws IOException {
        Path folderOfThem = Files.createDirectories(folder.resolve("jakarta/persistence"));
        for (String name : List.of("Entity", "EmbeddedId", "Column")) {
            Files.writeString(
                    folderOfThem.resolve(name + ".java"),
                    """
                    package jakarta.persistence;
                    @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
                    public @interface %s { String name() default ""; }
                    """
                            .formatted(name));
        }
    }

    @Test
    void entityMayLackWhatItsTableMay() throws IOException {
        Path classes = Compiled.of(folder, ENTITY);

        assertDoesNotThrow(() -> Tables.holdEntities(database, classes));
    }

    @Test
    void entityThatMayLackMoreOrLessIsNamed() throws IOException {
        Path classes = Compiled.of(folder, ENTITY.replace("@org.jspecify.annotations.Nullable Integer", "Integer"));

        String fault = fault(() -> Tables.holdEntities(database, classes));

        assertTrue(
                fault.contains("old_tree: may be null in the class {height=false, names_of_it=false, tree_id=false},"
                        + " in the table {height=true, names_of_it=false, tree_id=false}"),
                fault);
    }

    private static String fault(Executable holding) {
        return String.valueOf(assertThrows(AssertionError.class, holding).getMessage());
    }
}
