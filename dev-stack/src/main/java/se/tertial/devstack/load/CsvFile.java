package se.tertial.devstack.load;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file: the header names fields, dotted for fields of fields; an empty cell is an absent field. Rows are counted as a
 * spreadsheet shows them, the header being row 1.
 */
final class CsvFile {

    private final String name;
    private final Schema schema;
    private final Mistakes mistakes;
    private List<String> columns = List.of();

    CsvFile(String name, Schema schema, Mistakes mistakes) {
        this.name = name;
        this.schema = schema;
        this.mistakes = mistakes;
    }

    List<Item> read(String text) {
        List<Item> items = new ArrayList<>();
        int row = 0;
        try (MappingIterator<String[]> rows = new CsvMapper()
                .readerFor(String[].class)
                .with(CsvParser.Feature.WRAP_AS_ARRAY)
                .readValues(text)) {
            while (rows.hasNext()) {
                row++;
                String[] cells = rows.next();
                if (row == 1) {
                    if (!header(cells)) {
                        return items;
                    }
                } else if (Arrays.stream(cells).anyMatch(cell -> !cell.isEmpty())) {
                    item(row, cells, items);
                }
            }
        } catch (JacksonException e) {
            mistakes.add(name + " row " + (row + 1), Dataset.brief(e.getOriginalMessage()));
        } catch (IOException | RuntimeException e) {
            mistakes.add(name + " row " + (row + 1), Dataset.brief(e.getMessage()));
        }
        return items;
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
        return known;
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

    private void item(int row, String[] cells, List<Item> items) {
        if (cells.length != columns.size()) {
            mistakes.add(
                    name + " row " + row, "has " + cells.length + " cells, the header has " + columns.size() + ".");
            return;
        }
        Item item = new Item(JsonNodeFactory.instance.objectNode(), pointer -> place(row, pointer));
        items.add(item);
        for (int index = 0; index < cells.length; index++) {
            String column = columns.get(index);
            Schema field = field(column);
            if (cells[index].isEmpty() || field == null) {
                continue;
            }
            try {
                set(item.json(), column, field.value(cells[index]));
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
