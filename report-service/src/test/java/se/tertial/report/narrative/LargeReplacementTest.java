package se.tertial.report.narrative;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.TestStack;
import se.tertial.report.Vss;

/** A small body that replaces large rows is bounded by what it replaces, as that is read too. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
class LargeReplacementTest {

    private static final String NARRATIVES = "/municipalities/0580/administrations/large-texts/narratives";
    private static final int ROWS = 175;
    private static final int AT_ONCE = 35;

    @Test
    void oneRequestReplacesNoMoreThanItMayRead() {
        String large = "😀".repeat(50_000);
        for (int from = 0; from < ROWS; from += AT_ONCE) {
            put(from, from + AT_ONCE, large).then().statusCode(200);
        }

        put(0, ROWS, "Kort.").then().statusCode(422).body("violations.field", contains("/items"));

        put(0, 100, "Kort.").then().statusCode(200).body("replaced", equalTo(100));
        put(100, ROWS, "Kort.").then().statusCode(200).body("replaced", equalTo(ROWS - 100));
    }

    private static io.restassured.response.Response put(int from, int to, String text) {
        String items = IntStream.range(from, to)
                .mapToObj(number -> "{\"period\": \"2021-08\", \"sectionId\": \"section-%d\", \"markdown\": \"%s\"}"
                        .formatted(number, text))
                .collect(Collectors.joining(","));
        return Vss.overwriting().body("{\"items\": [" + items + "]}").put(NARRATIVES);
    }
}
