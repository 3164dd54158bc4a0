package se.tertial.report.wording;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import se.tertial.report.document.Document.Incompleteness;

/** What a report lacks or refers to in vain, collected while it is composed. In Swedish: it stands on the draft. */
public final class Missing {

    /** More names than this nobody reads in a sentence. */
    private static final int MOST_NAMED = 10;

    private final Set<Incompleteness> found = new LinkedHashSet<>();

    public List<Incompleteness> found() {
        return List.copyOf(found);
    }

    public void municipality(String id) {
        found.add(new Incompleteness("unknown-municipality", "Kommunen ”" + id + "” finns inte i registret."));
    }

    public void administration(String id) {
        found.add(new Incompleteness("unknown-administration", "Förvaltningen ”" + id + "” finns inte i registret."));
    }

    public void template(String id) {
        found.add(new Incompleteness("unknown-template", "Mallen ”" + id + "” finns inte."));
    }

    public void unit(String id) {
        found.add(new Incompleteness("unknown-unit", "Enheten ”" + id + "” har siffror men finns inte i registret."));
    }

    /**
     * A unit whose figures cannot be divided.
     *
     * @param day of the organisation, in words
     */
    public void dividedUnit(String name, String day) {
        found.add(new Incompleteness(
                "divided-unit",
                "Enheten ”" + name + "” motsvarar ingen enskild enhet i organisationen den " + day
                        + ". Den visas därför för sig."));
    }

    public void investmentObject(String id) {
        found.add(new Incompleteness(
                "unknown-investment-object",
                "Investeringsobjektet ”" + id + "” har belopp men finns inte i registret."));
    }

    /** Where something is shown. */
    public enum Place {
        TABLE("I tabellen"),
        CHART("I diagrammet");

        private final String words;

        Place(String words) {
            this.words = words;
        }
    }

    /**
     * Amounts that are expected and not there.
     *
     * @param caption of the table or the chart
     * @param names   of the units or the investment objects, in order
     */
    public void amounts(Place place, String caption, String column, Collection<String> names) {
        found.add(new Incompleteness(
                "missing-amount",
                place.words + " ”" + caption + "” saknas ”" + column + "” för " + listed(names) + "."));
    }

    /** {@code ”A”, ”B” och ”C”}; of many the first and how many others. */
    private static String listed(Collection<String> names) {
        List<String> told = names.stream()
                .limit(MOST_NAMED)
                .map(name -> "”" + name + "”")
                .collect(Collectors.toCollection(ArrayList::new));
        if (names.size() > told.size()) {
            told.add((names.size() - told.size()) + " till");
        }
        String last = told.remove(told.size() - 1);
        return told.isEmpty() ? last : String.join(", ", told) + " och " + last;
    }

    /** An amount that is shown by its sides, of which only the net is known. */
    public void sides(Place place, String caption, String column, String name) {
        found.add(new Incompleteness(
                "missing-amount",
                place.words + " ”" + caption + "” är ”" + column + "” för ”" + name
                        + "” inte uppdelat på kostnader och intäkter."));
    }

    /** A volume measure whose forecast of this report's round is not there. */
    public void forecast(String indicator) {
        found.add(new Incompleteness("missing-forecast", "Volymmåttet ”" + indicator + "” saknar prognos."));
    }

    public void indicator(String id) {
        found.add(new Incompleteness("unknown-indicator", "Måttet ”" + id + "” finns inte i registret."));
    }

    public void goal(String id, String of) {
        found.add(new Incompleteness("unknown-goal", "Målet ”" + id + "”, som " + of + " hör till, finns inte."));
    }

    public void assessment(String goal) {
        found.add(new Incompleteness("missing-assessment", "Förvaltningsmålet ”" + goal + "” är inte bedömt."));
    }

    /** A text of a section that the template does not have, or not any more. */
    public void section(String id) {
        found.add(new Incompleteness(
                "unknown-section",
                "Texten ”" + id + "” hör till ett avsnitt som inte finns i mallen. Den visas inte."));
    }

    public void text(String heading) {
        found.add(new Incompleteness("missing-text", "Avsnittet ”" + heading + "” saknar text."));
    }
}
