package se.tertial.gateway;

import static io.restassured.RestAssured.given;

import io.restassured.RestAssured;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;

/** What a client of the gateway can do that a library would not let it. */
public final class Client {

    private static final int PATIENCE_MILLIS = 10_000;

    private Client() {}

    /** A valid token. */
    public static String token(String user) {
        String issuer = ConfigProvider.getConfig().getValue("quarkus.oidc.auth-server-url", String.class);
        return given().baseUri(issuer)
                .port(Integer.parseInt(issuer.substring(issuer.lastIndexOf(':') + 1)))
                .queryParam("user", user)
                .get("/token")
                .asString();
    }

    /** A valid token of somebody who is granted nothing in particular. */
    public static String anyone(String subject) {
        return token("sub", subject);
    }

    /** A connection on which a request was begun exactly as given. */
    public static Socket begin(String... lines) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4 * 1024);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress("localhost", RestAssured.port));
        socket.getOutputStream().write(String.join("\r\n", lines).getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    /** A token of any user that grants something in a municipality. */
    public static String member(String subject, String municipality) {
        return token(Map.of("sub", subject, "grants", List.of("reader:" + municipality + ":*")));
    }

    /** A token of a reader with one claim that is otherwise. */
    public static String token(String claim, Object value) {
        return token(Map.of(claim, value));
    }

    private static String token(Map<String, Object> otherwise) {
        String issuer = ConfigProvider.getConfig().getValue("quarkus.oidc.auth-server-url", String.class);
        long now = Instant.now().getEpochSecond();
        JsonObject claims = new JsonObject()
                .put("iss", issuer)
                .put("sub", "reader")
                .put("aud", "tertial")
                .put("iat", now - 60)
                .put("exp", now + 300);
        otherwise.forEach(claims::put);
        return given().baseUri(issuer)
                .port(Integer.parseInt(issuer.substring(issuer.lastIndexOf(':') + 1)))
                .body(claims.encode())
                .post("/sign")
                .asString();
    }

    /** Sends lines exactly as given, and reads until the connection is closed. */
    public static String send(String... lines) {
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(String.join("\r\n", lines).getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "broken: " + e.getMessage();
        }
    }

    /** Asks for a path exactly as given. */
    public static String get(String target) {
        return send("GET " + target + " HTTP/1.1", "Host: localhost", "Connection: close", "", "");
    }
}
