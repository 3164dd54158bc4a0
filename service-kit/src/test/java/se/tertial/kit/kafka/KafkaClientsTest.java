package se.tertial.kit.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.quarkus.kafka.client.runtime.KafkaRuntimeConfigProducer;
import io.quarkus.runtime.ApplicationConfig;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KafkaClientsTest {

    private static final String JAAS =
            "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"a\" password=\"b=c d\";";

    static Set<Set<String>> kinds() {
        return Set.of(ProducerConfig.configNames(), ConsumerConfig.configNames(), AdminClientConfig.configNames());
    }

    @Test
    void consumerIsGivenNoMoreAtOnceThanFitsIntoMemory() {
        KafkaClients clients = clients(Map.of(), Map.of("KAFKA_MAX_POLL_RECORDS", "5000"));

        assertEquals(32, clients.ofConsumer(Map.of()).get("max.poll.records"));
        assertEquals(1, clients.ofConsumer(Map.of("max.poll.records", 1)).get("max.poll.records"));
        assertEquals(8 * 1024 * 1024, clients.ofConsumer(Map.of()).get("fetch.max.bytes"));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everySettingOfTheEnvironmentReachesEveryClient(Set<String> kind) {
        KafkaClients clients = clients(
                Map.of(),
                Map.of(
                        "KAFKA_BOOTSTRAP_SERVERS", "broker:9093",
                        "KAFKA_SECURITY_PROTOCOL", "SASL_SSL",
                        "KAFKA_SASL_MECHANISM", "SCRAM-SHA-512",
                        "KAFKA_SASL_JAAS_CONFIG", JAAS,
                        "KAFKA_SSL_TRUSTSTORE_LOCATION", "/trust/ca.p12",
                        "KAFKA_SSL_ENDPOINT_IDENTIFICATION_ALGORITHM", "https"));

        Map<String, Object> settings = clients.settings(kind, Map.of());

        assertEquals("broker:9093", settings.get("bootstrap.servers"));
        assertEquals("SASL_SSL", settings.get("security.protocol"));
        assertEquals("SCRAM-SHA-512", settings.get("sasl.mechanism"));
        assertEquals(JAAS, settings.get("sasl.jaas.config"));
        assertEquals("/trust/ca.p12", settings.get("ssl.truststore.location"));
        assertEquals("https", settings.get("ssl.endpoint.identification.algorithm"));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everySettingOfAFileReachesEveryClientAndTheEnvironmentGoesBeforeIt(Set<String> kind) {
        KafkaClients clients = clients(
                Map.of(
                        "kafka.bootstrap.servers", "file:9092",
                        "kafka.request.timeout.ms", "7000",
                        "kafka.sasl.jaas.config", ""),
                Map.of("KAFKA_BOOTSTRAP_SERVERS", "environment:9092"));

        Map<String, Object> settings = clients.settings(kind, Map.of());

        assertEquals("environment:9092", settings.get("bootstrap.servers"));
        assertEquals("7000", settings.get("request.timeout.ms"));
        assertFalse(settings.containsKey("sasl.jaas.config"));
    }

    @Test
    void whatTheSuiteRestsOnIsNotTheOperatorsToChange() {
        KafkaClients clients = clients(
                Map.of("kafka.bootstrap.servers", "localhost:9", "kafka.group.id", "mine", "kafka.acks", "0"),
                Map.of());

        assertEquals(
                "ours",
                clients.settings(ConsumerConfig.configNames(), Map.of("group.id", "ours"))
                        .get("group.id"));
        assertNull(clients.settings(ProducerConfig.configNames(), Map.of()).get("group.id"));
    }

    private static KafkaClients clients(Map<String, String> file, Map<String, String> environment) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(file, "application.properties", 250))
                .withSources(new EnvConfigSource(environment, 300))
                .withMapping(ApplicationConfig.class)
                .build();
        return new KafkaClients(
                new KafkaRuntimeConfigProducer()
                        .createKafkaRuntimeConfig(config, config.getConfigMapping(ApplicationConfig.class)),
                config);
    }
}
