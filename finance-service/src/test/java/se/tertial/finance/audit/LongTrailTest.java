package se.tertial.finance.audit;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static se.tertial.finance.audit.AnchoredTrails.pastTheTrigger;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import se.tertial.devstack.TestStack;
import se.tertial.finance.Administration;

/** A trail that takes long is verified in several requests, which together claim what one would, and no more. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "finance"))
@TestProfile(LongTrailTest.PageByPage.class)
class LongTrailTest {

    /** Of entries and of keys: the most of a page. */
    private static final int PAGE = 500;

    private static final int UNITS = PAGE + 100;

    /** There is no time for a second page. */
    public static final class PageByPage implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("tertial.audit.verification-piece", "0S");
        }
    }

    @Test
    void trailIsIntactWhenAllOfItWasLookedAt() {
        var vss = withUnits("long-intact");

        List<JsonPath> answers = verify(vss);

        JsonPath first = answers.get(0);
        JsonPath last = answers.get(answers.size() - 1);
        String head = vss.get("audit-entries?limit=1").extract().path("items[0].digest");
        assertAll(
                () -> assertEquals(List.of(PAGE, UNITS + 1, UNITS + 1), all(answers, "entries")),
                () -> assertEquals(List.of(false, false, true), all(answers, "intact")),
                () -> assertEquals(List.of(), first.getList("differences")),
                () -> assertEquals(head, last.getString("head")));
    }

    @Test
    void whatIsWrittenMeanwhileIsVerifiedToo() {
        var vss = withUnits("long-growing");
        JsonPath first = answer(vss, null);
        vss.put("units/meanwhile", Administration.LKDATA.replace("\"lkdata\"", "\"meanwhile\""))
                .statusCode(201);
        vss.delete("units/u-1").statusCode(204);

        List<JsonPath> rest = verify(vss, first.getString("next"));

        JsonPath last = rest.get(rest.size() - 1);
        assertTrue(last.getBoolean("intact"), last::prettify);
        assertEquals(UNITS + 3, last.getInt("entries"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update unit set name = 'Ett annat namn' where administration_id = '%s' and row_key = 'u-1'",
                "delete from unit where administration_id = '%s' and row_key = 'u-1'"
            })
    void whatWasFoundToDifferKeepsTheTrailFromBeingIntact(String statement) throws SQLException {
        var vss = withUnits("long-differing-" + statement.length());
        pastTheTrigger(statement.formatted(vss.id()));

        List<JsonPath> answers = verify(vss);

        assertAll(
                () -> assertEquals(List.of("u-1"), answers.get(0).getList("differences.key")),
                () -> assertEquals(List.of(), answers.get(answers.size() - 1).getList("differences")),
                () -> assertEquals(List.of(false, false, false), all(answers, "intact")));
    }

    @Test
    void rowThatNoEntryTellsOfIsFoundInTheEnd() throws SQLException {
        var vss = withUnits("long-smuggled");
        pastTheTrigger(
                """
                insert into unit select municipality_id, administration_id, 'z-smuggled', revision, name, short_name, position,
                                        contribution, aliases, placements, predecessors
                from unit where administration_id = '%s' and row_key = 'u-1'
                """
                        .formatted(vss.id()));

        List<JsonPath> answers = verify(vss);

        JsonPath last = answers.get(answers.size() - 1);
        assertEquals(List.of("z-smuggled"), last.getList("differences.key"));
        assertEquals(List.of("UNTOLD"), last.getList("differences.kind"));
        assertEquals(List.of(false, false, false), all(answers, "intact"));
    }

    @Test
    void entryThatWasFoundToBeBrokenIsToldToTheEnd() throws SQLException {
        var vss = withUnits("long-broken");
        int broken = vss.get("changes?limit=2").extract().path("items[1].revision");
        pastTheTrigger("update change set recorded_by = 'somebody' where revision = " + broken);

        List<JsonPath> answers = verify(vss);

        assertEquals(List.of(broken, broken, broken), all(answers, "firstBroken"));
        assertEquals(List.of(false, false, false), all(answers, "intact"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delete from outbox where revision = %1$d; delete from change where revision = %1$d",
                "update change set digest = reverse(digest) where revision = %1$d"
            })
    void entryThatIsNoLongerWhatTheRequestBeforeEndedWithIsBroken(String statement) throws SQLException {
        var vss = withUnits("long-cut-" + statement.length());
        JsonPath first = answer(vss, null);
        int last = vss.get("changes?page=%d&limit=1".formatted(PAGE)).extract().path("items[0].revision");
        pastTheTrigger(statement.formatted(last));

        List<JsonPath> rest = verify(vss, first.getString("next"));

        assertEquals(last, rest.get(0).getInt("firstBroken"));
        assertEquals(List.of(false, false), all(rest, "intact"));
    }

    @Test
    void largeRowsMakeSmallPages() {
        var vss = Administration.registered("long-large");
        String aliases = IntStream.range(0, 50)
                .mapToObj(alias -> "\"" + "😀".repeat(98) + "-%02d\"".formatted(alias))
                .reduce((one, other) -> one + ", " + other)
                .orElseThrow();
        vss.has(
                "units",
                IntStream.range(0, 60)
                        .mapToObj(unit -> unit("u-" + unit).replaceFirst("\\{", "{\"aliases\": [" + aliases + "], "))
                        .toArray(String[]::new));

        List<JsonPath> answers = verify(vss);

        int entries = answers.get(0).getInt("entries");
        assertTrue(entries > 40 && entries < 60, "of 20 KB each: " + entries);
        assertTrue(answers.get(answers.size() - 1).getBoolean("intact"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "MTIz", "MToyOjo6dHJ1ZTo", "**"})
    void verificationGoesOnFromNothingElse(String token) {
        var vss = Administration.registered("long-token");

        var answer = vss.get("audit-verification?from=" + token);

        answer.statusCode(400)
                .body("violations.field", contains("from"))
                .body("violations.in", contains("query"))
                .body(
                        "violations[0].message",
                        equalTo("A verification goes on from the “next” of an answer, and from nothing else."));
    }

    private static Administration withUnits(String id) {
        Administration vss = Administration.registered(id);
        vss.has(
                "units",
                IntStream.range(0, UNITS).mapToObj(unit -> unit("u-" + unit)).toArray(String[]::new));
        return vss;
    }

    private static String unit(String id) {
        return Administration.LKDATA.replace("\"lkdata\"", "\"" + id + "\"");
    }

    private static List<JsonPath> verify(Administration vss) {
        return verify(vss, null);
    }

    /** One request after the other, until all was looked at. */
    private static List<JsonPath> verify(Administration vss, @Nullable String from) {
        List<JsonPath> answers = new ArrayList<>(List.of(answer(vss, from)));
        while (answers.get(answers.size() - 1).get("next") != null) {
            answers.add(answer(vss, answers.get(answers.size() - 1).getString("next")));
        }
        return answers;
    }

    private static JsonPath answer(Administration vss, @Nullable String from) {
        return vss.get("audit-verification" + (from == null ? "" : "?from=" + from))
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static List<Object> all(List<JsonPath> answers, String field) {
        return answers.stream().map(answer -> answer.get(field)).toList();
    }
}
