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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;

/**
 * Writes the largest bodies that a service takes, to each of its lists, and holds what that costs to near linear: twice the rows
 * take at most two and a half times the processor. Rows are those of the examples in the service's contract, each with another key.
 */
public final class BulkCost {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path CONTRACT = Path.of("contract/openapi.yaml");
    private static final AtomicInteger ADMINISTRATIONS = new AtomicInteger();

    /** There are no more periods. */
    private static final int MOST_PERIODS = 3_900;

    private final Map<String, List<Write>> writes = new TreeMap<>();
    private final Map<String, Integer> most = new TreeMap<>();

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

    /** The lists of the service. */
    public static Set<String> listsOfContract() {
        Set<String> lists = new TreeSet<>();
        contract().get("paths").properties().forEach(path -> {
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
        NearLinear.inWorkers(list, Objects.requireNonNull(most.get(list)) / 2, rows -> {
            String administration = "cost-" + ADMINISTRATIONS.incrementAndGet();
            registering.accept(administration);
            for (Write write : Objects.requireNonNull(writes.get(list))) {
                put(
                        service + "/municipalities/0580/administrations/" + administration + "/" + write.list(),
                        write,
                        rows);
            }
        });
    }

    private static void put(String address, Write write, int rows) {
        JsonNode example = example(write.list());
        ArrayNode items = JSON.createArrayNode();
        for (int number = 0; number < rows; number++) {
            ObjectNode row = example.deepCopy();
            write.differing().accept(row, number);
            items.add(row);
        }
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

    private static JsonNode example(String list) {
        for (Map.Entry<String, JsonNode> path : contract().get("paths").properties()) {
            if (path.getKey().endsWith("/" + list) && isBulk(path.getValue())) {
                return path.getValue().findPath("requestBody").findPath("items").get(0);
            }
        }
        throw new IllegalArgumentException("The contract has no list " + list);
    }

    private static boolean isBulk(JsonNode path) {
        return path.at("/put/operationId").asText().startsWith("import");
    }

    private static JsonNode contract() {
        try {
            return new ObjectMapper(new YAMLFactory()).readTree(CONTRACT.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
