package se.tertial.report.composition;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import se.tertial.report.document.Document.Incompleteness;

/** What a report lacks or refers to in vain, collected while it is composed. In Swedish: it stands on the draft. */
final class Missing {

    private final Set<Incompleteness> found = new LinkedHashSet<>();

    List<Incompleteness> found() {
        return List.copyOf(found);
    }

    void municipality(String id) {
        found.add(new Incompleteness("unknown-municipality", "Kommunen ”" + id + "” finns inte i registret."));
    }

    void administration(String id) {
        found.add(new Incompleteness("unknown-administration", "Förvaltningen ”" + id + "” finns inte i registret."));
    }

    void template(String id) {
        found.add(new Incompleteness("unknown-template", "Mallen ”" + id + "” finns inte."));
    }

    void unit(String id) {
        found.add(new Incompleteness("unknown-unit", "Enheten ”" + id + "” har siffror men finns inte i registret."));
    }

    void investmentObject(String id) {
        found.add(new Incompleteness(
                "unknown-investment-object",
                "Investeringsobjektet ”" + id + "” har belopp men finns inte i registret."));
    }

    void indicator(String id) {
        found.add(new Incompleteness("unknown-indicator", "Måttet ”" + id + "” finns inte i registret."));
    }

    void goal(String id, String of) {
        found.add(new Incompleteness("unknown-goal", "Målet ”" + id + "”, som " + of + " hör till, finns inte."));
    }

    void assessment(String goal) {
        found.add(new Incompleteness("missing-assessment", "Förvaltningsmålet ”" + goal + "” är inte bedömt."));
    }

    void text(String heading) {
        found.add(new Incompleteness("missing-text", "Avsnittet ”" + heading + "” saknar text."));
    }
}
