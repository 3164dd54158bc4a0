package se.tertial.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemPageTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            delimiter = '|',
            value = {
                "GET | text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8 | true",
                "HEAD | TEXT/HTML, APPLICATION/XHTML+XML | true",
                "GET | text/html; q=0.3, application/xhtml+xml; q=0.3, application/json; q=0.2 | true",
                "GET | text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,"
                        + "application/signed-exchange;v=b3;q=0.7 | true",
                "GET | text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2 | false",
                "GET | text/html, image/gif, image/jpeg, */*; q=0.2 | false",
                "GET | text/html, application/*; q=0.2 | false",
                "GET | text/html, application/xhtml+xml; q=0 | false",
                "GET | text/html | false",
                "GET | none | false",
                "GET | */* | false",
                "GET | application/json, text/html, application/xhtml+xml | false",
                "GET | text/html, application/xhtml+xml, application/problem+json | false",
                "GET | text/html;q=0, application/xhtml+xml | false",
                "GET | text/html;q=1e9999999, application/xhtml+xml | false",
                "GET | text/html;q=0.0001, application/xhtml+xml | false",
                "POST | text/html, application/xhtml+xml | false",
                "DELETE | text/html, application/xhtml+xml | false"
            })
    void pageIsForWhoeverReadsAndPrefersIt(String method, String accept, boolean wanted) {
        assertEquals(wanted, ProblemPage.isWanted(method, accept));
    }

    @Test
    void whatIsWrongIsATextWhateverItIs() {
        String page = ProblemPage.html(410, "<script>alert(1)</script> & \"'", "/a?b&c=\"><img src=x>", "<b>");

        assertTrue(page.contains("<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;&#39;</p>"), page);
        assertTrue(page.contains("<a href=\"/a?b&amp;c=&quot;&gt;&lt;img src=x&gt;\">"), page);
        assertFalse(page.contains("<b>") || page.contains("<img") || page.contains("<script"), page);
    }

    @Test
    void pageSaysWhatTheStatusMeansWhereNothingElseIsSaid() {
        String page = ProblemPage.html(503, null);

        assertTrue(page.contains("<h1>Sidan kan inte visas just nu</h1>"), page);
        assertTrue(page.contains("<p>Försök igen om en stund.</p>"), page);
        assertFalse(page.contains("<code>"), page);
    }
}
