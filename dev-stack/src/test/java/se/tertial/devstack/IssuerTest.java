package se.tertial.devstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.junit.jupiter.api.Test;

class IssuerTest {

    @Test
    void tokensHoldAgainstTheKeysThatDiscoveryNames() throws Exception {
        try (Issuer issuer = Issuer.start()) {
            JsonNode discovery = new ObjectMapper()
                    .readTree(get(issuer.url() + "/.well-known/openid-configuration")
                            .body());

            JwtClaims claims =
                    verify(issuer, get(discovery.path("jwks_uri").asText()).body(), issuer.token("reporter"));

            assertEquals("reporter", claims.getSubject());
            assertEquals(List.of("reporter:0580:vss"), claims.getStringListClaimValue("grants"));
        }
    }

    @Test
    void demoUsersHaveTheirRolesInTheMunicipalityThatIsAskedForToo() throws Exception {
        try (Issuer issuer = Issuer.start("9999")) {
            String keys = get(issuer.url() + "/jwks").body();

            JwtClaims controller = verify(issuer, keys, issuer.token("controller"));
            JwtClaims integration = verify(issuer, keys, issuer.token("integration"));

            assertEquals(
                    List.of("controller:0580:*", "controller:9999:*"), controller.getStringListClaimValue("grants"));
            assertEquals(
                    List.of("integration:0580:vss:operating-lines:write", "integration:9999:*:operating-lines:write"),
                    integration.getStringListClaimValue("grants"));
        }
    }

    @Test
    void anotherIssuersTokensDoNotHold() throws Exception {
        try (Issuer issuer = Issuer.start();
                Issuer other = Issuer.start()) {
            String keys = get(issuer.url() + "/jwks").body();

            assertThrows(InvalidJwtException.class, () -> verify(issuer, keys, other.token("reporter")));
        }
    }

    @Test
    void demoUsersGetTheirTokensOverHttp() throws Exception {
        try (Issuer issuer = Issuer.start()) {
            String keys = get(issuer.url() + "/jwks").body();

            String token = get(issuer.url() + "/token?user=reader").body();

            assertEquals("reader", verify(issuer, keys, token).getSubject());
        }
    }

    @Test
    void anyoneGetsTheGrantsAskedFor() throws Exception {
        try (Issuer issuer = Issuer.start()) {
            String keys = get(issuer.url() + "/jwks").body();

            String token = get(issuer.url() + "/token?user=anna&grant=reader%3A0581%3A*&grant=approver%3A0581%3Aks")
                    .body();

            JwtClaims claims = verify(issuer, keys, token);
            assertEquals("anna", claims.getSubject());
            assertEquals(List.of("reader:0581:*", "approver:0581:ks"), claims.getStringListClaimValue("grants"));
        }
    }

    @Test
    void anUnknownUserIsToldWhoThereIs() throws Exception {
        try (Issuer issuer = Issuer.start()) {
            HttpResponse<String> answer = get(issuer.url() + "/token?user=nobody");

            assertEquals(404, answer.statusCode());
            assertEquals(
                    "There is no demo user “nobody”; there are administrator, approver, controller, integration, loader,"
                            + " reader, reporter.",
                    answer.body());
        }
    }

    private static JwtClaims verify(Issuer issuer, String keys, String token) throws Exception {
        return new JwtConsumerBuilder()
                .setExpectedIssuer(issuer.url())
                .setExpectedAudience("tertial")
                .setRequireExpirationTime()
                .setVerificationKeyResolver(new JwksVerificationKeyResolver(new JsonWebKeySet(keys).getJsonWebKeys()))
                .build()
                .processToClaims(token);
    }

    private static HttpResponse<String> get(String address) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
