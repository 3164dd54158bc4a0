package se.tertial.devstack;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * A small OpenID Connect issuer on loopback, for the local suite and the tests: discovery, JWKS, and tokens for demo users.
 * Services verify its tokens as they would any issuer's. Its key lives as long as the process.
 */
public final class Issuer implements AutoCloseable {

    /** The demo users that each have one role, the smallest first. */
    public static final List<String> ROLES =
            List.of("reader", "reporter", "controller", "approver", "administrator", "integration");

    /** What each demo user is granted: one for each role, and one who loads whole folders. */
    private static final Map<String, List<String>> USERS = Map.of(
            "reader", List.of("reader:0580:vss"),
            "reporter", List.of("reporter:0580:vss"),
            "controller", List.of("controller:0580:*"),
            "approver", List.of("approver:0580:vss"),
            "administrator", List.of("administrator:0580:*"),
            "integration", List.of("integration:0580:vss:operating-lines:write"),
            "loader", List.of("administrator:*:*", "controller:*:*", "approver:*:*"));

    /** No longer than the national REST API profile wants a token to live. */
    private static final int LIFETIME_MINUTES = 5;

    private final HttpServer server;
    private final RsaJsonWebKey key;
    private final @Nullable String municipality;
    private final ObjectMapper json = new ObjectMapper();

    private Issuer(HttpServer server, RsaJsonWebKey key, @Nullable String municipality) {
        this.server = server;
        this.key = key;
        this.municipality = municipality;
    }

    /** An issuer whose demo users are of the example's municipality. */
    public static Issuer start() throws IOException {
        return start(null);
    }

    /**
     * An issuer whose demo users have their roles in another municipality too.
     *
     * @param municipality its four-digit code; null for none
     */
    public static Issuer start(@Nullable String municipality) throws IOException {
        try {
            RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
            key.setKeyId("local");
            key.setUse("sig");
            key.setAlgorithm(AlgorithmIdentifiers.RSA_USING_SHA256);
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
            Issuer issuer = new Issuer(server, key, municipality);
            server.createContext("/.well-known/openid-configuration", issuer::discovery);
            server.createContext("/jwks", issuer::jwks);
            server.createContext("/token", issuer::token);
            server.createContext("/sign", issuer::sign);
            server.setExecutor(Executors.newFixedThreadPool(2, runnable -> {
                Thread thread = new Thread(runnable, "issuer");
                thread.setDaemon(true);
                return thread;
            }));
            server.start();
            return issuer;
        } catch (JoseException e) {
            throw new IOException("The local issuer could not make a key", e);
        }
    }

    public String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /**
     * A token of a demo user, valid for five minutes.
     *
     * @throws IllegalArgumentException if there is no such user
     */
    public String token(String user) {
        List<String> grants = USERS.get(user);
        if (grants == null) {
            throw new IllegalArgumentException("There is no demo user “" + user + "”; there are "
                    + USERS.keySet().stream().sorted().collect(Collectors.joining(", ")) + ".");
        }
        return token(
                user,
                municipality == null || !ROLES.contains(user)
                        ? grants
                        : Stream.concat(grants.stream(), grants.stream().map(grant -> elsewhere(grant, municipality)))
                                .toList());
    }

    /** The same in all administrations of a municipality: {@code reader:0580:vss} becomes {@code reader:0680:*}. */
    private static String elsewhere(String grant, String municipality) {
        String[] parts = grant.split(":", 4);
        return parts[0] + ":" + municipality + ":*" + (parts.length > 3 ? ":" + parts[3] : "");
    }

    /** A token of any user with any grants. */
    public String token(String user, List<String> grants) {
        return token(user, grants, AlgorithmIdentifiers.RSA_USING_SHA256, Map.of());
    }

    /** A token signed in another way, or with other claims than usual; null for without. */
    public String token(
            String user, List<String> grants, String algorithm, Map<String, ? extends @Nullable Object> otherClaims) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(url());
        claims.setSubject(user);
        claims.setAudience("tertial");
        claims.setStringClaim("azp", "tertial-local");
        claims.setExpirationTimeMinutesInTheFuture(LIFETIME_MINUTES);
        claims.setIssuedAtToNow();
        claims.setNotBeforeMinutesInThePast(1);
        claims.setGeneratedJwtId();
        claims.setStringListClaim("grants", grants);
        otherClaims.forEach((name, value) -> {
            claims.unsetClaim(name);
            if (value != null) {
                claims.setClaim(name, value);
            }
        });
        return signed(claims.toJson(), algorithm);
    }

    private String signed(String payload, String algorithm) {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(payload);
        signature.setKey(key.getPrivateKey());
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setAlgorithmHeaderValue(algorithm);
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private void discovery(HttpExchange exchange) throws IOException {
        answer(
                exchange,
                200,
                "application/json",
                json.writeValueAsString(Map.of(
                        "issuer", url(),
                        "jwks_uri", url() + "/jwks",
                        "token_endpoint", url() + "/token",
                        "authorization_endpoint", url() + "/authorize",
                        "id_token_signing_alg_values_supported", List.of("RS256"),
                        "response_types_supported", List.of("token"),
                        "subject_types_supported", List.of("public"))));
    }

    private void jwks(HttpExchange exchange) throws IOException {
        answer(
                exchange,
                200,
                "application/json",
                json.writeValueAsString(
                        Map.of("keys", List.of(key.toParams(JsonWebKey.OutputControlLevel.PUBLIC_ONLY)))));
    }

    /**
     * {@code GET /token?user=reader}, or {@code &grant=…} for other grants than the demo user's: for people at their own
     * machine, hence no password.
     */
    private void token(HttpExchange exchange) throws IOException {
        String query = Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), "");
        List<String> users = values(query, "user=");
        List<String> grants = values(query, "grant=");
        String user = users.isEmpty() ? "" : users.get(0);
        try {
            answer(exchange, 200, "text/plain", grants.isEmpty() ? token(user) : token(user, grants));
        } catch (IllegalArgumentException e) {
            answer(exchange, 404, "text/plain", String.valueOf(e.getMessage()));
        }
    }

    private static List<String> values(String query, String parameter) {
        return Arrays.stream(query.split("&", -1))
                .filter(one -> one.startsWith(parameter))
                .map(one -> URLDecoder.decode(one.substring(parameter.length()), StandardCharsets.UTF_8))
                .toList();
    }

    /**
     * {@code POST /sign}: the body, signed as if it were the claims of a token. For whoever tests what is done with tokens that are
     * expired, or meant for another; one that is right can be had from {@code /token} anyway.
     */
    private void sign(HttpExchange exchange) throws IOException {
        String payload = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        answer(exchange, 200, "text/plain", signed(payload, AlgorithmIdentifiers.RSA_USING_SHA256));
    }

    private static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
