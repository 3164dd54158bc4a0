package se.tertial.report.narrative;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import se.tertial.devstack.TestStack;
import se.tertial.report.Vss;

/** A page is bounded in bytes, whatever its rows hold: a hundred texts of 50 000 emoji take 20 MB. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
class LargePageTest {

    private static final int MOST = 16 * 1024 * 1024;
    private static final int TEXT = 50_000 * 4;
    private static final Pattern LIMIT = Pattern.compile("With a limit of ([0-9]+)");
    private static final Vss VSS = new Vss();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static boolean isWritten;

    @TestHTTPResource
    URL root;

    @BeforeEach
    void write() {
        if (!isWritten) {
            Stream.of(0, 25, 50, 75).forEach(LargePageTest::write);
            isWritten = true;
        }
    }

    private static void write(int from) {
        String items = IntStream.range(from, from + 25)
                .mapToObj(number -> "{\"period\": \"2021-08\", \"sectionId\": \"section-%d\", \"markdown\": \"%s\"}"
                        .formatted(number, "😀".repeat(50_000)))
                .collect(Collectors.joining(","));
        Vss.asController()
                .body("{\"items\": [" + items + "]}")
                .put(VSS.path("narratives"))
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"narratives?", "changes?topic=report.narrative.v1&", "audit-entries?topic=report.narrative.v1&"})
    void pageThatIsTooLargeIsRefusedWithALimitThatIsNot(String list) {
        String detail = Vss.asController()
                .get(VSS.path(list + "limit=1000"))
                .then()
                .statusCode(400)
                .body("violations.field", contains("limit"))
                .extract()
                .path("detail");

        Matcher limit = LIMIT.matcher(detail);
        assertTrue(limit.find(), detail);
        byte[] page = Vss.asController()
                .get(VSS.path(list + "limit=" + limit.group(1)))
                .then()
                .statusCode(200)
                .body("_meta.totalRecords", equalTo(100))
                .extract()
                .asByteArray();
        assertTrue(page.length > MOST / 2 && page.length < 2 * MOST, page.length + " bytes");
    }

    @Test
    void emojiTakesFourBytes() {
        byte[] page = Vss.asController()
                .get(VSS.path("narratives?limit=10"))
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();

        assertTrue(page.length < 11 * TEXT, page.length + " bytes");
    }

    @Test
    void manyLargePagesAtOnceAreServedOrToldToComeBack() {
        HttpRequest page = HttpRequest.newBuilder(
                        URI.create(root.toString().replaceFirst("/$", "") + VSS.path("narratives?limit=80")))
                .header("Authorization", "Bearer " + TestStack.token("controller", "controller:0580:*"))
                .build();
        List<CompletableFuture<Integer>> pages = IntStream.range(0, 12)
                .mapToObj(number ->
                        CLIENT.sendAsync(page, BodyHandlers.discarding()).thenApply(HttpResponse::statusCode))
                .toList();

        List<Integer> statuses =
                pages.stream().map(CompletableFuture::join).distinct().toList();

        assertTrue(statuses.contains(200) && List.of(200, 503).containsAll(statuses), statuses.toString());
        Vss.asController().get(VSS.path("narratives?limit=80")).then().statusCode(200);
    }
}
