package se.tertial.devstack;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What a module has to do with its database, held against the tables that its migrations made. */
public final class Tables {

    private static final Pattern NAMED_PARAMETER = Pattern.compile("(?<![:\\w]):[a-zA-Z]\\w*");

    /** PostgreSQL understands the statement, and would like to be told the type of a parameter. */
    private static final String TYPE_OF_PARAMETER_UNKNOWN = "42P18";

    private Tables() {}

    /**
     * Holds the SQL in the classes of the module whose tests run against the database: it understands every statement. What
     * Hibernate validates is left to it.
     *
     * @param database  what the migrations made
     * @param assembled the methods, as {@code Class.method}, whose statements are put together from parts that say nothing
     *                  alone, or know only from a parameter what they mean; whoever is there for no reason is a fault too
     * @throws AssertionError if that is not so, with what the database says to which statement
     */
    public static void holdStatements(Connection database, String... assembled) throws IOException, SQLException {
        holdStatements(database, Path.of("target", "classes"), Set.of(assembled));
    }

    static void holdStatements(Connection database, Path classes, Set<String> assembled)
            throws IOException, SQLException {
        List<String> faults = new ArrayList<>();
        Set<String> needless = new TreeSet<>(assembled);
        int understood = 0;
        for (CompiledSql.Written statement : CompiledSql.of(classes).statements()) {
            String fault = "";
            for (String guise : statement.guises()) {
                fault = fault(database, guise);
                if (fault.isEmpty()) {
                    break;
                }
            }
            if (fault.isEmpty()) {
                understood++;
            } else if (assembled.contains(statement.place())) {
                needless.remove(statement.place());
            } else {
                faults.add(statement.place() + ": " + fault + "\n"
                        + statement.guises().get(0));
            }
        }
        needless.forEach(place -> faults.add(place + ": is understood, and was said not to be"));
        if (understood == 0) {
            faults.add("no statement was found at all in " + classes);
        }
        if (!faults.isEmpty()) {
            throw new AssertionError(String.join("\n", faults));
        }
    }

    /**
     * Holds the entities of the module whose tests run against the database: a field may have no value where its column may
     * have none, and only there. Types and names are what Hibernate validates when a service starts.
     *
     * @throws AssertionError if that is not so, with which columns
     */
    public static void holdEntities(Connection database) throws IOException, SQLException {
        holdEntities(database, Path.of("target", "classes"));
    }

    static void holdEntities(Connection database, Path classes) throws IOException, SQLException {
        Map<String, Map<String, Boolean>> entities = CompiledSql.of(classes).entities();
        if (entities.isEmpty()) {
            throw new AssertionError("no entity was found at all in " + classes);
        }
        List<String> faults = new ArrayList<>();
        for (Map.Entry<String, Map<String, Boolean>> entity : entities.entrySet()) {
            Map<String, Boolean> columns = columns(database, entity.getKey());
            if (!columns.equals(entity.getValue())) {
                faults.add(entity.getKey() + ": may be null in the class " + entity.getValue() + ", in the table "
                        + columns);
            }
        }
        if (!faults.isEmpty()) {
            throw new AssertionError(String.join("\n", faults));
        }
    }

    private static Map<String, Boolean> columns(Connection database, String table) throws SQLException {
        try (PreparedStatement query = database.prepareStatement(
                """
                select column_name, is_nullable = 'YES' from information_schema.columns
                where table_schema = 'public' and table_name = ?
                  and column_name not in ('municipality_id', 'administration_id', 'row_key')
                """)) {
            query.setString(1, table);
            Map<String, Boolean> columns = new TreeMap<>();
            try (ResultSet found = query.executeQuery()) {
                while (found.next()) {
                    columns.put(found.getString(1), found.getBoolean(2));
                }
            }
            return columns;
        }
    }

    /** What the database says to a statement; nothing if it understands it. */
    private static String fault(Connection database, String sql) throws SQLException {
        try (PreparedStatement statement =
                database.prepareStatement(NAMED_PARAMETER.matcher(sql).replaceAll("?"))) {
            statement.getParameterMetaData();
            return "";
        } catch (SQLException e) {
            if (e.getSQLState() == null || e.getSQLState().startsWith("08")) {
                throw e;
            }
            return TYPE_OF_PARAMETER_UNKNOWN.equals(e.getSQLState()) ? "" : String.valueOf(e.getMessage());
        }
    }
}
