package se.tertial.examples;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static se.tertial.examples.RunningExample.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Every operation that the running services say they have, asked by those who may and by those who may not. The requests are made
 * from the documents and the example, so that an operation that is new tomorrow is asked too.
 */
@TestMethodOrder(MethodOrderer.Random.class)
class EveryOperationTest {

    private static final Set<Integer> REFUSED = Set.of(401, 403, 404);

    /** What anybody may ask: what is published, and what the service is. */
    private static final Set<String> PUBLIC = Set.of(
            "finance getApiInfo",
            "finance getAsyncApi",
            "indicators getApiInfo",
            "indicators getAsyncApi",
            "goals getApiInfo",
            "goals getAsyncApi",
            "report getApiInfo",
            "report getAsyncApi",
            "report listPublishedReports",
            "report getReport",
            "report getDocument",
            "report getDraft",
            "report getReportChanges",
            "report getPublication");

    private static RunningExample suite;
    private static AccessTable table;
    private static List<Operation> all;
    private static List<Operation> guarded;
    private static Map<Operation, String> bodies;
    private static final List<String> written = new ArrayList<>();

    @BeforeAll
    static void readDocuments() throws IOException {
        suite = RunningExample.shared();
        table = AccessTable.read();
        all = suite.operations().toList();
        guarded = all.stream().filter(operation -> !operation.isPublic()).toList();
        String everybody = everyRole("0580:*", "");
        guarded.stream()
                .filter(operation -> operation.method().equals("PUT") && !operation.isBulk())
                .forEach(operation -> writeIfMissing(operation, everybody));
        bodies = guarded.stream()
                .filter(Operation::hasBody)
                .collect(Collectors.toMap(operation -> operation, operation -> body(operation, everybody)));
    }

    /** So that there is something to read and to delete; what the document gives as an example. */
    private static void writeIfMissing(Operation operation, String token) {
        String address = suite.url(operation.address());
        if (given().auth().oauth2(token).get(address).statusCode() == 404) {
            given().auth()
                    .oauth2(token)
                    .contentType("application/json")
                    .body(operation.body(MissingNode.getInstance()).toString())
                    .put(address)
                    .then()
                    .statusCode(201);
            written.add(address);
        }
    }

    /** What others stand on goes after them; one of them closes a period. */
    @AfterAll
    static void removeWhatWasMissing() {
        String everybody = everyRole("0580:*", "");
        List<String> left = List.copyOf(written);
        for (int before = left.size() + 1; left.size() < before; ) {
            before = left.size();
            left = left.stream()
                    .filter(address -> given().auth()
                                    .oauth2(everybody)
                                    .header("If-Match", "*")
                                    .queryParam("reason", "Written for a test")
                                    .delete(address)
                                    .statusCode()
                            != 204)
                    .toList();
        }
        assertEquals(List.of(), left);
    }

    /** Made from what is read at the same address. */
    private static String body(Operation operation, String token) {
        Response read = given().auth().oauth2(token).get(suite.url(operation.address()));
        JsonNode stored = read.statusCode() == 200 ? json(read) : MissingNode.getInstance();
        return operation
                .body(operation.isBulk() ? stored.at("/items/0") : stored)
                .toString();
    }

    /** A token of all that there is to be granted in an administration, but for what systems do with one resource. */
    private static String everyRole(String administration, String but) {
        List<String> grants = new ArrayList<>(table.grantsOfSystem(administration, but));
        table.people().forEach(role -> grants.add(role + ":" + administration));
        return suite.issued("everyone", grants);
    }

    @Test
    void onlyWhatThePublicMayReadNeedsNoToken() {
        Set<String> open = all.stream()
                .filter(Operation::isPublic)
                .map(Operation::toString)
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(new TreeSet<>(PUBLIC), open);
        assertTrue(all.stream().filter(Operation::isPublic).allMatch(Operation::isRead));
        assertTrue(guarded.size() > 100, "few operations: " + guarded);
    }

    @Test
    void nothingIsDoneWithoutAToken() {
        List<String> notRefused = askedInVain(operation -> "", (operation, answer) -> answer.statusCode() == 401);

        assertEquals(List.of(), notRefused);
    }

    @Test
    void nothingIsDoneWithATokenThatNobodySigned() {
        String forged = everyRole("0580:*", "");
        String unsigned = forged.substring(0, forged.lastIndexOf('.')) + ".AAAA";

        List<String> notRefused = askedInVain(operation -> unsigned, (operation, answer) -> answer.statusCode() == 401);

        assertEquals(List.of(), notRefused);
    }

    @Test
    void nothingIsDoneByThoseOfAnotherMunicipality() {
        String other = everyRole("1480:*", "");

        List<String> notRefused = askedInVain(
                operation -> other,
                (operation, answer) -> REFUSED.contains(answer.statusCode())
                        || (!operation.isIn("municipalityId") && showsNothing(operation, answer, "0580")));

        assertEquals(List.of(), notRefused);
    }

    @Test
    void nothingIsDoneByThoseOfAnotherAdministration() {
        String other = everyRole("0580:another", "");

        List<String> notRefused = askedInVain(
                operation -> other,
                (operation, answer) -> REFUSED.contains(answer.statusCode())
                        || (!operation.isIn("administrationId") && showsNothing(operation, answer, "vss")));

        assertEquals(List.of(), notRefused);
    }

