package se.tertial.k8s;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static se.tertial.k8s.Manifests.APPLICATIONS;
import static se.tertial.k8s.Manifests.EXTERNAL_SECRET_KEYS;
import static se.tertial.k8s.Manifests.typed;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What one manifest names of another: maps, secrets, ports, services and applications. */
final class References {

    private References() {}

    /**
     * Each name leads to something that is there.
     *
     * @param generatedMaps the maps that are made when an overlay is rendered, and are no manifests yet
     */
    static void assertResolve(List<Manifest> manifests, Set<String> generatedMaps) {
        Set<String> maps = new TreeSet<>(generatedMaps);
        manifests.stream()
                .filter(manifest -> manifest.kind().equals("ConfigMap"))
                .map(Manifest::name)
                .forEach(maps::add);
        Set<String> services = new TreeSet<>();
        Set<String> secretKeys = secretKeys(manifests);
        List<Deployment> deployments = typed(manifests, Deployment.class);
        for (Deployment deployment : deployments) {
            assertVolumesResolve(deployment.getSpec().getTemplate().getSpec(), secretKeys);
            for (Container container :
                    containers(deployment.getSpec().getTemplate().getSpec())) {
                container
                        .getEnvFrom()
                        .forEach(source -> assertTrue(
                                maps.contains(source.getConfigMapRef().getName()), source.toString()));
                for (EnvVar variable : container.getEnv()) {
                    SecretKeySelector key = variable.getValueFrom().getSecretKeyRef();
                    assertTrue(secretKeys.contains(key.getName() + "/" + key.getKey()), key.toString());
                }
            }
        }
        for (Service service : typed(manifests, Service.class)) {
            services.add(service.getMetadata().getName());
            Deployment target = deployments.stream()
                    .filter(deployment -> deployment
                            .getSpec()
                            .getTemplate()
                            .getMetadata()
                            .getLabels()
                            .entrySet()
                            .containsAll(service.getSpec().getSelector().entrySet()))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(service));
            List<String> ports = target.getSpec().getTemplate().getSpec().getContainers().stream()
                    .flatMap(container -> container.getPorts().stream())
                    .map(ContainerPort::getName)
                    .toList();
            service.getSpec()
                    .getPorts()
                    .forEach(port ->
                            assertTrue(ports.contains(port.getTargetPort().getStrVal()), port.toString()));
        }
        for (Ingress ingress : typed(manifests, Ingress.class)) {
            ingress.getSpec().getTls().forEach(tls -> {
                assertTrue(EXTERNAL_SECRET_KEYS.contains(tls.getSecretName() + "/tls.crt"), tls.toString());
                assertTrue(EXTERNAL_SECRET_KEYS.contains(tls.getSecretName() + "/tls.key"), tls.toString());
            });
            ingress.getSpec().getRules().stream()
                    .flatMap(rule -> rule.getHttp().getPaths().stream())
                    .forEach(path -> assertTrue(
                            services.contains(path.getBackend().getService().getName()), path.toString()));
        }
        for (Manifest budget : manifests) {
            if (budget.kind().equals("PodDisruptionBudget") || budget.kind().equals("HorizontalPodAutoscaler")) {
                assertTrue(APPLICATIONS.contains(budget.name()), budget.toString());
            }
        }
    }

    private static void assertVolumesResolve(PodSpec pod, Set<String> secretKeys) {
        pod.getVolumes().stream()
                .map(Volume::getSecret)
                .filter(Objects::nonNull)
                .forEach(secret -> secret.getItems()
                        .forEach(item -> assertTrue(
                                secretKeys.contains(secret.getSecretName() + "/" + item.getKey()), item.toString())));
    }

    /** What an operator creates, and what Strimzi does for a cluster and for each of its users. */
    private static Set<String> secretKeys(List<Manifest> manifests) {
        Set<String> keys = new TreeSet<>(EXTERNAL_SECRET_KEYS);
        for (Manifest manifest : manifests) {
            if (manifest.kind().equals("KafkaUser")) {
                keys.add(manifest.name() + "/sasl.jaas.config");
            } else if (manifest.kind().equals("Kafka")) {
                keys.add(manifest.name() + "-cluster-ca-cert/ca.crt");
            }
        }
        return keys;
    }

    private static List<Container> containers(PodSpec pod) {
        return Stream.concat(pod.getInitContainers().stream(), pod.getContainers().stream())
                .toList();
    }
}
