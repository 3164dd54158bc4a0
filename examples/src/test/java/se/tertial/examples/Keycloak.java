package se.tertial.examples;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Keycloak that runs, with a realm made as docs/access.md tells: over the API that its administration pages use. */
final class Keycloak implements AutoCloseable {

    private static final String REALM = "tertial";
    private static final String REDIRECT = "http://localhost:1/signed-in";
    private static final Path LOG = Path.of("target", "keycloak.log");
    private static final Pattern FORM = Pattern.compile("<form[^>]* action=\"([^\"]+)\"");
    private static final Pattern CODE = Pattern.compile("[?&]code=([^&]+)");

    private final Process process;
    private final String url;
    private final String password = secret();
    private final Map<String, String> groups = new HashMap<>();
    private final Map<String, String> secrets = new HashMap<>();
    private String scope;

    /** What a login gives. */
    record Tokens(String access, String id, String refresh) {}

    private Keycloak(Path home) throws IOException {
        int port = RunningExample.freePort();
        url = "http://localhost:" + port;
        ProcessBuilder builder = new ProcessBuilder(
                        "/bin/sh",
                        home.resolve("bin").resolve("kc.sh").toString(),
                        "start-dev",
                        "--db=dev-mem",
                        "--cache=local",
                        "--http-host=127.0.0.1",
                        "--http-port=" + port,
                        "--http-management-port=" + RunningExample.freePort())
                .redirectErrorStream(true)
                .redirectOutput(LOG.toFile());
        builder.environment()
                .putAll(Map.of(
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        "JAVA_OPTS_KC_HEAP",
                        "-Xms64m -Xmx512m -XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=160m",
                        "KC_BOOTSTRAP_ADMIN_USERNAME",
                        "admin",
                        "KC_BOOTSTRAP_ADMIN_PASSWORD",
                        password));
        process = builder.start();
    }

    /** Starts it from its distribution, and makes the realm. */
    static Keycloak start(Path home) throws IOException {
        Keycloak keycloak = new Keycloak(home);
        try {
            await().atMost(Duration.ofMinutes(10)).until(keycloak::isUp);
            keycloak.makeRealm();
            return keycloak;
        } catch (RuntimeException e) {
            keycloak.close();
            throw e;
        }
    }

    /** @throws IllegalStateException if it has ended, with what it said last */
    private boolean isUp() throws IOException {
        if (!process.isAlive()) {
            throw new IllegalStateException(
                    "Keycloak ended with status " + process.exitValue() + ":\n" + Files.readString(LOG));
        }
        try {
            return given().get(url + "/realms/master").statusCode() == 200;
        } catch (Exception e) {
            return false; // it does not listen yet
        }
    }

    String issuer() {
        return url + "/realms/" + REALM;
    }

    /** Step 1: audience and groups into every client's access tokens. */
    private void makeRealm() {
        post("", Map.of("realm", REALM, "enabled", true));
        scope = post(
                "/client-scopes",
                Map.of(
                        "name",
                        "tertial",
                        "protocol",
                        "openid-connect",
                        "protocolMappers",
                        List.of(
                                mapper("audience", "oidc-audience-mapper", "included.custom.audience", "tertial"),
                                mapper("groups", "oidc-group-membership-mapper", "claim.name", "groups"))));
        admin().put(realm("/default-default-client-scopes/" + scope)).then().statusCode(204);
    }

    private static Map<String, Object> mapper(String name, String kind, String setting, String value) {
        return Map.of(
                "name",
                name,
                "protocol",
                "openid-connect",
                "protocolMapper",
                kind,
                "config",
                Map.of(
                        setting,
                        value,
                        "full.path",
                        "true",
                        "access.token.claim",
                        "true",
                        "id.token.claim",
                        "false",
                        "userinfo.token.claim",
                        "false"));
    }

    /** Step 3: where people sign in. */
    void webClient(String client) {
        post(
                "/clients",
                Map.of(
                        "clientId",
                        client,
                        "publicClient",
                        true,
                        "redirectUris",
                        List.of(REDIRECT),
                        "attributes",
                        Map.of("pkce.code.challenge.method", "S256")));
    }

    /** Step 3: a person, who may sign in and is in these groups. */
    String person(String name, String... paths) {
        String secret = secret();
        String id = post(
                "/users",
                Map.of(
                        "username",
                        name,
                        "enabled",
                        true,
                        "firstName",
                        name,
                        "lastName",
                        "Exempel",
                        "email",
                        name + "@kommun.example",
                        "emailVerified",
                        true,
                        "credentials",
                        List.of(Map.of("type", "password", "value", secret, "temporary", false))));
        secrets.put(name, secret);
        for (String path : paths) {
            admin().put(realm("/users/" + id + "/groups/" + group(path))).then().statusCode(204);
        }
        return id;
    }

