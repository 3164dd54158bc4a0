package se.tertial.faults.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import se.tertial.devstack.Issuer;

/** The suite's API, as a user who may do everything sees it. */
public final class Api {

    private static final Duration TOKEN_KEPT = Duration.ofMinutes(2);
    private static final Duration LONG_PATIENCE = Duration.ofSeconds(60);
    private static final int MOST_ATTEMPTS = 5;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int PAGE = 512;

    private final String url;
    private final Issuer issuer;
    private final Duration patience;
    private final int attempts;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final ObjectMapper json = new ObjectMapper();
    private String token = "";
    private long tokenSince;

    /**
     * @param url      of the gateway, or of one service
     * @param patience how long an answer is waited for
     */
    public Api(String url, Issuer issuer, Duration patience) {
        this(url, issuer, patience, 1);
    }

    private Api(String url, Issuer issuer, Duration patience, int attempts) {
        this.url = url;
        this.issuer = issuer;
        this.patience = patience;
        this.attempts = attempts;
    }

    /** For whoever wants to know what is, and not how soon it is answered: reads again what the service could not answer. */
    public static Api patient(String url, Issuer issuer) {
        return new Api(url, issuer, LONG_PATIENCE, MOST_ATTEMPTS);
    }

    private synchronized String token() {
        if (token.isEmpty() || System.nanoTime() - tokenSince > TOKEN_KEPT.toNanos()) {
            token = issuer.token("loader");
            tokenSince = System.nanoTime();
        }
        return token;
    }

    /** Sends a request and waits for its answer. */
    public HttpResponse<byte[]> send(String method, String path, Map<String, String> headers, @Nullable String body)
            throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(patience)
                .header("Authorization", "Bearer " + token())
                .header("Accept-Language", "en")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        try {
            return client.send(request.build(), BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** What stands at an address. */
    public byte[] get(String path) throws IOException {
        for (int attempt = 1; ; attempt++) {
            HttpResponse<byte[]> answer = send("GET", path, Map.of(), null);
            if (answer.statusCode() == 200) {
                return answer.body();
            }
            if (answer.statusCode() < 500) {
                throw new Refusal(answer.statusCode(), path + ": " + text(answer));
            }
            if (attempt == attempts) {
                throw new IOException(path + " answered " + answer.statusCode() + ": " + text(answer));
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** The same, as JSON. */
    public JsonNode json(String path) throws IOException {
        return json.readTree(get(path));
    }

    /** Every item of a list. */
    public List<JsonNode> all(String path) throws IOException {
        List<JsonNode> items = new ArrayList<>();
        int limit = PAGE;
        while (true) {
            // What was read is whole pages of any smaller size too.
            List<JsonNode> page = page(path, limit, "page=" + (items.size() / limit + 1));
            if (page == null) {
                limit /= 2;
            } else {
                items.addAll(page);
                if (page.size() < limit) {
                    return items;
                }
            }
        }
    }

    /** The changes after a revision, as many as a page holds; none if there are none. */
    List<JsonNode> changes(String path, long since) throws IOException {
        for (int limit = PAGE; ; limit /= 2) {
            List<JsonNode> page = page(path, limit, "since=" + since);
            if (page != null) {
                return page;
            }
        }
    }

    /** A page of a list; null if so many rows are too large for one. */
    private @Nullable List<JsonNode> page(String path, int limit, String which) throws IOException {
        try {
            List<JsonNode> items = new ArrayList<>();
            json(path + (path.contains("?") ? "&" : "?") + "limit=" + limit + "&" + which)
                    .path("items")
                    .forEach(items::add);
            return items;
        } catch (Refusal e) {
            if (e.status() != 400 || limit == 1) {
                throw e;
            }
            return null;
        }
    }

    /** An answer that says that the request was wrong. */
    static final class Refusal extends IOException {

        private static final long serialVersionUID = 1;

        private final int status;

        Refusal(int status, String why) {
            super(status + " " + why);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    /** The body of an answer. */
    public static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
