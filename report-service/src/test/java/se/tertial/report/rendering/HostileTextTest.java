package se.tertial.report.rendering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import se.tertial.report.EveryText;
import se.tertial.report.Example;
import se.tertial.report.Page;
import se.tertial.report.composition.ReportComposition;
import se.tertial.report.document.Allowance;
import se.tertial.report.document.Document;
import se.tertial.report.replica.Facts;
import se.tertial.report.replica.Known;

/** Whatever a text is, a unit, a code or an identifier: in the page it is a text. */
class HostileTextTest {

    private static final List<String> PAYLOADS = List.of(
            "<script>alert(1)</script>",
            "</title><script src=//a.example></script>",
            "\"><img src=x onerror=alert(1)>",
            "\" onmouseover=\"alert(1)\" x=\"",
            "' onmouseover='alert(1)",
            "</td></tr></table><iframe src=//a.example>",
            "</text></svg><svg onload=alert(1)>",
            "</style><style>p{display:none}</style>",
            "<!-- ]]><![CDATA[<b>",
            "javascript:alert(1)",
            "a b\tc");

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void everyTextOfEveryFactTemplateAndTextMakesTheSamePage(int publication) {
        Map<String, Integer> numbers = new HashMap<>();
        Document harmless = composed(text -> "Ord " + numbers.computeIfAbsent(text, any -> numbers.size()));
        Document hostile = composed(text -> {
            int number = numbers.getOrDefault(text, 0);
            return "Ord " + PAYLOADS.get(number % PAYLOADS.size()) + " " + number;
        });

        Page expected = Page.of(HtmlReport.render(published(harmless, publication, "Rättad.")));
        Page page = Page.of(HtmlReport.render(published(hostile, publication, String.join(" ", PAYLOADS))));

        assertEquals(Set.of(), page.foreign());
        assertEquals(expected.skeleton(), page.skeleton());
        assertTrue(expected.skeleton().lines().count() > 1_000, "elements");
        assertEquals(Set.of(), page.dangling());
    }

    @ParameterizedTest
    @ValueSource(strings = {"goal", "indicator", "unit", "period", "section"})
    void linkToAHostileIdentifierLeadsToItsElement(String prefix) {
        for (String payload : PAYLOADS) {
            Html html = new Html(Allowance.ofOneDocument());
            html.open("a").linkTo(prefix + payload).text(payload).close();
            html.open("p")
                    .id(prefix + payload)
                    .labelledBy(prefix + payload, prefix)
                    .close();
            html.open("i").id(prefix).close();

            Page page = Page.of(html.page());

            assertEquals(Set.of(), page.dangling());
            assertEquals(3, page.document().body().childrenSize());
        }
    }

    private static Document published(Document document, int number, String correction) {
        return number == 0
                ? document
                : document.published(new Document.Version(
                        number,
                        Instant.EPOCH,
                        correction,
                        new Document.Earlier(number - 1, Instant.EPOCH, "/document?version=" + (number - 1))));
    }

    private static Document composed(UnaryOperator<String> text) {
        ReportComposition.Input example = Example.input();
        List<Known<?>> facts = Example.facts().stream()
                .<Known<?>>map(known -> EveryText.rewritten(known, text))
                .toList();
        return ReportComposition.compose(new ReportComposition.Input(
                example.scope(),
                example.period(),
                text.apply(example.title()),
                EveryText.rewritten(example.template(), text),
                text.apply(example.templateId()),
                example.narratives().entrySet().stream()
                        .collect(Collectors.toMap(
                                narrative -> text.apply(narrative.getKey()),
                                narrative -> text.apply(narrative.getValue()))),
                EveryText.rewritten(example.events(), text),
                Facts.of(facts),
                example.readModel()));
    }
}
