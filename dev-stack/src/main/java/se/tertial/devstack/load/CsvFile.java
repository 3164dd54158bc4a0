package se.tertial.devstack.load;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file: the header names fields, dotted for fields of fields; an empty cell is an absent field. Rows are counted as a
 * spreadsheet shows them, the header being row 1.
 *
 * <p>The character between cells and the decimal sign are those that the dataset declares, or else the only ones by which
 * the file can be read.
 */
final class CsvFile {

    private static final List<Character> DELIMITERS = List.of(',', ';', '\t');

    private final String name;
    private final Schema schema;
    private final CsvFormat format;
    private final Mistakes mistakes;
    private List<String> columns = List.of();
    private Set<String> missing = Set.of();
    private char delimiter = ',';
    private Decimals decimals = Decimals.POINT;

    CsvFile(String name, Schema schema, CsvFormat format, Mistakes mistakes) {
        this.name = name;
        this.schema = schema;
        this.format = format;
        this.mistakes = mistakes;
    }

    List<Item> read(String text) {
        String header = text.lines().findFirst().orElse("");
        delimiter = format.delimiter() == null
                ? recognised(header)
                : format.delimiter().charAt(0);
        List<String[]> rows = rows(text);
        List<Item> items = new ArrayList<>();
        if (rows.isEmpty() || !header(rows.get(0))) {
            return items;
        }
        decimals = decimals(rows);
        for (int index = 1; index < rows.size(); index++) {
            if (Arrays.stream(rows.get(index)).anyMatch(cell -> !cell.isEmpty())) {
                item(index + 1, rows.get(index), items);
            }
        }
        return items;
    }

    /** How the file was read, if that is not how CSV usually is; an empty text otherwise. */
    String reading() {
        List<String> parts = new ArrayList<>();
        if (delimiter != ',') {
            parts.add(delimiter == '\t' ? "tabs between cells" : "“" + delimiter + "” between cells");
        }
        if (decimals == Decimals.COMMA) {
            parts.add("decimal comma");
        }
        if (format.encoding() != null && !format.encoding().equals("utf-8")) {
            parts.add(format.encoding());
        }
        return String.join(", ", parts);
    }

    /** The character that makes every cell of the header a field; a comma if none does, so that the header is told about. */
    private char recognised(String header) {
        return DELIMITERS.stream()
                .filter(candidate -> header.indexOf(candidate) >= 0)
                .filter(candidate -> Arrays.stream(header.split(Pattern.quote(candidate.toString()), -1))
                        .allMatch(cell -> field(unquoted(cell.strip())) != null))
                .findFirst()
                .orElseGet(() -> DELIMITERS.stream()
                        .filter(candidate -> header.indexOf(candidate) >= 0)
                        .findFirst()
                        .orElse(','));
    }

    private static String unquoted(String cell) {
        return cell.length() >= 2 && cell.startsWith("\"") && cell.endsWith("\"")
                ? cell.substring(1, cell.length() - 1)
                : cell;
    }

    private List<String[]> rows(String text) {
        List<String[]> rows = new ArrayList<>();
        try (MappingIterator<String[]> found = new CsvMapper()
                .readerFor(String[].class)
                .with(CsvParser.Feature.WRAP_AS_ARRAY)
                .with(CsvSchema.emptySchema().withColumnSeparator(delimiter))
                .readValues(text)) {
            while (found.hasNext()) {
                rows.add(found.next());
            }
        } catch (JacksonException e) {
            mistakes.add(name + " row " + (rows.size() + 1), Dataset.brief(e.getOriginalMessage()));
        } catch (IOException | RuntimeException e) {
            mistakes.add(name + " row " + (rows.size() + 1), Dataset.brief(e.getMessage()));
        }
        return rows;
    }

    private boolean header(String[] cells) {
        columns = Arrays.stream(cells).map(String::strip).toList();
        Set<String> seen = new HashSet<>();
        boolean known = true;
        for (String column : columns) {
            if (!seen.add(column)) {
                mistakes.add(name + " row 1, column " + column, "stands twice.");
                known = false;
            } else if (field(column) == null) {
                mistakes.add(name + " row 1, column " + column, "There is no such field.");
                known = false;
            }
        }
        if (known) {
            missing = new TreeSet<>();
            requireColumns("", schema);
            missing.forEach(pointer -> mistakes.add(
                    name + " row 1", "The column " + pointer.substring(1).replace('/', '.') + " is missing."));
        }
        return known;
    }

