package se.tertial.gateway;

import static io.restassured.RestAssured.given;

import io.restassured.RestAssured;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
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
