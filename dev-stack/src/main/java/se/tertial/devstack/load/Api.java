package se.tertial.devstack.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import se.tertial.devstack.Failure;

/** The APIs behind one address, spoken to with a token that is renewed when it is no longer valid. */
final class Api {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<Integer> LATER = Set.of(429, 502, 503, 504);
    private static final int ATTEMPTS = 8;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final String url;
    private final Loader.Tokens tokens;
    private String token = "";

    Api(String url, Loader.Tokens tokens) {
        this.url = url.replaceAll("/+$", "");
        this.tokens = tokens;
    }

    /**
     * @param body the JSON that was answered; an empty object if it was none
     * @param tag  the entity tag of what was answered
     */
    record Answer(int status, JsonNode body, Optional<String> tag) {

        boolean isSuccess() {
            return status / 100 == 2;
        }

        /** What a problem document says, in one line. */
        String problem() {
            String title = body.path("title").asText("");
            String detail = body.path("detail").asText("");
            return status + (title.isEmpty() ? "" : " " + title) + (detail.isEmpty() ? "" : ": " + detail);
        }
    }

    Answer get(String path) throws Failure {
        return send("GET", path, HttpRequest.BodyPublishers.noBody(), Optional.empty());
    }

    /**
     * Puts at an address.
     *
     * @param seen the entity tag of what is replaced; empty for what is new, or for many rows
     */
    Answer put(String path, JsonNode body, Optional<String> seen) throws Failure {
        try {
            return send("PUT", path, HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)), seen);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Puts many rows.
     *
     * @param mode whether they are written, and what is told of them
     */
    Answer putAll(String path, ArrayNode items, String mode) throws Failure {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.set("items", items);
        return put(path + "?mode=" + mode, body, Optional.empty());
    }

    /** Deletes what stands at an address as it was seen; {@code *} for as it is. */
    Answer delete(String path, String seen) throws Failure {
        return send("DELETE", path, HttpRequest.BodyPublishers.noBody(), Optional.of(seen));
    }

    /** Asks for something that may be asked for twice. */
    Answer post(String path) throws Failure {
        return send("POST", path, HttpRequest.BodyPublishers.noBody(), Optional.empty());
    }

    /** Repeats what was refused only for now: reading and putting may be done twice. */
    private Answer send(String method, String path, HttpRequest.BodyPublisher body, Optional<String> seen)
            throws Failure {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                    .timeout(Duration.ofSeconds(60))
                    .header("Content-Type", "application/json")
                    .header("Accept", "application/json, application/problem+json")
                    .method(method, body);
            seen.ifPresent(tag -> request.header("If-Match", tag));
            boolean renewed = token.isEmpty();
            if (renewed) {
                token = tokens.get();
            }
            for (int attempt = 1; ; attempt++) {
                HttpResponse<byte[]> response = client.send(
                        request.setHeader("Authorization", "Bearer " + token).build(),
                        HttpResponse.BodyHandlers.ofByteArray());
                if (response.statusCode() == 401 && !renewed) {
                    token = tokens.get();
                    renewed = true;
                    continue;
                }
                if (!LATER.contains(response.statusCode()) || attempt == ATTEMPTS) {
                    return new Answer(
                            response.statusCode(),
                            parse(response.body()),
                            response.headers().firstValue("ETag"));
                }
                Thread.sleep(250L * attempt);
            }
        } catch (IOException e) {
            throw new Failure(method + " " + url + path + " got no answer: " + Failure.reason(e), e);
        } catch (IllegalArgumentException e) {
            throw new Failure("“" + url + path + "” is not an address.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("Interrupted.", e);
        }
    }

    private static JsonNode parse(byte[] body) {
        try {
            JsonNode json = JSON.readTree(body);
            return json == null ? JsonNodeFactory.instance.objectNode() : json;
        } catch (IOException e) {
            return JsonNodeFactory.instance.objectNode();
        }
    }
}