    /** A required field that no column gives is missing once, and not in each row. */
    private void requireColumns(String prefix, Schema object) {
        for (String required : object.required()) {
            String column = prefix + required;
            boolean given = columns.stream().anyMatch(one -> one.equals(column) || one.startsWith(column + "."));
            if (!given) {
                missing.add("/" + column.replace('.', '/'));
            }
        }
        columns.stream()
                .filter(column -> column.startsWith(prefix) && column.indexOf('.', prefix.length()) > 0)
                .map(column -> column.substring(0, column.indexOf('.', prefix.length())))
                .distinct()
                .forEach(nested -> {
                    Schema field = field(nested);
                    if (field != null) {
                        requireColumns(nested + ".", field);
                    }
                });
    }

    private @Nullable Schema field(String column) {
        Schema at = schema;
        for (String step : column.split("\\.", -1)) {
            at = at.property(step);
            if (at == null) {
                return null;
            }
        }
        return at;
    }

    /** The decimal sign that the dataset declares, or that the cells show. */
    private Decimals decimals(List<String[]> rows) {
        if (format.decimal() != null) {
            return format.decimal().equals(",") ? Decimals.COMMA : Decimals.POINT;
        }
        String comma = null;
        boolean certain = false;
        for (int index = 1; index < rows.size(); index++) {
            String[] cells = rows.get(index);
            for (int column = 0; column < Math.min(cells.length, columns.size()); column++) {
                Schema field = field(columns.get(column));
                if (field == null || !field.isDecimal()) {
                    continue;
                }
                if (cells[column].indexOf('.') >= 0) {
                    return Decimals.POINT;
                }
                if (cells[column].indexOf(',') >= 0) {
                    comma = comma == null ? cells[column] : comma;
                    certain = certain || !Decimals.isAmbiguous(cells[column]);
                }
            }
        }
        if (comma != null && !certain) {
            mistakes.add(
                    name,
                    "“" + comma
                            + "” can be read in two ways; say `csv: {decimal: \",\"}` or `csv: {decimal: \".\"}` in "
                            + Dataset.FILE + ".");
        }
        return comma == null ? Decimals.POINT : Decimals.COMMA;
    }

    private void item(int row, String[] cells, List<Item> items) {
        if (cells.length != columns.size()) {
            mistakes.add(
                    name + " row " + row, "has " + cells.length + " cells, the header has " + columns.size() + ".");
            return;
        }
        Item item = new Item(JsonNodeFactory.instance.objectNode(), pointer -> place(row, pointer), missing);
        items.add(item);
        for (int index = 0; index < cells.length; index++) {
            String column = columns.get(index);
            Schema field = field(column);
            if (cells[index].isEmpty() || field == null) {
                continue;
            }
            try {
                set(
                        item.json(),
                        column,
                        field.value(field.isDecimal() ? decimals.normalise(cells[index]) : cells[index]));
            } catch (IllegalArgumentException e) {
                // Something stands there, so that it is not told to be missing too.
                set(item.json(), column, JsonNodeFactory.instance.nullNode());
                mistakes.add(name + " row " + row + ", column " + column, String.valueOf(e.getMessage()));
            }
        }
    }

    private static void set(ObjectNode row, String column, JsonNode value) {
        ObjectNode object = row;
        String[] steps = column.split("\\.", -1);
        for (int index = 0; index < steps.length - 1; index++) {
            object = object.withObjectProperty(steps[index]);
        }
        object.set(steps[steps.length - 1], value);
    }

    private String place(int row, String pointer) {
        String column = String.join(
                ".",
                Arrays.stream(pointer.split("/", -1))
                        .filter(step -> !step.isEmpty() && !step.chars().allMatch(Character::isDigit))
                        .toList());
        return name + " row " + row + (column.isEmpty() ? "" : ", column " + column);
    }
}
