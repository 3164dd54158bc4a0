package se.tertial.goals.assessments;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManagerFactory;
import java.util.List;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.tertial.devstack.TestStack;
import se.tertial.goals.Administration;

@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "goals"))
class AssessmentResourceTest {

    @Inject
    EntityManagerFactory entityManagers;

    private static final String FULFILLED =
            """
            {"goalId": "god-service", "period": "2021-08", "status": "FULFILLED",
             "motivation": "Målet nås.\\n\\n- Svarsservice **95 %**", "results": ["Lösningsgraden är 60 %.", "Nöjda kunder."]}
            """;

    @Test
    void assessmentIsReadAsItWasWritten() {
        var vss = Administration.withGoals("assessment-read");

        vss.put("assessments/god-service~2021-08", FULFILLED).statusCode(201);

        vss.get("assessments/god-service~2021-08")
                .statusCode(200)
                .body("status", equalTo("FULFILLED"))
                .body("motivation", equalTo("Målet nås.\n\n- Svarsservice **95 %**"))
                .body("results", contains("Lösningsgraden är 60 %.", "Nöjda kunder."));
        vss.get("assessments?period=2021-08&status=FULFILLED").body("items", hasSize(1));
        vss.get("assessments?status=NOT_FULFILLED").body("items", hasSize(0));
    }

    @ParameterizedTest
    @CsvSource({
        "goalId, god-service, valfardstjanster-med-hog-kvalitet, 422",
        "goalId, god-service, unknown, 422",
        "period, 2021-08, 2021-13, 400",
        "period, 2021-08, 0000, 400",
        "status, FULFILLED, green, 400"
    })
    void assessmentThatCannotBeIsRefused(String field, String right, String wrong, int status) {
        var vss = Administration.withGoals("assessment-refused");

        var refused = vss.putAll(
                "assessments",
                FULFILLED.replace("god-service", "hog-digitaliseringsgrad"),
                FULFILLED.replace(right, wrong));

        refused.statusCode(status).body("violations.field", hasItem("/items/1/" + field));
        assertEquals(List.of(), vss.items("assessments"));
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        var vss = Administration.withGoals("assessment-all-errors");

        var refused = vss.put(
                "assessments/god-service~2021-08",
                "{\"goalId\": \"god-service\", \"period\": 2021, \"status\": \"green\", \"colour\": \"red\", \"results\": \"x\"}");

        refused.statusCode(400)
                .body("violations.field", containsInAnyOrder("/period", "/status", "/colour", "/results"));
    }

    /** They may be large, and there are more each year. */
    @Test
    void nobodyReadsAssessmentsToCheckAGoal() {
        var vss = Administration.withGoals("assessment-unread");
        vss.put("assessments/god-service~2021-08", FULFILLED).statusCode(201);
        var statistics = entityManagers.unwrap(SessionFactory.class).getStatistics();
        statistics.setStatisticsEnabled(true);
        long before = statistics.getEntityStatistics(Assessment.class.getName()).getLoadCount();

        vss.put("goals/god-service", Administration.GOOD_SERVICE.replace("God service", "Bättre service"))
                .statusCode(200);

        assertEquals(
                before,
                statistics.getEntityStatistics(Assessment.class.getName()).getLoadCount());
    }

    @Test
    void motivationHasALength() {
        var vss = Administration.withGoals("assessment-length");
        String longest = "å".repeat(20_000);

        var accepted =
                vss.put("assessments/god-service~2021-08", FULFILLED.replace("Målet nås.", longest.substring(50)));

        accepted.statusCode(201);
        vss.put("assessments/god-service~2021-08", FULFILLED.replace("Målet nås.", longest))
                .statusCode(400)
                .body("violations.field", contains("/motivation"));
    }

    @Test
    void addressAndContentMustAgree() {
        var vss = Administration.withGoals("assessment-address");

        var refused = vss.put("assessments/god-service~2021-04", FULFILLED);

        refused.statusCode(422);
        assertEquals(List.of(), vss.items("assessments"));
    }

    @Test
    void changeOfAnAssessmentKeepsItsReason() {
        var vss = Administration.withGoals("assessment-reason");
        vss.has("assessments", FULFILLED);

        vss.put(
                        "assessments/god-service~2021-08",
                        FULFILLED.replace("\"FULFILLED\"", "\"PARTLY_FULFILLED\", \"reason\": \"Enkäten kom\""))
                .statusCode(200);

        vss.get("assessments/god-service~2021-08/revisions")
                .body("items.reason", contains("Enkäten kom", null))
                .body("items.state.status", contains("PARTLY_FULFILLED", "FULFILLED"));
    }
}
