package se.tertial.report.following;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import se.tertial.devstack.Listener;
import se.tertial.devstack.OtherServices;
import se.tertial.devstack.TestStack;
import se.tertial.report.Vss;

@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "report"))
@QuarkusTestResource(OtherServices.class)
@TestProfile(FollowingTest.Quick.class)
class FollowingTest {

    private static final String CHANGES = "reports/2021-08/changes";
    private static final int MOST = 32;

    private final List<Listener> listeners = new ArrayList<>();

    /** So that nobody waits long, and few are too many. */
    public static final class Quick implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "tertial.following.look",
                    "0.1S",
                    "tertial.following.heartbeat",
                    "0.5S",
                    "tertial.following.most",
                    Integer.toString(MOST));
        }
    }

    @AfterEach
    void stopListening() {
        listeners.forEach(Listener::close);
        listeners.clear();
    }

    @Test
    void whoMayReadDraftsIsToldOfEveryKindOfChange() {
        Vss vss = new Vss().withReport();
        Listener listener = listen(vss, reader(), null);
        awaitThat(() -> listener.said("event").equals(List.of("publication", "draft")));

        write(vss, "Läget är ett annat.");
        awaitThat(() -> listener.said("event").size() == 3);
        vss.withActual("lkdata", "1000.00", 1);
        awaitThat(() -> listener.said("event").size() == 4);
        publish(vss);
        awaitThat(() -> listener.said("event").size() == 5);

        assertEquals(List.of("publication", "draft", "draft", "draft", "publication"), listener.said("event"));
        assertEquals("{\"number\":0}", listener.said("data").get(0));
        assertEquals("{\"number\":1}", listener.said("data").get(4));
        assertTrue(listener.said("id").get(4).endsWith("-1"));
        assertEquals(List.of("5000"), listener.said("retry"));
        assertEquals(List.of("text/event-stream"), listener.headers().allValues("content-type"));
        assertEquals(List.of("no-store"), listener.headers().allValues("cache-control"));
    }

    @Test
    void whoMayReadDraftsIsToldThatTheDraftMayLackSomething() {
        Vss vss = new Vss().withReport();
        Listener listener = listen(vss, reader(), null);
        awaitThat(() -> listener.said("event").equals(List.of("publication", "draft")));

        OtherServices.standIns()
                .keep("finance-service", "finance.unit.v1", "0580", vss.key().substring("0580/".length()));
        try {
            awaitThat(() -> listener.said("event").size() == 3);
            Vss.asController()
                    .get(vss.path("reports/2021-08/document"))
                    .then()
                    .body("incomplete.kind", hasItem("behind"));
        } finally {
            OtherServices.standIns().speak("finance-service");
        }
        awaitThat(() -> listener.said("event").size() == 4);
        Vss.asController()
                .get(vss.path("reports/2021-08/document"))
                .then()
                .body("incomplete.kind", not(hasItem("behind")));

        assertTrue(listener.said("data").get(2).endsWith(",\"behind\":true}"));
        assertTrue(listener.said("data").get(3).endsWith(",\"behind\":false}"));
        assertEquals(listener.said("id").get(1), listener.said("id").get(3));
    }

    @Test
    void changesOfOtherAdministrationsAreNotTold() {
        Vss vss = new Vss().withReport();
        Vss another = new Vss().withReport();
        Listener listener = listen(vss, reader(), null);
        Listener theirs = listen(another, reader(), null);
        awaitThat(
                () -> listener.said("event").size() == 2 && theirs.said("event").size() == 2);

        write(another, "Läget hos dem är ett annat.");
        publish(another);
        awaitThat(() -> theirs.said("data").contains("{\"number\":1}"));
        write(vss, "Läget här är ett annat.");
        awaitThat(() -> listener.said("event").size() > 2);

        assertEquals(List.of("publication", "draft", "draft"), listener.said("event"));
    }

    @Test
    void strangerIsToldOfPublicationsAndNothingOfDrafts() {
        Vss vss = new Vss().withReport();
        publish(vss);
        Listener stranger = listen(vss, null, null);
        Listener reader = listen(vss, reader(), null);
        awaitThat(
                () -> stranger.said("event").size() == 1 && reader.said("event").size() == 2);

        for (int change = 0; change < 3; change++) {
            int told = reader.said("event").size();
            write(vss, "Läget är ett annat: " + change);
            awaitThat(() -> reader.said("event").size() > told);
        }
        assertEquals(List.of("1"), stranger.said("id"));
        publish(vss);
        awaitThat(() -> stranger.said("event").size() > 1);

        assertEquals(List.of("publication", "publication"), stranger.said("event"));
        assertEquals(List.of("1", "2"), stranger.said("id"));
        assertEquals(List.of("{\"number\":1}", "{\"number\":2}"), stranger.said("data"));
        assertFalse(stranger.all().contains("draft"), stranger.all());
    }

    @Test
    void whoFollowsIsToldThatWhatHeldWasWithdrawn() {
        Vss vss = new Vss().withReport();
        publish(vss);
        write(vss, "Läget är ett annat.");
        publish(vss);
        Listener stranger = listen(vss, null, null);
        awaitThat(() -> stranger.said("event").size() == 1);

        for (int number = 2; number >= 1; number--) {
            int told = 4 - number;
            withdraw(vss, number);
            awaitThat(() -> stranger.said("event").size() == told);
        }

        assertEquals(List.of("{\"number\":2}", "{\"number\":1}", "{\"number\":0}"), stranger.said("data"));
    }

    /** A page that was hidden meanwhile comes back without an id. */
    @Test
    void whoComesWhenAllIsWithdrawnIsToldSo() {
        Vss vss = new Vss().withReport();
        publish(vss);
        withdraw(vss, 1);

        Listener stranger = listen(vss, null, null);

        awaitThat(() -> !stranger.said("event").isEmpty());
        assertEquals(List.of("{\"number\":0}"), stranger.said("data"));
    }

    @Test
    void whoMayNotReadDraftsFollowsOnlyWhatIsPublished() {
        Vss vss = new Vss().withReport();
        String foreign = TestStack.token("foreign", "controller:0580:another");

        List<Integer> before = List.of(refused(vss, null), refused(vss, foreign));
        publish(vss);
        Listener listener = listen(vss, foreign, null);
        awaitThat(() -> !listener.said("event").isEmpty());

        assertEquals(List.of(401, 403), before);
        assertEquals(List.of("1"), listener.said("id"));
    }

    @Test
    void whetherThereIsADraftIsNotToldByARefusal() {
        Vss vss = new Vss().withReport();

        Response ofADraft = given().accept("text/event-stream").get(vss.path(CHANGES));
        Response ofNothing = given().accept("text/event-stream").get(vss.path("reports/2021-04/changes"));

        assertEquals(ofADraft.statusCode(), ofNothing.statusCode());
        assertEquals(ofADraft.<String>path("detail"), ofNothing.path("detail"));
        Vss.asController()
                .accept("text/event-stream")
                .get(vss.path("reports/2021-04/changes"))
                .then()
                .statusCode(404)
                .contentType("application/problem+json");
    }

    @Test
    void whoComesBackIsToldOnlyWhatChangedSince() {
        Vss vss = new Vss().withReport();
        publish(vss);
        Listener first = listen(vss, reader(), null);
        awaitThat(() -> first.said("event").size() == 2);
        first.close();
        publish(write(vss, "Läget är ett annat."));

        Listener again = listen(vss, reader(), first.said("id").get(1));
        awaitThat(() -> again.said("event").size() == 2);
        Listener third = listen(vss, reader(), again.said("id").get(1));
        awaitThat(() -> third.comments() > 1);

        assertEquals(List.of("publication", "draft"), again.said("event"));
        assertEquals("{\"number\":2}", again.said("data").get(0));
        assertEquals(List.of(), third.said("event"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none-of-ours", "-1", "1-2-3", "99999999999999999999-1", "1.zz-1"})
    void whatIsNoneOfOurIdsIsAsIfNothingHadBeenTold(String id) {
        Vss vss = new Vss().withReport();

        Listener listener = listen(vss, reader(), id);

        awaitThat(() -> listener.said("event").equals(List.of("publication", "draft")));
    }

    @Test
    void silentStreamShowsThatItIsAlive() {
        Vss vss = new Vss().withReport();

        Listener listener = listen(vss, reader(), null);

        awaitThat(() -> listener.comments() > 2);
        assertEquals(List.of("publication", "draft"), listener.said("event"));
    }

    @Test
    void streamEndsWhenTheTokenDoes() {
        Vss vss = new Vss().withReport();
        String shortLived = TestStack.oddToken(
                "RS256", Map.of("exp", Instant.now().plusSeconds(3).getEpochSecond()), "reader:0580:*");
        Listener lasting = listen(vss, reader(), null);

        Listener listener = listen(vss, shortLived, null);

        awaitThat(listener::isOver);
        assertEquals(List.of("publication", "draft"), listener.said("event"));
        assertFalse(lasting.isOver());
    }

    @Test
    void oneMunicipalityTakesHalfOfThePlacesAndGivesThemBack() {
        Vss vss = new Vss().withReport();
        publish(vss);
        for (int one = 0; one < MOST / 2; one++) {
            listen(vss, grantedNothing(one), null);
        }

        Response refused = given().accept("text/event-stream").get(vss.path(CHANGES));
        listeners.get(0).close();

        refused.then()
                .statusCode(503)
                .header("Retry-After", equalTo("2"))
                .contentType("application/problem+json")
                .body(
                        "detail",
                        equalTo("Too many are following reports just now. Nothing was changed; try again soon."));
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> listen(vss, null, null) != null);
    }

    @Test
    void whoMayReadDraftsHasAPlaceThoughTokensThatGrantNothingHoldAllTheyCan() {
        Vss vss = new Vss().withReport();
        publish(vss);
        for (int one = 0; one < MOST / 2; one++) {
            listen(vss, grantedNothing(one), null);
        }
        int oneMore = refused(vss, grantedNothing(MOST));

        Listener reader = listen(vss, reader(), null);

        awaitThat(() -> reader.said("event").size() == 2);
        assertEquals(503, oneMore);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void oneClientTakesAnEighthOfThePlaces(boolean granted) {
        Vss vss = new Vss().withReport();
        publish(vss);
        String greedy = granted ? reader() : grantedNothing(0);
        for (int one = 0; one < MOST / 8; one++) {
            listen(vss, greedy, null);
        }

        int oneMore = refused(vss, greedy);

        Listener other = listen(vss, granted ? TestStack.token("other", "reader:0580:*") : grantedNothing(1), null);
        awaitThat(() -> !other.said("event").isEmpty());
        assertEquals(503, oneMore);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "application/json", "text/html, text/event-stream"})
    void onlyWhoAsksForAStreamFirstGetsOne(String accept) {
        Vss vss = new Vss().withReport();

        Vss.asController().accept(accept).get(vss.path(CHANGES)).then().statusCode(406);
    }

    private Listener listen(Vss vss, @Nullable String token, @Nullable String lastEventId) {
        Listener listener = Listener.at(
                "http://localhost:" + RestAssured.port + "/report/v1" + vss.path(CHANGES), token, lastEventId);
        listeners.add(listener);
        return listener;
    }

    private static int refused(Vss vss, @Nullable String token) {
        var caller = given().accept("text/event-stream");
        return (token == null ? caller : caller.auth().oauth2(token))
                .get(vss.path(CHANGES))
                .statusCode();
    }

    private static String grantedNothing(int number) {
        return TestStack.token("foreign" + number, "reader:0680:elsewhere");
    }

    private static String reader() {
        return TestStack.token("reader", "reader:0580:*");
    }

    private static Vss write(Vss vss, String text) {
        Vss.asController()
                .body("{\"items\": [{\"period\": \"2021-08\", \"sectionId\": \"overall\", \"markdown\": \"%s\"}]}"
                        .formatted(text))
                .put(vss.path("narratives"))
                .then()
                .statusCode(200);
        return vss;
    }

    private static void publish(Vss vss) {
        Vss.asController()
                .post(vss.path("reports/2021-08/publications" + Vss.AS_IT_IS))
                .then()
                .statusCode(201);
    }

    private static void withdraw(Vss vss, int number) {
        Vss.asController()
                .body("{\"reason\": \"Fel.\"}")
                .post(vss.path("reports/2021-08/publications/" + number + "/withdrawal"))
                .then()
                .statusCode(200);
    }

    private static void awaitThat(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(60)).until(condition);
    }
}
