package se.tertial.report;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** A report's page as a browser reads it. */
public record Page(Document document) {

    private static final Set<String> ELEMENTS = Set.of(
            "a abbr article aside body br caption circle code dd desc div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 head header hr html"
                    .concat(
                            " li line main meta nav ol p path pre rect section script span strong style svg table tbody td text th thead time title")
                    .concat(" tr tspan ul blockquote")
                    .split(" "));

    public static Page of(String html) {
        return new Page(Jsoup.parse(html));
    }

    /** Elements, attributes and addresses that a report does not have. */
    public Set<String> foreign() {
        Set<String> foreign = new TreeSet<>();
        for (Element element : document.getAllElements()) {
            if (!ELEMENTS.contains(element.normalName())
                    && !element.normalName().startsWith("#")) {
                foreign.add("<" + element.normalName() + ">");
            }
            for (Attribute attribute : element.attributes()) {
                String name = attribute.getKey().toLowerCase(Locale.ROOT);
                // An address that was refused is empty, and leads nowhere.
                boolean leadsAway = name.endsWith("href")
                        && !attribute.getValue().matches("#\\S*|document\\?\\S*|https?://.*|mailto:.*|");
                if (name.startsWith("on") || Set.of("src", "srcdoc", "style").contains(name) || leadsAway) {
                    foreign.add(element.normalName() + " " + attribute);
                }
            }
        }
        if (document.select("script").size() > 1 || document.select("style").size() != 1) {
            foreign.add("a script or style of another");
        }
        return foreign;
    }

    /** Each element with its depth, its classes and the names of its attributes: all but its texts, and where a label is broken. */
    public String skeleton() {
        return document.getAllElements().stream()
                .filter(element -> !element.normalName().equals("tspan"))
                .map(element -> " ".repeat(element.parents().size())
                        + element.normalName()
                        + element.attributes().asList().stream()
                                .map(Attribute::getKey)
                                .toList()
                        + element.className())
                .collect(Collectors.joining("\n"));
    }

    /** Links and names that lead to no element of the page. */
    public Set<String> dangling() {
        Set<String> dangling = new TreeSet<>();
        document.select("[href^=#]")
                .forEach(link -> dangling.add(link.attr("href").substring(1)));
        document.select("[aria-labelledby]")
                .forEach(named ->
                        dangling.addAll(Set.of(named.attr("aria-labelledby").split(" "))));
        document.select("[id]").forEach(element -> dangling.remove(element.id()));
        return dangling;
    }
}
