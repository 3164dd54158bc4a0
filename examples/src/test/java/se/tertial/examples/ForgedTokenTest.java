package se.tertial.examples;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tokens that somebody made or changed to be let in: at the gateway, and at each service by who goes around it. That every
 * operation asks for a token is {@link EveryOperationTest}'s.
 */
class ForgedTokenTest {

    private static final String VSS = "/municipalities/0580/administrations/vss/";

    /** Of each service, something that nobody reads without a token. */
    private static final Map<String, String> PROTECTED = Map.of(
            "finance", "/finance/v1" + VSS + "units",
            "indicators", "/indicators/v1" + VSS + "indicators",
            "goals", "/goals/v1" + VSS + "goals",
            "report", "/report/v1" + VSS + "templates");

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicInteger FETCHED = new AtomicInteger();

    private static RunningExample suite;
    private static HttpServer attacker;
    private static RsaJsonWebKey attackersKey;
    private static JsonWebKey issuersKey;

    @BeforeAll
    static void start() throws IOException, JoseException {
        suite = RunningExample.shared();
        issuersKey = new JsonWebKeySet(given().get(suite.issuer() + "/jwks").asString())
                .getJsonWebKeys()
                .get(0);
        attackersKey = RsaJwkGenerator.generateJwk(2048);
        attackersKey.setKeyId(issuersKey.getKeyId());
        byte[] keys = new JsonWebKeySet(attackersKey)
                .toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY)
                .getBytes(StandardCharsets.UTF_8);
        attacker = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        attacker.createContext("/", exchange -> {
            FETCHED.incrementAndGet();
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
        });
        attacker.start();
    }

    @AfterAll
    static void stop() {
        attacker.stop(0);
    }

    /** Where it is sent: a name and an address. */
    private record Door(String name, String url) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static List<Door> doors() {
        Stream<Door> services = suite.services().entrySet().stream()
                .filter(service -> PROTECTED.containsKey(service.getKey()))
                .map(service ->
                        new Door(service.getKey() + " itself", service.getValue() + PROTECTED.get(service.getKey())));
        return Stream.concat(Stream.of(new Door("the gateway", suite.url(PROTECTED.get("finance")))), services)
                .toList();
    }

    /** What is sent: what is wrong with it, and the token. */
    private record Forgery(String flaw, String token) {

        @Override
        public String toString() {
            return flaw;
        }
    }

    @ParameterizedTest
    @MethodSource("doors")
    void whatTheIssuerSignsIsBelieved(Door door) throws Exception {
        given().auth()
                .oauth2(suite.signed(json(claims())))
                .get(door.url())
                .then()
                .statusCode(200);
    }

    static List<Forgery> forgeries() throws Exception {
        String claims = json(claims());
        String good = suite.signed(claims);
        String[] parts = good.split("\\.", -1);
        String attackers = json(Map.of("alg", "RS256", "kid", issuersKey.getKeyId()));
        byte[] modulus = ((RSAPublicKey) issuersKey.getKey()).getModulus().toByteArray();
        long now = Instant.now().getEpochSecond();
        return List.of(
                new Forgery("no algorithm", unsigned("none", claims)),
                new Forgery("no algorithm, in other letters", unsigned("nOnE", claims)),
                new Forgery("no algorithm, and a signature", unsigned("none", claims) + parts[2]),
                new Forgery("HS256 with the public key as PEM", confused(pem(), claims)),
                new Forgery(
                        "HS256 with the public key as DER",
                        confused(issuersKey.getKey().getEncoded(), claims)),
                new Forgery("HS256 with the public key's modulus", confused(modulus, claims)),
                new Forgery("HS256 with an empty key", confused(new byte[] {0}, claims)),
                new Forgery("ES256 with a signature of zeroes", parts("ES256", claims, new byte[64])),
                new Forgery("RS256 with a signature of zeroes", parts("RS256", claims, new byte[256])),
                new Forgery("RS256 with the signature one", parts("RS256", claims, BigInteger.ONE.toByteArray())),
                new Forgery("another's key under the issuer's name", own(attackers, claims)),
                new Forgery(
                        "another's key under its own name", own(json(Map.of("alg", "RS256", "kid", "other")), claims)),
                new Forgery("another's key under no name", own(json(Map.of("alg", "RS256")), claims)),
                new Forgery(
                        "another's key within the token",
                        own(withKey("jwk", attackersKey.toParams(JsonWebKey.OutputControlLevel.PUBLIC_ONLY)), claims)),
                new Forgery("another's key at an address (jku)", own(withKey("jku", attackerUrl()), claims)),
                new Forgery("another's key at an address (x5u)", own(withKey("x5u", attackerUrl()), claims)),
                new Forgery(
                        "another's key, the name a path",
                        own(json(Map.of("alg", "RS256", "kid", "../../../dev/null")), claims)),
                new Forgery(
                        "another's key, the name SQL",
                        own(json(Map.of("alg", "RS256", "kid", "x' or '1'='1")), claims)),
                new Forgery(
                        "an extension nobody knows is critical",
                        own(
                                json(Map.of(
                                        "alg",
                                        "RS256",
                                        "kid",
                                        issuersKey.getKeyId(),
                                        "crit",
                                        List.of("exp"),
                                        "exp",
                                        now)),
                                claims)),
                new Forgery(
                        "more grants under an old signature",
                        parts[0] + "." + base64(json(claims("grants", List.of("administrator:*:*")))) + "." + parts[2]),
                new Forgery(
                        "another header over an old signature",
                        base64(json(Map.of("alg", "RS256"))) + "." + parts[1] + "." + parts[2]),
                new Forgery(
                        "half a signature",
                        parts[0] + "." + parts[1] + "." + parts[2].substring(0, parts[2].length() / 2)),
                new Forgery("no signature", parts[0] + "." + parts[1] + "."),
                new Forgery("two parts", parts[0] + "." + parts[1]),
                new Forgery("four parts", good + "." + parts[2]),
                new Forgery("five parts, as if encrypted", good + "." + parts[1] + "." + parts[2]),
                new Forgery("no base64", "%%%." + parts[1] + "." + parts[2]),
                new Forgery("a word", "token"),
                new Forgery("expired two minutes ago", suite.signed(json(claims("exp", now - 120)))),
                new Forgery("expired long ago", suite.signed(json(claims("exp", 1)))),
                new Forgery("never expires", suite.signed(json(claims("exp", null)))),
                new Forgery("expires in words", suite.signed(json(claims("exp", "tomorrow")))),
                new Forgery("not yet valid", suite.signed(json(claims("nbf", now + 600)))),
                new Forgery("issued three hours ago", suite.signed(json(claims("iat", now - 3 * 3600)))),
                new Forgery("issued in the future", suite.signed(json(claims("iat", now + 600)))),
                new Forgery("issued at no time", suite.signed(json(claims("iat", null)))),
                new Forgery("for another audience", suite.signed(json(claims("aud", "another-api")))),
                new Forgery("for an audience of nearly the same name", suite.signed(json(claims("aud", "Tertial ")))),
                new Forgery("for nobody", suite.signed(json(claims("aud", null)))),
                new Forgery("from another issuer", suite.signed(json(claims("iss", "https://login.example")))),
                new Forgery(
                        "from an issuer of nearly the same name",
                        suite.signed(json(claims("iss", suite.issuer() + "/")))),
                new Forgery("from nobody", suite.signed(json(claims("iss", null)))),
                new Forgery("of nobody", suite.signed(json(claims("sub", null)))),
                new Forgery("an ID token", suite.signed(json(claims("typ", "ID")))),
                new Forgery("a refresh token", suite.signed(json(claims("typ", "Refresh")))),
                new Forgery("no claims", suite.signed("{}")),
                new Forgery("claims that are no object", suite.signed("[]")),
                new Forgery("claims that are no JSON", suite.signed("claims")));
    }

    @ParameterizedTest
    @MethodSource("forgeries")
    void forgedTokenIsRefusedAtEveryDoor(Forgery forgery) {
        for (Door door : doors()) {
            given().header("Authorization", "Bearer " + forgery.token())
                    .get(door.url())
                    .then()
                    .statusCode(401)
                    .header("WWW-Authenticate", startsWith("Bearer"))
                    .contentType("application/problem+json")
                    .body("status", equalTo(401));
        }

        assertEquals(0, FETCHED.get(), "keys that a token named were fetched");
    }

    @Test
    void hugeTokenIsRefusedAtEveryDoor() throws Exception {
        String token = suite.signed(json(claims("grants", List.of("reader:0580:*".repeat(5_000)))));

        for (Door door : doors()) {
            given().auth().oauth2(token).get(door.url()).then().statusCode(431);
        }
    }

    /** Only the one header carries it: elsewhere it would stand in logs, or be sent by a page of another site. */
    @Test
    void tokenElsewhereThanInItsHeaderIsNone() throws Exception {
        String token = suite.signed(json(claims()));

        for (Door door : doors()) {
            given().cookie("access_token", token).get(door.url()).then().statusCode(401);
            given().cookie("q_session", token).get(door.url()).then().statusCode(401);
            given().queryParam("access_token", token).get(door.url()).then().statusCode(401);
            given().header("X-Access-Token", token).get(door.url()).then().statusCode(401);
            given().header("Authorization", "Basic " + token)
                    .get(door.url())
                    .then()
                    .statusCode(401);
            given().header("Authorization", token).get(door.url()).then().statusCode(401);
            given().header("Authorization", "Bearer").get(door.url()).then().statusCode(401);
            given().header("Authorization", "Bearer ").get(door.url()).then().statusCode(401);
        }
    }

    private static Map<String, Object> claims() {
        long now = Instant.now().getEpochSecond();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", suite.issuer());
        claims.put("sub", "somebody");
        claims.put("aud", "tertial");
        claims.put("iat", now);
        claims.put("exp", now + 300);
        claims.put("grants", List.of("reader:0580:*"));
        return claims;
    }

    /** With one that is otherwise; null for without. */
    private static Map<String, Object> claims(String name, Object value) {
        Map<String, Object> claims = claims();
        if (value == null) {
            claims.remove(name);
        } else {
            claims.put(name, value);
        }
        return claims;
    }

    private static String withKey(String parameter, Object value) throws IOException {
        return json(Map.of("alg", "RS256", "kid", issuersKey.getKeyId(), parameter, value));
    }

    private static String attackerUrl() {
        return "http://localhost:" + attacker.getAddress().getPort() + "/keys";
    }

    private static String unsigned(String algorithm, String claims) throws IOException {
        return base64(json(Map.of("alg", algorithm))) + "." + base64(claims) + ".";
    }

    private static String parts(String algorithm, String claims, byte[] signature) throws IOException {
        return base64(json(Map.of("alg", algorithm, "kid", issuersKey.getKeyId()))) + "." + base64(claims) + "."
                + BASE64.encodeToString(signature);
    }

    private static String confused(byte[] key, String claims) throws GeneralSecurityException, IOException {
        String signed = base64(json(Map.of("alg", "HS256", "kid", issuersKey.getKeyId()))) + "." + base64(claims);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return signed + "." + BASE64.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
    }

    private static byte[] pem() {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(issuersKey.getKey().getEncoded());
        return ("-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Signed as it says, with the attacker's key. */
    private static String own(String header, String claims) throws GeneralSecurityException {
        String signed = base64(header) + "." + base64(claims);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(attackersKey.getRsaPrivateKey());
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + BASE64.encodeToString(signature.sign());
    }

    private static String base64(String text) {
        return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String json(Object value) throws JsonProcessingException {
        return JSON.writeValueAsString(value);
    }
}
