package se.tertial.gateway;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import se.tertial.devstack.Issuer;

/** An issuer and a service for the gateway to stand between. Nothing listens where the goals should be. */
public final class Surroundings implements QuarkusTestResourceLifecycleManager {

    private String demoUsers = "";
    private @Nullable Issuer issuer;
    private @Nullable Upstream upstream;

    /** With {@code demo}, the named users may be tried as on the page of the documentation. */
    @Override
    public void init(Map<String, String> arguments) {
        demoUsers = arguments.getOrDefault("demo", "");
    }

    @Override
    public Map<String, String> start() {
        try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Issuer startedIssuer = Issuer.start();
            Upstream startedUpstream = new Upstream();
            issuer = startedIssuer;
            upstream = startedUpstream;
            Map<String, String> settings = new HashMap<>();
            settings.put("quarkus.oidc.auth-server-url", startedIssuer.url());
            settings.put("quarkus.http.test-port", "0");
            settings.put("quarkus.management.test-port", "0");
            settings.put("quarkus.http.limits.max-body-size", "1M");
            settings.put("tertial.gateway.services.finance", startedUpstream.url());
            settings.put("tertial.gateway.services.indicators", startedUpstream.url());
            settings.put("tertial.gateway.services.report", startedUpstream.url());
            settings.put("tertial.gateway.services.goals", "http://localhost:" + nobody.getLocalPort());
            // Short for whoever waits for it, and long for a service on a busy machine that answers at once.
            settings.put("tertial.gateway.upstream.answer-timeout", "4S");
            settings.put("tertial.gateway.bodies.receive-timeout", "2S");
            settings.put("tertial.gateway.connections.first-request", "2S");
            settings.put("tertial.gateway.connections.unread", "2S");
            settings.put("tertial.gateway.rate-limit.burst", "10000");
            settings.put("tertial.gateway.rate-limit.failures", "10000");
            settings.put("quarkus.shutdown.timeout", "1S");
            if (!demoUsers.isEmpty()) {
                settings.put("tertial.gateway.pages.demo.tokens", startedIssuer.url() + "/token");
                settings.put("tertial.gateway.pages.demo.users", demoUsers);
            }
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        Objects.requireNonNull(upstream).close();
        Objects.requireNonNull(issuer).close();
    }
}
