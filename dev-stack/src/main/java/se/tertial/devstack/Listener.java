package se.tertial.devstack;

import java.io.UncheckedIOException;
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

/** A client that listens to a stream of server-sent events, and what it hears, line for line: for tests. */
public final class Listener implements AutoCloseable {

    private final Stream<String> lines;
    private final HttpHeaders headers;
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> over;

    private Listener(HttpResponse<Stream<String>> answer) {
        lines = answer.body();
        headers = answer.headers();
        over = new CompletableFuture<>();
        Thread reader = new Thread(this::read, "listener");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try {
            lines.forEach(heard::add);
        } catch (UncheckedIOException e) {
            // Cut off: over as well.
        } finally {
            over.complete(null);
        }
    }

    /** Begins to listen; whoever is refused fails. */
    public static Listener at(String url, @Nullable String token, @Nullable String lastEventId) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).header("Accept", "text/event-stream");
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

    /** The headers of the answer. */
    public HttpHeaders headers() {
        return headers;
    }

    /** What was said in the fields of a name, in the order said. */
    public List<String> said(String field) {
        return heard.stream()
                .filter(line -> line.startsWith(field + ":"))
                .map(line -> line.substring(field.length() + 1).strip())
                .toList();
    }

    /** How often only a comment came. */
    public long comments() {
        return heard.stream().filter(line -> line.startsWith(":")).count();
    }

    /** All that was heard. */
    public String all() {
        return String.join("\n", heard);
    }

    /** Whether the stream has ended. */
    public boolean isOver() {
        return over.isDone();
    }

    @Override
    public void close() {
        lines.close();
    }
}
