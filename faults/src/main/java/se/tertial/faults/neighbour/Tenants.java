package se.tertial.faults.neighbour;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Two municipalities of a suite that runs with its demo issuer, and what each has there. */
final class Tenants {

    /** Who behaves badly. */
    static final String HOSTILE = "0580";

    /** Who notices, or does not. */
    static final String QUIET = "0581";

    /** What is published as it is, whatever it lacks. */
    static final String PUBLICATIONS = "reports/2021-08/publications?ifIncomplete=PUBLISH&reason=attack";

    /** As many as a page of the largest texts holds. */
    static final int LARGE_TEXTS = 70;

    private static final int SECTIONS = 40;
    private static final int LONGEST_TEXT = 50_000;

    private final String url;
    private final String issuer;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    Tenants(String url, String issuer) {
        this.url = url;
        this.issuer = issuer;
    }

    String url() {
        return url;
    }

    /** An address of what a municipality's administration has in a service. */
    static String path(String service, String municipality, String rest) {
        return "/" + service + "/v1/municipalities/" + municipality + "/administrations/neighbour/" + rest;
    }

    /** A token of somebody who may do everything in a municipality, and nothing in another. */
    String token(String user, String municipality) throws IOException {
        String grants = IntStream.of(0, 1, 2)
                .mapToObj(index -> "&grant=" + new String[] {"administrator", "controller", "approver"}[index] + ":"
                        + municipality + ":*")
                .collect(Collectors.joining());
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(issuer + "/token?user=" + user + grants)));
        return expect(answer).body();
    }

    /** Writes what both read and write. */
    void prepare() throws IOException {
        String token = token("preparing", "*");
        for (String municipality : new String[] {HOSTILE, QUIET}) {
            String finance = "/finance/v1/municipalities/" + municipality;
            put(token, finance, "{\"municipalityId\": \"" + municipality + "\", \"name\": \"Kommun\"}");
            put(
                    token,
                    finance + "/administrations/neighbour",
                    "{\"administrationId\": \"neighbour\", \"name\": \"Förvaltning\", \"shortName\": \"F\"}");
            put(token, path("finance", municipality, "units"), units(20, 0));
            put(token, path("finance", municipality, "operating-lines"), lines(20));
            put(token, path("report", municipality, "templates/all"), template());
            put(
                    token,
                    path("report", municipality, "reports/2021-08"),
                    "{\"period\": \"2021-08\", \"templateId\": \"all\", \"title\": \"Delårsrapport\"}");
            put(token, path("report", municipality, "narratives"), texts(SECTIONS, "2021-08", "Som planerat."));
            expect(send(
                    request(token, path("report", municipality, PUBLICATIONS)).POST(BodyPublishers.noBody())));
        }
        put(token, path("report", HOSTILE, "narratives"), texts(SECTIONS, "2021-08", "<".repeat(LONGEST_TEXT)));
        put(token, path("report", HOSTILE, "narratives"), largeTexts(""));
    }

    private static String template() {
        return """
                {"templateId": "all", "name": "Allt", "sections": [
                  {"sectionId": "result", "heading": "Resultat", "kind": "TABLE", "table": {"caption": "Netto", "rowHeader": "Enhet",
                    "rowsOf": "UNITS", "totalLabel": "Summa", "columns": [
                      {"columnId": "actual", "label": "Redovisat", "content": "ACTUAL", "period": "report"}]}}, %s]}
                """
                .formatted(joined(
                        SECTIONS,
                        row -> "{\"sectionId\": \"section-%1$d\", \"heading\": \"%1$d\", \"kind\": \"NARRATIVE\"}"
                                .formatted(row)));
    }

    /** Many units, each write with other names. */
    static String units(int count, int write) {
        return items(
                count,
                row ->
                        ("{\"unitId\": \"unit-%1$d\", \"name\": \"%1$d, %2$d\", \"order\": %1$d, \"contribution\": \"ADDITIVE\","
                                        + " \"placements\": [{\"validFrom\": \"2020-01-01\"}]}")
                                .formatted(row, write));
    }

    private static String lines(int count) {
        return items(count, row -> line(row, row));
    }

    static String line(int unit, int net) {
        return "{\"unitId\": \"unit-%d\", \"scenario\": \"ACTUAL\", \"period\": \"2021-08\", \"net\": \"%d.00\"}"
                .formatted(unit, net);
    }

    static String text(int section, String period, String text) {
        return "{\"period\": \"%s\", \"sectionId\": \"section-%d\", \"markdown\": \"%s\"}"
                .formatted(period, section, text);
    }

    private static String texts(int count, String period, String text) {
        return items(count, row -> text(row, period, text));
    }

    /** The largest body of the largest texts that a page holds; they end differently, so that each is written. */
    static String largeTexts(String end) {
        return texts(LARGE_TEXTS, "2020-08", "😀".repeat(LONGEST_TEXT - end.length()) + end);
    }

    private static String items(int count, IntFunction<String> row) {
        return "{\"items\": [" + joined(count, row) + "]}";
    }

    private static String joined(int count, IntFunction<String> row) {
        return IntStream.range(0, count).mapToObj(row).collect(Collectors.joining(","));
    }

    private void put(String token, String path, String body) throws IOException {
        HttpResponse<String> answer = send(request(token, path).PUT(BodyPublishers.ofString(body)));
        if (answer.statusCode() != 428) { // it is there
            expect(answer);
        }
    }

    /** A request with a token, or without. */
    HttpRequest.Builder request(@Nullable String token, String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json");
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static HttpResponse<String> expect(HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() >= 300) {
            throw new IOException(answer.uri() + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer;
    }
}
