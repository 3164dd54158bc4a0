package se.tertial.faults.proof;

import static se.tertial.faults.proof.Finding.Promise.READ_MODEL;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.tertial.faults.load.Kind;
import se.tertial.faults.proof.ReadModelRow.Address;
import se.tertial.faults.proof.Trail.Entry;

/** Holds the read model against what the other services say. */
final class ReadModelCheck {

    private ReadModelCheck() {}

    static List<Finding> of(List<ReadModelRow> rows, List<Trail> trails) {
        List<Finding> findings = new ArrayList<>();
        Map<Address, ReadModelRow> known = new HashMap<>();
        rows.forEach(row -> known.put(row.address(), row));
        for (Trail trail : trails) {
            if (trail.feed().service().equals("report")) {
                continue;
            }
            Map<Trail.Row, Entry> newest = new HashMap<>();
            trail.entries().forEach(entry -> newest.put(entry.row(), entry));
            newest.values().stream()
                    .filter(entry -> Kind.of(entry.row().topic()).isPresent())
                    .forEach(entry -> {
                        Address address = new Address(
                                trail.feed().scope().toString(),
                                entry.row().topic(),
                                entry.row().key());
                        String wrong = wrong(known.remove(address), entry);
                        if (wrong != null) {
                            findings.add(new Finding(READ_MODEL, address + " " + wrong));
                        }
                    });
        }
        known.values().stream()
                .filter(row -> Kind.of(row.topic()).isPresent() && row.body() != null)
                .forEach(row -> findings.add(new Finding(READ_MODEL, row.address() + " is in no service")));
        return findings;
    }

    private static @Nullable String wrong(@Nullable ReadModelRow row, Entry entry) {
        if (row == null) {
            // What is gone may be forgotten.
            return entry.after() == null ? null : "is missing";
        }
        if (row.body() == null || entry.after() == null) {
            return (row.body() == null) == (entry.after() == null) ? null : "is there in one of both only";
        }
        if (row.revision() != entry.revision()) {
            return "stands at " + row.revision() + " instead of " + entry.revision();
        }
        return agree(row.body(), entry.after()) ? null : "says " + row.body() + " instead of " + entry.after();
    }

    /** Whether everything that both say is the same. */
    private static boolean agree(JsonNode one, JsonNode other) {
        if (one.isObject() && other.isObject()) {
            for (Map.Entry<String, JsonNode> field : one.properties()) {
                JsonNode there = other.get(field.getKey());
                if (there != null && !there.isNull() && !agree(field.getValue(), there)) {
                    return false;
                }
            }
            return true;
        }
        if (one.isArray() && other.isArray() && one.size() == other.size()) {
            for (int index = 0; index < one.size(); index++) {
                if (!agree(one.get(index), other.get(index))) {
                    return false;
                }
            }
            return true;
        }
        return one.isValueNode() && other.isValueNode() && one.asText().equals(other.asText());
    }
}
