package se.tertial.k8s;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static se.tertial.k8s.Manifests.APPLICATIONS;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Of each application: that it may do no more than it must, uses no more than it is given, and is asked how it is. */
final class Hardening {

    private static final int HALF_AN_HOUR = 30 * 60;

    private Hardening() {}

    static void assertHardened(List<Manifest> manifests) {
        List<Deployment> deployments = Manifests.typed(manifests, Deployment.class);
        assertEquals(
                APPLICATIONS,
                deployments.stream()
                        .map(deployment -> deployment.getMetadata().getName())
                        .collect(toSet()));
        for (Deployment deployment : deployments) {
            String name = deployment.getMetadata().getName();
            PodSpec pod = deployment.getSpec().getTemplate().getSpec();
            assertEquals(false, pod.getAutomountServiceAccountToken(), name);
            assertEquals(true, pod.getSecurityContext().getRunAsNonRoot(), name);
            assertEquals(
                    "RuntimeDefault",
                    pod.getSecurityContext().getSeccompProfile().getType(),
                    name);
            for (Container container : pod.getContainers()) {
                assertHardened(name, container);
                assertProbed(name, container);
            }
            for (Container container : pod.getInitContainers()) {
                assertHardened(name, container);
            }
            assertTrue(
                    pod.getVolumes().stream()
                            .allMatch(volume -> volume.getSecret() != null
                                    || volume.getEmptyDir().getSizeLimit() != null),
                    name);
        }
    }

    private static void assertHardened(String name, Container container) {
        assertEquals(true, container.getSecurityContext().getReadOnlyRootFilesystem(), name);
        assertEquals(false, container.getSecurityContext().getAllowPrivilegeEscalation(), name);
        assertEquals(
                List.of("ALL"), container.getSecurityContext().getCapabilities().getDrop(), name);
        assertEquals(
                Set.of("cpu", "memory"), container.getResources().getRequests().keySet(), name);
        assertEquals(
                Set.of("cpu", "memory"), container.getResources().getLimits().keySet(), name);
    }

    private static void assertProbed(String name, Container container) {
        assertEquals(
                List.of("/q/health/started", "/q/health/live", "/q/health/ready"),
                Stream.of(container.getStartupProbe(), container.getLivenessProbe(), container.getReadinessProbe())
                        .map(probe -> probe.getHttpGet().getPath())
                        .toList(),
                name);
        assertTrue(
                Stream.of(container.getStartupProbe(), container.getLivenessProbe(), container.getReadinessProbe())
                        .allMatch(probe ->
                                "management".equals(probe.getHttpGet().getPort().getStrVal())),
                name);
        int seconds = container.getStartupProbe().getPeriodSeconds()
                * container.getStartupProbe().getFailureThreshold();
        assertEquals(HALF_AN_HOUR, seconds, name + " has that long to start, however slow the machine is");
    }
}
