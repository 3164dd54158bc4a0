package se.tertial.report.delivery;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static se.tertial.report.delivery.AugustReport.DOCUMENT;
import static se.tertial.report.delivery.AugustReport.publish;
import static se.tertial.report.delivery.AugustReport.write;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.TestStack;
import se.tertial.report.Vss;

/** What a published page may run and load: what it was frozen with, and nothing else. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
class PageScriptTest {

    @Test
    void pageThatWasFrozenWithAnotherStyleMayShowIt() throws Exception {
        String style = "body{color:#123456}";

        String policy = policy("<html><head><title>&lt;style></title><style>" + style + "</style></head></html>");

        assertEquals(
                "default-src 'none'; style-src 'sha256-" + base64Sha256(style)
                        + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
                policy);
    }

    @Test
    void publishedPageMayRunItsOwnScriptAndAskWhereItIsFrom() throws Exception {
        Vss vss = new Vss().withReport();
        publish(vss, "page-with-a-script");
        Response page = given().get(vss.path(DOCUMENT + "?format=html"));

        Matcher script = Pattern.compile("(?s)<script>(.*?)</script>").matcher(page.asString());

        assertTrue(script.find());
        assertEquals(
                "default-src 'none'; style-src 'sha256-"
                        + base64Sha256(between(page.asString(), "<style>", "</style>"))
                        + "'; script-src 'sha256-" + base64Sha256(script.group(1))
                        + "'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
                page.header("Content-Security-Policy"));
        assertFalse(script.find());
    }

    @Test
    void publishedPageKnowsItsNumberAndADraftHasNothingToFollow() {
        Vss vss = new Vss().withReport();
        publish(vss, "first-of-a-page");
        write(vss, "Läget är ett annat.");
        publish(vss, "second-of-a-page");

        String first =
                given().get(vss.path(DOCUMENT + "?format=html&version=1")).asString();
        String second = given().get(vss.path(DOCUMENT + "?format=html")).asString();
        String draft = Vss.asController()
                .get(vss.path(DOCUMENT + "?format=html&version=draft"))
                .asString();

        assertTrue(first.contains("role=\"status\" data-publication=\"1\""));
        assertTrue(second.contains("role=\"status\" data-publication=\"2\""));
        assertFalse(draft.contains("data-publication") || draft.contains("<script"));
    }

    @Test
    void scriptThatStandsAnywhereElseMayNotRun() throws Exception {
        String policy =
                policy("<html><head><style>p{}</style>\n</head><body>\n<script>alert(1)</script></body></html>");

        assertFalse(policy.contains("script-src"), policy);
    }

    private static String policy(String page) {
        return EncodedDocument.of(EncodedDocument.Format.HTML, page.getBytes(UTF_8)).plain().headers().stream()
                .filter(header -> "Content-Security-Policy".contentEquals(header.name()))
                .map(header -> header.value().toString())
                .findFirst()
                .orElseThrow();
    }

    private static String between(String text, String start, String end) {
        int first = text.indexOf(start) + start.length();
        return text.substring(first, text.indexOf(end, first));
    }

    private static String base64Sha256(String text) throws Exception {
        return Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    }
}