    void leave(String person, String path) {
        admin().delete(realm("/users/" + person + "/groups/" + group(path)))
                .then()
                .statusCode(204);
    }

    /** Step 4: a system, whose service account is in these groups. */
    void system(String client, String... paths) {
        String secret = secret();
        String id = post(
                "/clients",
                Map.of(
                        "clientId",
                        client,
                        "secret",
                        secret,
                        "publicClient",
                        false,
                        "standardFlowEnabled",
                        false,
                        "serviceAccountsEnabled",
                        true));
        secrets.put(client, secret);
        String account = admin().get(realm("/clients/" + id + "/service-account-user"))
                .jsonPath()
                .getString("id");
        for (String path : paths) {
            admin().put(realm("/users/" + account + "/groups/" + group(path)))
                    .then()
                    .statusCode(204);
        }
    }

    /** Takes the scope away from a client, as if it were there for something else. */
    void withoutScope(String client) {
        String id = admin().queryParam("clientId", client)
                .get(realm("/clients"))
                .jsonPath()
                .getString("[0].id");
        admin().delete(realm("/clients/" + id + "/default-client-scopes/" + scope))
                .then()
                .statusCode(204);
    }

    /** From now on tokens are signed with a key that nobody has seen yet. */
    void rotateKeys() {
        post(
                "/components",
                Map.of(
                        "name",
                        "rotated",
                        "providerType",
                        "org.keycloak.keys.KeyProvider",
                        "providerId",
                        "rsa-generated",
                        "config",
                        Map.of("priority", List.of("200"), "keySize", List.of("2048"))));
    }

    /** Step 2: the group at a path; made with all above it if there is none. */
    private String group(String path) {
        String known = groups.get(path);
        if (known != null) {
            return known;
        }
        int slash = path.lastIndexOf('/');
        Map<String, Object> named = Map.of("name", path.substring(slash + 1));
        String id = slash < 0
                ? post("/groups", named)
                : admin().body(named)
                        .post(realm("/groups/" + group(path.substring(0, slash)) + "/children"))
                        .then()
                        .statusCode(201)
                        .extract()
                        .path("id");
        groups.put(path, id);
        return id;
    }

    /** Client credentials. */
    String systemToken(String client) {
        return tokens(Map.of(
                        "grant_type", "client_credentials", "client_id", client, "client_secret", secrets.get(client)))
                .getString("access_token");
    }

    /** The authorization code flow with PKCE, through the page on which people sign in. */
    Tokens signIn(String client, String person) throws GeneralSecurityException {
        String verifier = secret() + secret();
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
        Response page = given().queryParam("client_id", client)
                .queryParam("redirect_uri", REDIRECT)
                .queryParam("response_type", "code")
                .queryParam("scope", "openid")
                .queryParam(
                        "code_challenge",
                        Base64.getUrlEncoder().withoutPadding().encodeToString(hash))
                .queryParam("code_challenge_method", "S256")
                .get(issuer() + "/protocol/openid-connect/auth");
        String action = found(FORM, page.asString()).replace("&amp;", "&");
        String location = given().cookies(page.getCookies())
                .redirects()
                .follow(false)
                .urlEncodingEnabled(false)
                .formParam("username", person)
                .formParam("password", secrets.get(person))
                .post(action)
                .then()
                .statusCode(302)
                .extract()
                .header("Location");
        JsonPath tokens = tokens(Map.of(
                "grant_type",
                "authorization_code",
                "client_id",
                client,
                "redirect_uri",
                REDIRECT,
                "code",
                found(CODE, location),
                "code_verifier",
                verifier));
        return new Tokens(
                tokens.getString("access_token"), tokens.getString("id_token"), tokens.getString("refresh_token"));
    }

    /** A token of another realm of the same Keycloak. */
    String adminToken() {
        return given().formParams(Map.of(
                        "grant_type", "password", "client_id", "admin-cli", "username", "admin", "password", password))
                .post(url + "/realms/master/protocol/openid-connect/token")
                .then()
                .statusCode(200)
                .extract()
                .path("access_token");
    }

    private JsonPath tokens(Map<String, String> form) {
        return given().formParams(form)
                .post(issuer() + "/protocol/openid-connect/token")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private RequestSpecification admin() {
        return given().auth().oauth2(adminToken()).contentType("application/json");
    }

    private String realm(String path) {
        return url + "/admin/realms" + (path.isEmpty() ? "" : "/" + REALM + path);
    }

    /** Makes something, and says its id. */
    private String post(String path, Map<String, ?> body) {
        String location = admin().body(body)
                .post(realm(path))
                .then()
                .statusCode(201)
                .extract()
                .header("Location");
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private static String found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new AssertionError("There is no " + pattern + " in " + text);
        }
        return matcher.group(1);
    }

    private static String secret() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
