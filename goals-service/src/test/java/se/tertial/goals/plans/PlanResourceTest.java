package se.tertial.goals.plans;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static se.tertial.goals.Administration.CONTROL_PLAN;
import static se.tertial.goals.Administration.PROCUREMENT_PLAN;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.TestStack;
import se.tertial.goals.Administration;

@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "goals"))
class PlanResourceTest {

    private static final String FOLLOW_UP =
            """
            {"planId": "upphandlingsplan", "period": "2021-08", "text": "Planen följs i stort."}
            """;

    private static final String CONTROL_POINT =
            """
            {"controlPointId": "mutor-och-jav", "planId": "internkontrollplan", "period": "2021-08",
             "name": "E-utbildning kring mutor och jäv", "finding": "En enhet tar med den.", "order": 20}
            """;

    @Test
    void plansFollowUpsAndControlPointsAreReadAsTheyWereWritten() {
        var vss = new Administration("plan-read");

        vss.has("plans", CONTROL_PLAN, PROCUREMENT_PLAN);
        vss.put("plan-follow-ups/upphandlingsplan~2021-08", FOLLOW_UP).statusCode(201);
        vss.put("control-points/mutor-och-jav~2021-08", CONTROL_POINT).statusCode(201);

        vss.get("plans").body("items.planId", contains("upphandlingsplan", "internkontrollplan"));
        vss.get("plans?kind=INTERNAL_CONTROL").body("items.planId", contains("internkontrollplan"));
        vss.get("plan-follow-ups?period=2021-08&planId=upphandlingsplan")
                .body("items.text", contains("Planen följs i stort."));
        vss.get("control-points?planId=internkontrollplan").body("items.finding", contains("En enhet tar med den."));
    }

    @Test
    void internalControlHasATextBeforeItsControlPointsAndOneAfterThem() {
        var vss = new Administration("plan-conclusion");
        vss.has("plans", CONTROL_PLAN);

        vss.put(
                        "plan-follow-ups/internkontrollplan~2021-08",
                        """
                        {"planId": "internkontrollplan", "period": "2021-08", "text": "Tre kontrollmoment var planerade.",
                         "conclusion": "Till hösten inleds arbetet med riskanalyser."}
                        """)
                .statusCode(201);

        vss.get("plan-follow-ups/internkontrollplan~2021-08")
                .body("text", equalTo("Tre kontrollmoment var planerade."))
                .body("conclusion", equalTo("Till hösten inleds arbetet med riskanalyser."));
    }

    @Test
    void followUpIsOfAPlanThatExists() {
        var vss = new Administration("follow-up-refused");
        vss.has("plans", PROCUREMENT_PLAN);

        var refused = vss.putAll("plan-follow-ups", FOLLOW_UP, FOLLOW_UP.replace("upphandlingsplan", "unknown"));

        refused.statusCode(422).body("violations.field", contains("/items/1/planId"));
        assertEquals(List.of(), vss.items("plan-follow-ups"));
    }

    @Test
    void controlPointBelongsToAnInternalControlPlan() {
        var vss = new Administration("control-point-refused");
        vss.has("plans", PROCUREMENT_PLAN, CONTROL_PLAN);

        var refused = vss.putAll("control-points", CONTROL_POINT.replace("internkontrollplan", "upphandlingsplan"));

        refused.statusCode(422).body("violations.field", contains("/items/0/planId"));
        assertEquals(List.of(), vss.items("control-points"));
    }

    @Test
    void planThatIsInUseStaysWhatItIs() {
        var vss = new Administration("plan-use");
        vss.has("plans", PROCUREMENT_PLAN, CONTROL_PLAN);
        vss.has("plan-follow-ups", FOLLOW_UP);
        vss.has("control-points", CONTROL_POINT);

        vss.put("plans/internkontrollplan", CONTROL_PLAN.replace("INTERNAL_CONTROL", "PLAN"))
                .statusCode(422)
                .body("violations.field", contains("/kind"));

        vss.delete("plans/internkontrollplan").statusCode(409);
        vss.delete("plans/upphandlingsplan").statusCode(409).body("detail", containsString("2021-08"));
    }
}
