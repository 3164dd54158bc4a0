package se.tertial.faults.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import se.tertial.faults.load.Operation.Act;
import se.tertial.faults.load.Operation.Fate;

/** Sends operations, repeats what it does not know the outcome of, and tells what came of each. */
final class Sender {

    private static final Pattern TAG = Pattern.compile("\"(\\d+)(?:\\..*)?\"");
    /** What is said where it is certain that nothing was done. */
    private static final String NOTHING_DONE = "nothing was changed";

    /** What is answered by what will be there again. */
    private static final Set<Integer> PASSING = Set.of(502, 503, 504);

    private static final int MOST_ATTEMPTS = 4;
    private static final int PAUSE_MILLIS = 400;
    private static final int MOST_OF_A_PROBLEM = 100;

    private final Api api;
    private final Random random;
    private final Set<String> unhelpful;
    private final ObjectMapper json = new ObjectMapper();

    /** @param unhelpful takes what was answered without saying what to do */
    Sender(Api api, Random random, Set<String> unhelpful) {
        this.api = api;
        this.random = random;
        this.unhelpful = unhelpful;
    }

    /** One try. */
    private record Answer(Fate fate, int status, long revision, String reason) {}

    Operation put(long number, Scope scope, Kind kind, int row, @Nullable Long seen) throws InterruptedException {
        return put(number, scope, kind, row, seen, kind.row(row, number));
    }

    /** A row as large as one may be, or larger. */
    Operation putLarge(long number, Scope scope, int row, @Nullable Long seen, boolean tooLarge)
            throws InterruptedException {
        return put(number, scope, Kind.ASSESSMENT, row, seen, LargeRow.of(row, number, tooLarge));
    }

    private Operation put(long number, Scope scope, Kind kind, int row, @Nullable Long seen, ObjectNode body)
            throws InterruptedException {
        Map<String, String> headers = new HashMap<>();
        if (seen == null) {
            headers.put("If-Match", "*");
        } else if (seen > 0) {
            headers.put("If-Match", "\"" + seen + "\"");
        }
        String key = kind.key(row);
        return repeat(
                number,
                Act.PUT,
                scope,
                kind,
                List.of(key),
                seen,
                () -> send("PUT", address(scope, kind) + "/" + key, headers, body.toString()));
    }

    Operation putMany(long number, Scope scope, Kind kind, List<Integer> rows) throws InterruptedException {
        ObjectNode body = json.createObjectNode();
        ArrayNode items = body.putArray("items");
        rows.forEach(row -> items.add(kind.row(row, number)));
        List<String> keys = rows.stream().map(kind::key).toList();
        return repeat(
                number,
                Act.PUT_MANY,
                scope,
                kind,
                keys,
                null,
                () -> send("PUT", address(scope, kind), Map.of(), body.toString()));
    }

    Operation delete(long number, Scope scope, Kind kind, int row, @Nullable Long seen) throws InterruptedException {
        String key = kind.key(row);
        String tag = seen == null ? "*" : "\"" + seen + "\"";
        return repeat(
                number,
                Act.DELETE,
                scope,
                kind,
                List.of(key),
                seen,
                () -> send(
                        "DELETE",
                        address(scope, kind) + "/" + key + "?reason=op%20" + number,
                        Map.of("If-Match", tag),
                        null));
    }

    Operation publish(long number, Scope scope) throws InterruptedException {
        return repeat(
                number,
                Act.PUBLISH,
                scope,
                null,
                List.of(Setup.PERIOD),
                null,
                () -> send(
                        "POST",
                        "/report/v1/" + scope.path() + "/reports/" + Setup.PERIOD
                                + "/publications?ifIncomplete=PUBLISH&reason=campaign",
                        Map.of("Idempotency-Key", "campaign-" + number),
                        null));
    }

    static String address(Scope scope, Kind kind) {
        return "/" + kind.service() + "/v1/" + scope.path() + "/" + kind.resource();
    }

    private interface Try {

        Answer send() throws IOException;
    }

    private Operation repeat(
            long number, Act act, Scope scope, @Nullable Kind kind, List<String> rows, @Nullable Long seen, Try once)
            throws InterruptedException {
        boolean maybeDone = false;
        int attempts = 0;
        long begun = System.nanoTime();
        while (true) {
            Answer answer = tried(once);
            attempts++;
            boolean again = answer.fate() == Fate.UNKNOWN && attempts < MOST_ATTEMPTS && random.nextInt(4) > 0;
            if (!again) {
                // What is refused now may be refused because it was done before.
                Fate fate = answer.fate() == Fate.REFUSED && maybeDone ? Fate.UNKNOWN : answer.fate();
                return new Operation(
                        number,
                        act,
                        scope,
                        kind,
                        rows,
                        seen,
                        fate,
                        attempts,
                        answer.status(),
                        answer.revision(),
                        begun,
                        System.nanoTime(),
                        answer.reason());
            }
            maybeDone = true;
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS + random.nextInt(PAUSE_MILLIS));
        }
    }

    private static Answer tried(Try once) {
        try {
            return once.send();
        } catch (IOException e) {
            return new Answer(Fate.UNKNOWN, 0, 0, e.toString());
        }
    }

    private Answer send(String method, String path, Map<String, String> headers, @Nullable String body)
            throws IOException {
        HttpResponse<byte[]> answer = api.send(method, path, headers, body);
        int status = answer.statusCode();
        if (status < 300) {
            return new Answer(Fate.ACKNOWLEDGED, status, revision(answer), "");
        }
        String problem = Api.text(answer);
        if (status >= 500
                && (!PASSING.contains(status)
                        || answer.headers().firstValue("Retry-After").isEmpty())) {
            unhelpful.add(status + " " + detail(problem));
        }
        boolean nothingDone = status < 500
                || (status == 503 && problem.toLowerCase(Locale.ROOT).contains(NOTHING_DONE));
        return new Answer(nothingDone ? Fate.REFUSED : Fate.UNKNOWN, status, 0, status + " " + detail(problem));
    }

    private String detail(String problem) {
        try {
            return json.readTree(problem).path("detail").asText();
        } catch (JsonProcessingException e) {
            return problem.substring(0, Math.min(problem.length(), MOST_OF_A_PROBLEM));
        }
    }

    /** What the answer says of many, the tag of one, or the number of a publication. */
    private long revision(HttpResponse<byte[]> answer) throws IOException {
        if (answer.body().length > 0) {
            JsonNode body = json.readTree(answer.body());
            JsonNode number = body.has("number") ? body.get("number") : body.path("revision");
            if (number.isIntegralNumber()) {
                return number.asLong();
            }
        }
        Matcher tag = TAG.matcher(answer.headers().firstValue("ETag").orElse(""));
        return tag.matches() ? Long.parseLong(tag.group(1)) : 0;
    }
}
