package se.tertial.examples;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Texts that mean something to a browser, a template, a spreadsheet or a shell are texts like others. The example is written into
 * two more administrations, once with every text harmless and once with every text hostile, and the two reports have the same
 * elements throughout.
 */
class HostileTextTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HARMLESS = "harmlos";
    private static final String HOSTILE = "fientlig";
    private static final String REPORT = "/reports/2021-08";

    private static final List<String> PAYLOADS = List.of(
            "<script>alert(1)</script>",
            "</title><script src=//a.example></script>",
            "\"><img src=x onerror=alert(1)>",
            "' onmouseover='alert(1)",
            "</td></tr></table><iframe src=//a.example>",
            "</text></svg><svg onload=alert(1)>",
            "<!-- <style>p{display:none}</style>",
            "]]><![CDATA[<b>",
            "&lt;b&gt;&#60;i&#62;&#x3C;u&#x3E;",
            "javascript:alert(1)",
            "{{7+7}} ${7+7} #{7+7} {7+7}",
            "<%= 7+7 %> {% if x %}",
            "=HYPERLINK(\"//a.example\",\"x\")",
            "+1+1|' /C calc'!A0",
            "$(id); rm -rf x",
            "{year} {month} {0}");

    /** In the order in which they refer to each other. */
    private static final List<String> LISTS = List.of(
            "finance units",
            "finance operating-lines",
            "finance investment-objects",
            "finance investment-lines",
            "goals goals",
            "goals assessments",
            "goals assignments",
            "goals activities",
            "goals plans",
            "goals plan-follow-ups",
            "goals control-points",
            "indicators indicators",
            "indicators measurements",
            "indicators targets",
            "indicators forecasts",
            "report templates",
            "report reports",
            "report events",
            "report narratives");

    private static final Set<String> ELEMENTS = Set.of(
            "a",
            "abbr",
            "article",
            "body",
            "br",
            "button",
            "caption",
            "circle",
            "code",
            "col",
            "colgroup",
            "dd",
            "desc",
            "details",
            "div",
            "dl",
            "dt",
            "em",
            "figcaption",
            "figure",
            "footer",
            "g",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "head",
            "header",
            "hr",
            "html",
            "li",
            "line",
            "main",
            "meta",
            "nav",
            "ol",
            "p",
            "path",
            "rect",
            "section",
            "small",
            "span",
            "strong",
            "style",
            "summary",
            "sup",
            "svg",
            "table",
            "tbody",
            "td",
            "text",
            "tfoot",
            "th",
            "thead",
            "time",
            "title",
            "tr",
            "tspan",
            "ul",
            "blockquote",
            "pre",
            "link");

    private static RunningExample suite;
    private static Document harmless;
    private static Document hostile;

    /** Of each administration and topic, what was written last. */
    private static final Map<String, Map<String, Long>> REVISIONS = new HashMap<>();

    /** The same text is rewritten in the same way wherever it stands, since equal headings may be drawn together. */
    private static final Map<String, Integer> NUMBER_OF = new HashMap<>();

    @BeforeAll
    static void writeTwice() throws IOException {
        suite = RunningExample.shared();
        write(HARMLESS, number -> "Ord " + number);
        write(HOSTILE, number -> "Ord " + PAYLOADS.get(number % PAYLOADS.size()) + " " + number);
        harmless = page(HARMLESS);
        hostile = page(HOSTILE);
    }

    @Test
    void hostileTextsMakeTheSamePage() {
        String skeleton = skeleton(harmless);

        assertEquals(skeleton, skeleton(hostile));
        assertTrue(skeleton.lines().count() > 1_000, "elements");
        assertEquals(page("vss").select("table").size(), hostile.select("table").size());
    }

    @Test
    void everyHostileTextIsReadAsItWasWritten() {
        String text = hostile.text();

        for (String payload : PAYLOADS) {
            assertTrue(text.contains(payload), payload);
        }
    }

    /** In Markdown, links and pictures are possible, and scripts and foreign pictures are not. */
    @Test
    void markdownBringsInNothingThatRunsOrLoads() {
        String markdown =
                """
                # Rubrik <script>alert(1)</script>

                [a](javascript:alert(1)) [b](JaVaScRiPt:alert(1)) [c](data:text/html,<script>alert(1)</script>) [d](vbscript:x)
                [e](&#106;avascript:alert(1)) [f](java\\script:alert(1)) [g](//a.example "title\\" onmouseover=alert(1)")
                [h](https://a.example/"onmouseover="alert(1)) <javascript:alert(1)> <https://a.example>

                ![i](https://a.example/pixel.png) ![j](javascript:alert(1)) ![k"onerror="alert(1)](x)

                <iframe src="https://a.example"></iframe>

                <style>* {display: none}</style>

                `</code><script>alert(1)</script>`

                ```"><script>alert(1)</script>
                </pre><script>alert(1)</script>
                ```
                """;
        ObjectNode narrative = JSON.createObjectNode().put("period", "2021-08").put("sectionId", "mission");
        narrative.put("markdown", markdown);
        put(HOSTILE, "report", "narratives", JSON.createArrayNode().add(narrative));

        Document page = page(HOSTILE);

        assertTrue(page.text().contains("Rubrik"), "the narrative is shown");
        assertHarmless(page);
    }

    @Test
    void textNestedWithoutEndIsShownLikeAnother() {
        ObjectNode narrative = JSON.createObjectNode().put("period", "2021-08").put("sectionId", "outlook");
        narrative.put("markdown", "> - ".repeat(12_000) + "Botten");
        put(HOSTILE, "report", "narratives", JSON.createArrayNode().add(narrative));

        assertTrue(page(HOSTILE).text().contains("Botten"), "the narrative is shown");
    }

    @Test
    void startPageWithAHostileTitleIsHarmless() {
        asked().contentType("application/json")
                .body("{}")
                .post(suite.url("/report/v1" + administration(HOSTILE) + REPORT
                        + "/publications?ifIncomplete=PUBLISH&reason=Prov"))
                .then()
                .statusCode(201);

        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            Document start = Jsoup.parse(given().get(suite.url("/")).asString());
            assertTrue(start.outerHtml().contains(HOSTILE), "the report is on the start page");
            assertHarmless(start);
        });
    }

    private static void assertHarmless(Document page) {
        Set<String> faults = new TreeSet<>();
        for (Element element : page.getAllElements()) {
            if (!ELEMENTS.contains(element.normalName())
                    && !element.normalName().startsWith("#")) {
                faults.add("<" + element.normalName() + ">");
            }
            for (Attribute attribute : element.attributes()) {
                String name = attribute.getKey().toLowerCase(java.util.Locale.ROOT);
                if (name.startsWith("on") || name.equals("src") || name.equals("srcdoc") || name.equals("style")) {
                    faults.add(element.normalName() + " " + attribute);
                }
                boolean leads = name.endsWith("href") || name.equals("action");
                if (leads && !attribute.getValue().matches("(https?:)?/.*|#.*|")) {
                    faults.add(element.normalName() + " " + attribute);
                }
            }
        }
        assertEquals(Set.of(), faults);
    }

    /** Each element with its depth and the names of its attributes: all but what it says, and where lines of a label break. */
    private static String skeleton(Document page) {
        return page.getAllElements().stream()
                .filter(element -> !element.normalName().equals("tspan"))
                .map(element -> " ".repeat(element.parents().size())
                        + element.normalName()
                        + element.attributes().asList().stream()
                                .map(Attribute::getKey)
                                .toList()
                        + element.className())
                .collect(Collectors.joining("\n"));
    }

    private static void write(String administration, IntFunction<String> text) throws IOException {
        ObjectNode named = JSON.createObjectNode().put("administrationId", administration);
        named.put("name", text.apply(0)).put("shortName", text.apply(1)).put("board", text.apply(2));
        asked().contentType("application/json")
                .body(named.toString())
                .put(suite.url("/finance/v1" + administration(administration)))
                .then()
                .statusCode(201);
        for (String list : LISTS) {
            String service = list.split(" ", 2)[0];
            String name = list.split(" ", 2)[1];
            Operation bulk = bulk(service, name);
            ArrayNode written = JSON.createArrayNode();
            for (JsonNode row : rows(service, name)) {
                written.add(
                        rewritten(bulk, bulk.rowSchema(), row, name.equals("templates") ? withoutBraces(text) : text));
            }
            put(administration, service, name, written);
        }
    }

    /** A template's braces name what is put in their place; other names are refused. */
    private static IntFunction<String> withoutBraces(IntFunction<String> text) {
        return number -> text.apply(number).replace('{', '[').replace('}', ']');
    }

    private static Operation bulk(String service, String list) throws IOException {
        JsonNode document = JSON.readTree(given().get(suite.url("/" + service + "/v1/openapi?format=json"))
                .asByteArray());
        return Operation.all(service, document)
                .filter(operation -> operation.isBulk() && operation.path().endsWith("/" + list))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode rows(String service, String list) throws IOException {
        String address = suite.url("/" + service + "/v1" + administration("vss") + "/" + list + "?limit=1000");
        JsonNode page = JSON.readTree(asked().get(address).asByteArray());
        assertEquals(page.at("/_meta/totalRecords").asInt(), page.get("items").size(), list);
        return page.get("items");
    }

    /** What may be written of it, with other prose. */
    private static JsonNode rewritten(
            Operation operation, JsonNode unresolved, JsonNode value, IntFunction<String> text) {
        JsonNode schema = operation.resolve(unresolved);
        if (value.isObject()) {
            ObjectNode written = JSON.createObjectNode();
            schema.path("properties").properties().forEach(property -> {
                JsonNode inner = value.path(property.getKey());
                if (!inner.isMissingNode()
                        && !property.getValue().path("readOnly").asBoolean()) {
                    written.set(property.getKey(), rewritten(operation, property.getValue(), inner, text));
                }
            });
            return written;
        }
        if (value.isArray()) {
            ArrayNode written = JSON.createArrayNode();
            value.forEach(inner -> written.add(rewritten(operation, schema.get("items"), inner, text)));
            return written;
        }
        boolean prose = value.isTextual() && schema.has("maxLength") && !schema.has("pattern") && !schema.has("enum");
        if (!prose || value.asText().matches("[<>=≤≥]*[0-9 ,.%]+|Ska .*|IU|-")) {
            return value; // a target is an expression, not prose
        }
        int number = NUMBER_OF.computeIfAbsent(value.asText(), first -> NUMBER_OF.size() + 3);
        String other = text.apply(number);
        int most = schema.get("maxLength").asInt();
        return TextNode.valueOf(
                other.length() <= most ? other : other.substring(0, most).strip());
    }

    private static void put(String administration, String service, String list, ArrayNode rows) {
        ObjectNode bulk = JSON.createObjectNode();
        bulk.set("items", rows);
        Response outcome = asked().contentType("application/json; charset=UTF-8")
                .body(bulk.toString())
                .put(suite.url("/" + service + "/v1" + administration(administration) + "/" + list));
        assertEquals(200, outcome.statusCode(), list + ": " + outcome.asString());
        REVISIONS
                .computeIfAbsent(administration, name -> new HashMap<>())
                .put(outcome.path("topic"), outcome.jsonPath().getLong("revision"));
    }

    private static Document page(String administration) {
        String report = "/report/v1" + administration(administration) + REPORT;
        Map<String, Long> written = REVISIONS.getOrDefault(administration, Map.of());
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            Response status = asked().get(suite.url(report));
            assertEquals(200, status.statusCode(), status.asString());
            List<String> behind = new ArrayList<>();
            Map<String, Number> readModel = status.path("readModel");
            readModel.forEach((topic, revision) -> {
                if (revision.longValue() < written.getOrDefault(topic, 0L)) {
                    behind.add(topic);
                }
            });
            assertEquals(List.of(), behind);
        });
        Response page = asked().queryParam("format", "html")
                .queryParam("version", "draft")
                .get(suite.url(report + "/document"));
        assertEquals(200, page.statusCode(), page.asString());
        return Jsoup.parse(page.asString());
    }

    private static String administration(String id) {
        return "/municipalities/0580/administrations/" + id;
    }

    private static RequestSpecification asked() {
        return given().auth()
                .oauth2(suite.issued(
                        "somebody", List.of("administrator:0580:*", "controller:0580:*", "approver:0580:*")));
    }
}
