package se.tertial.devstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.ObjIntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes the largest bodies that a service takes, to each of its lists, and holds what that costs to near linear: twice the rows
 * take at most two and a half times the processor. Rows are those of the examples in the service's contract, each with another key;
 * and the same rows with texts and lists as long as the contract permits.
 */
public final class BulkCost {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode CONTRACT = contract();
    private static final AtomicInteger ADMINISTRATIONS = new AtomicInteger();

    /** What all rows of a large body take: a good part of the 20 MB that a body may have. */
    private static final int LARGE_BODY = 6_000_000;

    /** Rows that can only be smaller are not large. */
    private static final int LARGE_ROW = 2_000;

    private static final Duration UNTIL_SENT = Duration.ofMinutes(3);

    /** There are no more periods. */
    private static final int MOST_PERIODS = 3_900;

    private final Map<String, List<Write>> writes = new TreeMap<>();
    private final Map<String, Integer> most = new TreeMap<>();
    private final Map<String, ObjIntConsumer<ObjectNode>> longer = new TreeMap<>();

    private Consumer<String> registering = administration -> {};

    /** Rows of one list; the number of a row makes it differ from the others. */
    private record Write(String list, ObjIntConsumer<ObjectNode> differing) {}

    /** What registers an administration before rows are written there; without it nothing does. */
    public BulkCost in(Consumer<String> registering) {
        this.registering = registering;
        return this;
    }

    /** A list of up to 10 000 rows. */
    public BulkCost list(String list, ObjIntConsumer<ObjectNode> differing) {
        writes.computeIfAbsent(list, any -> new ArrayList<>()).add(new Write(list, differing));
        most.putIfAbsent(list, 10_000);
        return this;
    }

    /** A list whose rows differ in their periods. */
    public BulkCost periods(String list) {
        most.put(list, MOST_PERIODS);
        return list(list, (row, number) -> row.put("period", period(number)));
    }

    /** What makes the lists of a row as long as they may be, where they are no lists of texts. */
    public BulkCost longer(String list, ObjIntConsumer<ObjectNode> lists) {
        longer.put(list, lists);
        return this;
    }

    /** What must be there before rows of a list can be. Told of before the list is. */
    public BulkCost before(String list, String needed, ObjIntConsumer<ObjectNode> differing) {
        writes.computeIfAbsent(list, any -> new ArrayList<>()).add(new Write(needed, differing));
        return this;
    }

    public static String period(int number) {
        int month = number % 13;
        return 1900 + number / 13 + (month == 0 ? "" : "-%02d".formatted(month));
    }

    /** The lists that it knows how to fill. */
    public Set<String> lists() {
        return writes.keySet();
    }

    /** Those of them whose rows can be large. */
    public Set<String> listsOfLargeRows() {
        return lists().stream()
                .filter(list -> LargeRow.bytes(large(list, 1, 100)) >= LARGE_ROW)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The lists of the service. */
    public static Set<String> listsOfContract() {
        Set<String> lists = new TreeSet<>();
        CONTRACT.get("paths").properties().forEach(path -> {
            if (isBulk(path.getValue())) {
                lists.add(path.getKey().substring(path.getKey().lastIndexOf('/') + 1));
            }
        });
        return lists;
    }

    /**
     * Holds a list to near linear cost.
     *
     * @param service its address, with its version
     * @throws AssertionError if twice the rows cost more than two and a half times as much
     */
    public void check(String service, String list) {
        NearLinear.inWorkers(
                list,
                Objects.requireNonNull(most.get(list)) / 2,
                rows -> write(service, list, rows, number -> row(own(list), number)));
    }

    /**
     * Holds rows that are as large as they may be to near linear cost: in how many they are, and in how much they say.
     *
     * @param service its address, with its version
     * @throws AssertionError if twice as much costs more than two and a half times as much
     */
    public void checkLarge(String service, String list) {
        int rows = LARGE_BODY / LargeRow.bytes(large(list, 1, 100));
        NearLinear.inWorkers(
                "large " + list, rows / 2, some -> write(service, list, some, number -> large(list, number, 100)));
        NearLinear.inWorkers(
                "longer " + list,
                50,
                percent -> write(service, list, rows / 4, number -> large(list, number, percent)));
    }

    /** Who comes next does not wait behind so many events. */
    public static void awaitSent(String service) {
        Instant end = Instant.now().plus(UNTIL_SENT);
        try (Connection owner = TestStack.asOwner(service);
                PreparedStatement unsent = owner.prepareStatement("select count(*) from outbox")) {
            while (count(unsent) > 0) {
                if (Instant.now().isAfter(end)) {
                    throw new AssertionError(service + " does not send its events");
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static long count(PreparedStatement unsent) throws SQLException {
        try (ResultSet count = unsent.executeQuery()) {
            count.next();
            return count.getLong(1);
        }
    }

    /** Writes what a list needs, and then that many rows of it, in an administration of their own. */
    private void write(String service, String list, int rows, IntFunction<ObjectNode> row) {
        String administration = "cost-" + ADMINISTRATIONS.incrementAndGet();
        registering.accept(administration);
        List<Write> all = Objects.requireNonNull(writes.get(list));
        String address = service + "/municipalities/0580/administrations/" + administration + "/";
        for (Write needed : all.subList(0, all.size() - 1)) {
            put(address + needed.list(), rows, number -> row(needed, number));
        }
        put(address + list, rows, row);
    }

    /** Of what is written for a list, the list itself: it comes last. */
    private Write own(String list) {
        List<Write> all = Objects.requireNonNull(writes.get(list));
        return all.get(all.size() - 1);
    }

    private static ObjectNode row(Write write, int number) {
        ObjectNode row = example(write.list()).deepCopy();
        write.differing().accept(row, number);
        return row;
    }

    private ObjectNode large(String list, int number, int percent) {
        ObjectNode row = row(own(list), number);
        longer.getOrDefault(list, (any, same) -> {}).accept(row, number);
        LargeRow.fill(row, schema(list), CONTRACT, percent);
        return row;
    }

    private static void put(String address, int rows, IntFunction<ObjectNode> row) {
        ArrayNode items = JSON.createArrayNode();
        IntStream.range(0, rows).mapToObj(row).forEach(items::add);
        String body = JSON.createObjectNode().set("items", items).toString();
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .header("Content-Type", "application/json")
                .header(
                        "Authorization",
                        "Bearer "
                                + TestStack.token(
                                        "controller", "administrator:0580:*", "controller:0580:*", "approver:0580:*"))
                .PUT(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new AssertionError(address + ": " + answer.statusCode() + " " + answer.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode example(String list) {
        return (ObjectNode) body(list).findPath("items").get(0);
    }

    private static JsonNode schema(String list) {
        String reference = body(list).findPath("schema").path("$ref").asText();
        return CONTRACT.at(reference.substring(1)).at("/properties/items/items");
    }

    private static JsonNode body(String list) {
        for (Map.Entry<String, JsonNode> path : CONTRACT.get("paths").properties()) {
            if (path.getKey().endsWith("/" + list) && isBulk(path.getValue())) {
                return path.getValue().at("/put/requestBody");
            }
        }
        throw new IllegalArgumentException("The contract has no list " + list);
    }

    private static boolean isBulk(JsonNode path) {
        return path.at("/put/operationId").asText().startsWith("import");
    }

    private static JsonNode contract() {
        try {
            return new ObjectMapper(new YAMLFactory())
                    .readTree(Path.of("contract/openapi.yaml").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
