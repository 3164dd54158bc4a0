package se.tertial.devstack.suite;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a service does that starts slowly: it says a line for each step, and at last that it is ready. */
public final class SlowProgram {

    static final String STEPS = "STEPS";

    private SlowProgram() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        int steps = Integer.parseInt(System.getenv(STEPS));
        if (steps == 0) {
            never.await();
        }
        for (int step = 1; step <= steps; step++) {
            System.out.println(
                    "2026-11-30 06:00:00,000 INFO  [org.fly.cor.Flyway]  (main) Migrating to version " + step);
            never.await(1, TimeUnit.SECONDS);
        }
        HttpServer server = HttpServer.create(
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), Integer.parseInt(System.getenv("QUARKUS_MANAGEMENT_PORT"))),
                0);
        server.createContext("/q/health/ready", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        never.await();
    }
}
