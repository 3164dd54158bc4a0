package se.tertial.faults.load;

import java.util.List;

/** An administration of a municipality. */
public record Scope(String municipality, String administration) {

    /** Those that are written to: two of one municipality, and one of another. */
    public static final List<Scope> ALL =
            List.of(new Scope("0580", "vss"), new Scope("0580", "ks"), new Scope("0581", "vss"));

    /** The segments of its addresses. */
    public String path() {
        return "municipalities/" + municipality + "/administrations/" + administration;
    }

    @Override
    public String toString() {
        return municipality + "/" + administration;
    }
}
