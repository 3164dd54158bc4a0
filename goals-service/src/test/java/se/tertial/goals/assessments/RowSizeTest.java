package se.tertial.goals.assessments;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.Messages;
import se.tertial.devstack.TestStack;
import se.tertial.goals.Administration;

/** A row takes no more than Kafka does; it is refused when it is written, and not when it is sent. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "goals"))
class RowSizeTest {

    private static final String ADDRESS = "assessments/god-service~2021-08";

    @Inject
    AgroalDataSource database;

    @Test
    void whatKafkaWouldNotTakeIsRefusedAndANeighboursChangeArrives() {
        var large = Administration.withGoals("row-size-large");
        var neighbour = Administration.withGoals("row-size-neighbour");

        var refused = large.put(ADDRESS, assessment("god-service", 30, "å".repeat(20_000)));
        neighbour.put(ADDRESS, assessment("god-service", 1, "ja")).statusCode(201);

        refused.statusCode(422)
                .body("violations.field", contains(""))
                .body("violations[0].message", containsString("at most 262,144"));
        assertEquals(List.of(), large.items("assessments"));
        assertEquals(1, sent("row-size-neighbour").size());
    }

    @Test
    void ofManyTheOneThatIsTooLargeIsNamed() {
        var vss = Administration.withGoals("row-size-bulk");

        var refused = vss.putAll(
                "assessments",
                assessment("hog-digitaliseringsgrad", 2, "å".repeat(20_000)),
                assessment("god-service", 30, "å".repeat(20_000)));

        refused.statusCode(422).body("violations.field", contains("/items/1"));
        assertEquals(List.of(), vss.items("assessments"));
    }

    @Test
    void theLargestRowArrives() throws SQLException {
        var vss = Administration.withGoals("row-size-largest");
        vss.put(ADDRESS, assessment("god-service", 13, "😀".repeat(5_000))).statusCode(201);
        int room = 262_144 - bytesOfLastChange("row-size-largest");

        vss.put(ADDRESS, assessment("god-service", 13, "😀".repeat(5_000), "x".repeat(room)))
                .statusCode(422)
                .body("violations", hasSize(1));
        // One more result brings its quotation marks and a comma; the revision may grow by a digit.
        vss.put(ADDRESS, assessment("god-service", 13, "😀".repeat(5_000), "x".repeat(room - 5)))
                .statusCode(200)
                .body("results", hasSize(14))
                .body("results[0]", equalTo("😀".repeat(5_000)));

        String last = sent("row-size-largest", 2).get(1).body();
        assertEquals(bytesOfLastChange("row-size-largest"), last.getBytes(StandardCharsets.UTF_8).length);
    }

    private int bytesOfLastChange(String administration) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(
                        "select bytes from change where administration_id = ? order by revision desc limit 1")) {
            statement.setString(1, administration);
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    private static List<Messages.Message> sent(String administration) {
        return sent(administration, 1);
    }

    private static List<Messages.Message> sent(String administration, int count) {
        return await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(
                        () -> Messages.read(
                                TestStack.kafka(),
                                "goals.assessment.v1",
                                "0580/" + administration + "/god-service~2021-08"),
                        hasSize(count));
    }

    private static String assessment(String goal, int results, String result, String... others) {
        String all = Stream.concat(Stream.generate(() -> result).limit(results), Stream.of(others))
                .map(text -> "\"" + text + "\"")
                .collect(Collectors.joining(","));
        return "{\"goalId\": \"%s\", \"period\": \"2021-08\", \"status\": \"FULFILLED\", \"results\": [%s]}"
                .formatted(goal, all);
    }
}
