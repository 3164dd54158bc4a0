package se.tertial.gateway.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What one of several gateways allows, so that together they keep the quota; and how much may be under way. */
class SharesTest {

    @Test
    void gatewaysTogetherAllowNoMoreThanTheQuota() {
        List<Quotas> gateways = List.of(quotas(), quotas(), quotas(), quotas());

        long taken = gateways.stream()
                .flatMapToLong(gateway -> IntStream.range(0, 100)
                        .mapToLong(request ->
                                gateway.take("client", "/", Standing.MEMBER).isEmpty() ? 1 : 0))
                .sum();

        assertEquals(20, taken);
    }

    @Test
    void requestUnderWayKeepsItsPlaceUntilItEnds() {
        Quotas quotas = quotas();
        quotas.enter("client", false);
        quotas.enter("client", false);

        boolean third = quotas.enter("client", false);

        assertFalse(third);
        assertTrue(quotas.enter("client", true), "streams are counted apart");
        assertTrue(quotas.enter("other", false));
        quotas.leave("client", false);
        assertTrue(quotas.enter("client", false));
    }

    private static Quotas quotas() {
        Map<String, String> settings = Map.of(
                "tertial.gateway.rate-limit.burst", "20",
                "tertial.gateway.rate-limit.requests", "1",
                "tertial.gateway.rate-limit.period", "1H",
                "tertial.gateway.rate-limit.instances", "4",
                "tertial.gateway.rate-limit.at-once", "2",
                "tertial.gateway.rate-limit.tenant.claim", "grants");
        QuotaConfig config = new SmallRyeConfigBuilder()
                .withMapping(QuotaConfig.class)
                .withConverter(java.time.Duration.class, 200, new io.quarkus.runtime.configuration.DurationConverter())
                .withSources(new PropertiesConfigSource(settings, "test", 0))
                .build()
                .getConfigMapping(QuotaConfig.class);
        return new Quotas(config, new Memberships(config));
    }
}
