package se.tertial.report.delivery;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import se.tertial.devstack.TestStack;
import se.tertial.report.Vss;

/** Who asks with a browser is told in Swedish, on a page, why there is nothing to read; a program gets its problem document. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
class BrowserErrorsTest {

    private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "reports/2021-08/document?version=7 | 404 | Det finns ingen publicering 7 av rapporten för januari–augusti 2021 här.",
                "reports/2021-08/draft?link=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA | 404 | En länk till ett utkast",
                "reports/2021-08/finns-inte | 404 | Sidan finns inte",
                "reports/2020-12/document | 401 | Den som arbetar med rapporten behöver logga in.",
                "reports/2021-08/document?version=draft | 401 | Du kommer inte åt sidan",
                "reports/2021-08/document?version=old | 400 | Adressen kan inte läsas",
                "reports/2021-13/document | 400 | Adressen kan inte läsas"
            })
    void browserGetsAPageInSwedish(String address, int status, String words) {
        Vss vss = published();

        var page = given().header("Accept", BROWSER).get(vss.path(address)).then();

        page.statusCode(status)
                .contentType("text/html;charset=utf-8")
                .header("Content-Language", "sv")
                .header("Vary", "Accept, Accept-Language")
                .header("Content-Security-Policy", containsString("default-src 'none'"))
                .header("Content-Security-Policy", not(containsString("unsafe")))
                .body(containsString("<html lang=\"sv\">"))
                .body(containsString(words));
    }

    @Test
    void tokenThatGrantsTooLittleIsAnsweredWithAPageToo() {
        Vss vss = published();

        given().header("Accept", BROWSER)
                .auth()
                .oauth2(TestStack.token("stranger", "reader:1480:*"))
                .get(vss.path("reports/2021-08/document?version=draft"))
                .then()
                .statusCode(403)
                .contentType("text/html;charset=utf-8")
                .body(containsString("Du kommer inte åt sidan"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/*",
                "application/json",
                "application/json, text/html, application/xhtml+xml",
                "text/html;q=0.5, application/xhtml+xml, application/json",
                "text/html, image/gif, image/jpeg, */*; q=0.2"
            })
    void programGetsAProblemDocument(String accept) {
        Vss vss = published();

        given().header("Accept", accept)
                .get(vss.path("reports/2021-08/document?version=7"))
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .header("Vary", "Accept, Accept-Language")
                .body("status", equalTo(404));
    }

    @Test
    void whoWritesGetsAProblemDocumentWhateverTheyAccept() {
        Vss vss = published();

        given().header("Accept", BROWSER)
                .post(vss.path("reports/2021-08/publications" + Vss.AS_IT_IS))
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("Vary", "Accept-Language");
    }

    @Test
    void whatIsInTheAddressIsATextOnThePage() {
        Vss vss = published();

        given().header("Accept", BROWSER)
                .urlEncodingEnabled(false)
                .get(vss.path("reports/2021-08/document?version=%3Cscript%3Ealert(1)%3C/script%3E"))
                .then()
                .statusCode(400)
                .body(not(containsString("<script")));
    }

    private static Vss published() {
        Vss vss = new Vss().withReport();
        Vss.asController()
                .post(vss.path("reports/2021-08/publications" + Vss.AS_IT_IS))
                .then()
                .statusCode(201);
        return vss;
    }
}
