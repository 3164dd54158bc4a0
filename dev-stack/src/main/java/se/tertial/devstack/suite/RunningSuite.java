package se.tertial.devstack.suite;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import se.tertial.devstack.Failure;

/**
 * The suite that runs, for whoever wants to speak to it.
 *
 * @param url       the gateway's address
 * @param services  the services' own addresses by name
 * @param issuer    the issuer's address
 * @param demo      whether that is the demo issuer, which gives tokens to whoever asks
 * @param kafka     the broker's host and port
 * @param launcher  the launcher's process id
 * @param processes the others' process ids by name
 * @param data      where its data and logs are
 */
record RunningSuite(
        String url,
        Map<String, String> services,
        String issuer,
        boolean demo,
        String kafka,
        long launcher,
        Map<String, Long> processes,
        String data) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private static Path file(Path root) {
        return root.resolve(".run").resolve("suite.json");
    }

    /** The one that was started last from this checkout, if it still runs. */
    static Optional<RunningSuite> find(Path root) {
        try {
            RunningSuite suite = JSON.readValue(file(root).toFile(), RunningSuite.class);
            return ProcessHandle.of(suite.launcher()).isPresent() ? Optional.of(suite) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static RunningSuite require(Path root) throws Failure {
        return find(root).orElseThrow(() -> new Failure("No suite is running; start one with ./run."));
    }

    void write(Path root) throws IOException {
        Path file = file(root);
        Files.createDirectories(file.getParent());
        Path fresh = Files.createTempFile(file.getParent(), "suite", ".json");
        JSON.writeValue(fresh.toFile(), this);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Removes what {@link #write} wrote, unless another suite has written since. */
    void remove(Path root) throws IOException {
        if (find(root).filter(this::equals).isPresent()) {
            Files.deleteIfExists(file(root));
        }
    }

    /** A token of a demo user, or of any user with other grants. */
    String token(String user, String... grants) throws Failure {
        if (!demo) {
            throw new Failure("The suite trusts " + issuer + "; ask that for tokens.");
        }
        StringBuilder query = new StringBuilder("/token?user=").append(encoded(user));
        for (String grant : grants) {
            query.append("&grant=").append(encoded(grant));
        }
        URI address = URI.create(issuer + query);
        try {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new Failure(answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new Failure("The suite's issuer does not answer at " + issuer + ".", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("Interrupted.", e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
