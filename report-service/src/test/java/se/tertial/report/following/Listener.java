package se.tertial.report.following;

import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A client that follows a report, and what it hears, line for line. */
final class Listener implements AutoCloseable {

    private final Stream<String> lines;
    private final HttpHeaders headers;
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> over;

    private Listener(HttpResponse<Stream<String>> answer) {
        lines = answer.body();
        headers = answer.headers();
        over = CompletableFuture.runAsync(() -> lines.forEach(heard::add));
    }

    /** Begins to listen; whoever is refused fails. */
    static Listener at(String path, @Nullable String token, @Nullable String lastEventId) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + RestAssured.port + "/report/v1" + path))
                .header("Accept", "text/event-stream");
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        HttpResponse<Stream<String>> answer = HttpClient.newHttpClient()
                .sendAsync(request.build(), HttpResponse.BodyHandlers.ofLines())
                .join();
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("Refused: " + answer.statusCode());
        }
        return new Listener(answer);
    }

    HttpHeaders headers() {
        return headers;
    }

    /** What was said in the fields of a name, in the order said. */
    List<String> said(String field) {
        return heard.stream()
                .filter(line -> line.startsWith(field + ":"))
                .map(line -> line.substring(field.length() + 1).strip())
                .toList();
    }

    /** How often only a comment came. */
    long comments() {
        return heard.stream().filter(line -> line.startsWith(":")).count();
    }

    String all() {
        return String.join("\n", heard);
    }

    boolean isOver() {
        return over.isDone();
    }

    @Override
    public void close() {
        lines.close();
    }
}
