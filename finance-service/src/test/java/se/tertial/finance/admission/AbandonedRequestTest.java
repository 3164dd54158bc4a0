package se.tertial.finance.admission;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import se.tertial.devstack.TestStack;
import se.tertial.finance.Administration;
import se.tertial.kit.access.Scope;
import se.tertial.kit.audit.Differences;
import se.tertial.kit.audit.Evidence;
import se.tertial.kit.journal.TrailPages.Told;

/** Long work ends when its caller is gone, wherever it has come to, and leaves nothing of it behind. */
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "service", value = "finance"))
class AbandonedRequestTest {

    private static final int ROWS = 1_000;

    @TestHTTPResource("/municipalities/0580/administrations/")
    URL administrations;

    @Inject
    Ends ends;

    @Inject
    Compared compared;

    /** Which requests nobody waits for any more, as the service sees it. */
    @ApplicationScoped
    static class Ends {

        private final Map<String, RoutingContext> requests = new ConcurrentHashMap<>();

        void watch(@Observes Filters filters) {
            filters.register(
                    context -> {
                        requests.put(context.request().path(), context);
                        context.next();
                    },
                    10_000);
        }

        boolean isEnded(String path) {
            return requests.get(path).response().closed();
        }
    }

    /** What a verification comes to when it has read the trail. */
    @ApplicationScoped
    static class Compared implements Evidence {

        private final Set<Scope> scopes = ConcurrentHashMap.newKeySet();

        @Override
        public Set<String> kinds() {
            return Set.of("test.compared.v1");
        }

        @Override
        public void compare(Scope scope, String kind, List<Told> told, Differences differences) {}

        @Override
        public List<String> keys(Scope scope, String kind, String after, int most) {
            scopes.add(scope);
            return List.of();
        }

        boolean has(String administration) {
            return scopes.contains(new Scope("0580", administration));
        }
    }

    @Test
    void rowsOfABulkWriteAreNotComparedFurther() throws Exception {
        var vss = Administration.registered("abandoned-reading");
        long revision = lastRevision();

        abandon("PUT", vss.id() + "/units", units(), "lock table unit in access exclusive mode", "from unit");

        awaitTurnOf(vss);
        assertEquals(revision + 1, lastRevision(), "only that of the unit that came after");
    }

    @Test
    void rowsOfABulkWriteAreNotKept() throws Exception {
        var vss = Administration.registered("abandoned-writing");

        abandon(
                "PUT",
                vss.id() + "/units",
                units(),
                """
                insert into unit (municipality_id, administration_id, row_key, revision, name, position, contribution, aliases,
                                  placements, predecessors)
                values ('0580', 'abandoned-writing', 'u-7', 0, '', 0, 'ADDITIVE', '[]', '[]', '[]')
                """,
                "insert into unit");

        awaitTurnOf(vss);
        vss.get("audit-entries").body("items.key", equalTo(List.of("after", "administration")));
    }

    @Test
    void trailIsNotVerifiedFurther() throws Exception {
        var vss = Administration.registered("abandoned-trail");
        vss.has("units", Administration.LKDATA);

        abandon(
                "GET",
                vss.id() + "/audit-verification",
                "",
                "lock table change in access exclusive mode",
                "from change");

        // Of one municipality one piece of a trail is verified at a time.
        var next = Administration.registered("abandoned-next");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> next.get("audit-verification").extract().statusCode() == 200);
        assertTrue(compared.has(next.id()));
        assertFalse(compared.has(vss.id()));
    }

    /** Asks, and goes while the service waits in the database behind a statement of somebody else, who then undoes it. */
    private void abandon(String method, String path, String body, String holding, String waiting)
            throws IOException, SQLException {
        try (Connection holder = TestStack.asOwner("finance");
                Connection observer =
                        DriverManager.getConnection(TestStack.database("finance"), "finance", "finance")) {
            holder.setAutoCommit(false);
            try (Statement statement = holder.createStatement()) {
                statement.execute(holding);
            }
            try (Socket socket = new Socket(administrations.getHost(), administrations.getPort())) {
                socket.getOutputStream().write(request(method, path, body));
                await().atMost(Duration.ofSeconds(60)).until(() -> isWaiting(observer, waiting));
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> ends.isEnded(administrations.getPath() + path));
            holder.rollback();
        }
    }

    private byte[] request(String method, String path, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head =
                """
                %s %s HTTP/1.1\r
                Host: %s:%d\r
                Authorization: Bearer %s\r
                Content-Type: application/json\r
                If-Match: *\r
                Content-Length: %d\r
                \r
                """
                        .formatted(
                                method,
                                administrations.getPath() + path,
                                administrations.getHost(),
                                administrations.getPort(),
                                TestStack.token("controller", "administrator:0580:*", "controller:0580:*"),
                                bytes.length);
        return (head + body).getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isWaiting(Connection observer, String statement) throws SQLException {
        try (Statement query = observer.createStatement();
                ResultSet count =
                        query.executeQuery("select count(*) from pg_stat_activity where datname = current_database()"
                                + " and wait_event_type = 'Lock' and query ilike '%" + statement
                                + "%'")) {
            count.next();
            return count.getInt(1) > 0;
        }
    }

    /** Whoever writes next waits for the one before. */
    private static void awaitTurnOf(Administration vss) {
        vss.put("units/after", Administration.LKDATA.replace("\"lkdata\"", "\"after\""))
                .statusCode(201);
        assertEquals(
                List.of("after"),
                vss.items("units").stream().map(unit -> unit.get("unitId")).toList());
    }

    private static long lastRevision() throws SQLException {
        try (Connection owner = TestStack.asOwner("finance");
                Statement query = owner.createStatement();
                ResultSet last = query.executeQuery("select last_value from revision_seq")) {
            last.next();
            return last.getLong(1);
        }
    }

    private static String units() {
        return IntStream.range(0, ROWS)
                .mapToObj(number -> Administration.LKDATA.replace("\"lkdata\"", "\"u-" + number + "\""))
                .collect(Collectors.joining(",", "{\"items\": [", "]}"));
    }
}