    /** Where an address names less than a grant does, a read shows what is granted and nothing else. */
    private static boolean showsNothing(Operation operation, Response answer, String ofOthers) {
        return operation.isRead()
                && answer.statusCode() == 200
                && !items(answer).contains(ofOthers);
    }

    private static String items(Response answer) {
        JsonNode shown = json(answer);
        return shown.has("items") ? shown.get("items").toString() : shown.toString();
    }

    @Test
    void nothingIsDoneInARoleThatIsTooSmall() {
        List<String> notRefused = new ArrayList<>();
        for (String role : table.people()) {
            String token = suite.issued(role, List.of(role + ":0580:*"));

            notRefused.addAll(askedInVain(
                    operation -> table.allows(role, operation) ? null : token,
                    (operation, answer) -> answer.statusCode() == 403));
        }

        assertEquals(List.of(), notRefused);
    }

    @Test
    void nothingIsDoneByASystemThatIsGrantedEverythingElse() {
        Map<String, String> tokens = tokens(resource -> table.grantsOfSystem("0580:*", resource));

        List<String> notRefused = askedInVain(
                operation -> tokens.get(table.resource(operation)), (operation, answer) -> answer.statusCode() == 403);

        assertEquals(List.of(), notRefused);
    }

    @Test
    void nothingIsWrittenByASystemThatIsGrantedReading() {
        Map<String, String> tokens = tokens(resource -> List.of("integration:0580:*:" + resource));

        List<String> notRefused = askedInVain(
                operation -> operation.isRead() ? null : tokens.get(table.resource(operation)),
                (operation, answer) -> answer.statusCode() == 403);

        assertEquals(List.of(), notRefused);
    }

    private static Map<String, String> tokens(java.util.function.Function<String, List<String>> grants) {
        return table.resources().stream()
                .collect(Collectors.toMap(
                        resource -> resource, resource -> suite.issued("system", grants.apply(resource))));
    }

    /** Without this the refusals would prove nothing: a request that is wrong in itself is refused to everybody. */
    @Test
    void everythingIsReachedInEveryRoleThatMayDoIt() {
        List<String> notReached = new ArrayList<>();
        for (String role : table.people()) {
            String token = suite.issued(role, List.of(role + ":0580:*"));
            String everywhere = suite.issued(role, List.of(role + ":*:*"));
            for (Operation operation : guarded) {
                boolean needsAll = table.needsAll(role, operation);
                if (needsAll || table.allows(role, operation)) {
                    reach(operation, needsAll ? everywhere : token, role, notReached);
                }
            }
        }
        Map<String, String> systems = tokens(resource -> List.of("integration:0580:*:" + resource + ":write"));
        for (Operation operation : guarded) {
            if (table.allows("integration", operation)) {
                reach(operation, systems.get(table.resource(operation)), "integration", notReached);
            }
        }

        awaitWhatWasStarted();
        assertEquals(List.of(), notReached);
    }

    /** What was started goes on by itself, and would be taken for what the next test does. */
    private static void awaitWhatWasStarted() {
        String operator = suite.issued("operator", List.of("administrator:*:*"));
        for (String service : List.of("finance", "indicators", "goals", "report")) {
            for (String job : List.of("republications", "comparisons")) {
                await().atMost(Duration.ofMinutes(2)).until(() -> "DONE"
                        .equals(given().auth()
                                .oauth2(operator)
                                .get(suite.url("/" + service + "/v1/" + job + "?limit=1"))
                                .path("items[0].state")));
            }
        }
        Map<String, String> last = new TreeMap<>();
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> {
                    Map<String, String> before = Map.copyOf(last);
                    last.putAll(suite.stored());
                    return before.equals(last);
                });
    }

    /** A write says that it has seen what is not there, so that it is let in and changes nothing. */
    private static void reach(Operation operation, String token, String role, List<String> notReached) {
        int status = send(operation, token, "\"0\"").statusCode();
        boolean reached =
                switch (operation.method()) {
                    case "GET" -> status == 200;
                    case "POST" -> Set.of(200, 201, 202, 409, 412).contains(status);
                    default -> status == 412;
                };
        if (!reached) {
            notReached.add(operation + " as " + role + ": " + status);
        }
    }

    /**
     * Sends every request that is guarded.
     *
     * @param token   with which token: empty for none; null to leave the operation out
     * @param refused whether an answer is the refusal that it should be
     * @return the operations that answered otherwise
     */
    private static List<String> askedInVain(
            java.util.function.Function<Operation, String> token, BiPredicate<Operation, Response> refused) {
        Map<String, String> before = suite.stored();
        List<String> otherwise = new ArrayList<>();
        for (Operation operation : guarded) {
            String with = token.apply(operation);
            if (with != null) {
                Response answer = send(operation, with, "*");
                if (!refused.test(operation, answer)) {
                    otherwise.add(operation + ": " + answer.statusCode() + " " + answer.asString());
                }
            }
        }
        assertEquals(new TreeMap<>(before), new TreeMap<>(suite.stored()), "what is stored");
        return otherwise;
    }

    private static Response send(Operation operation, String token, String seen) {
        RequestSpecification request = given();
        if (!token.isEmpty()) {
            request.auth().oauth2(token);
        }
        if (!operation.isRead()) {
            request.header("If-Match", seen);
        }
        if (operation.hasBody()) {
            request.contentType("application/json").body(bodies.get(operation));
        }
        return request.request(operation.method(), suite.url(operation.address()));
    }
}
