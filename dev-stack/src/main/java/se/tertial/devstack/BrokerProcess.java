package se.tertial.devstack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A broker in a process of its own, which can be killed alone:
 * {@code BrokerProcess DIRECTORY PORT WIRED-PORT PORT-OF-THE-WIRE}. Clients find it at its port; those that come over a
 * {@link Wire} find it at the wire's.
 */
public final class BrokerProcess {

    private BrokerProcess() {}

    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[1]);
        int wiredPort = Integer.parseInt(arguments[2]);
        int controllerPort = Ports.free();
        Broker.start(
                Path.of(arguments[0]),
                port,
                Map.of(
                        // A topic that was lost stays lost until somebody makes it.
                        "auto.create.topics.enable",
                        "false",
                        "listeners",
                        "PLAINTEXT://localhost:" + port + ",WIRED://localhost:" + wiredPort + ",CONTROLLER://localhost:"
                                + controllerPort,
                        "controller.quorum.voters",
                        "1@localhost:" + controllerPort,
                        "advertised.listeners",
                        "PLAINTEXT://localhost:" + port + ",WIRED://localhost:" + arguments[3],
                        "listener.security.protocol.map",
                        "PLAINTEXT:PLAINTEXT,WIRED:PLAINTEXT,CONTROLLER:PLAINTEXT"));
    }
}
