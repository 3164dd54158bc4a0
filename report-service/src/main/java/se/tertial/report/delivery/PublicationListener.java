package se.tertial.report.delivery;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import se.tertial.kit.database.ServiceDatabase;

/** Hears of publications that any instance makes, and takes outdated copies off the shelf. */
@ApplicationScoped
class PublicationListener {

    private static final Logger LOG = Logger.getLogger(PublicationListener.class);
    private static final int WAIT_MILLIS = 1000;

    private final Shelf shelf;
    private final ServiceDatabase database;
    private volatile boolean running = true;
    private @Nullable Thread thread;

    @Inject
    PublicationListener(Shelf shelf, ServiceDatabase database) {
        this.shelf = shelf;
        this.database = database;
    }

    void start(@Observes StartupEvent event) {
        thread = new Thread(this::run, "publication-listener");
        thread.setDaemon(true);
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        running = false;
        if (thread != null) {
            thread.join(2L * WAIT_MILLIS);
        }
    }

    private void run() {
        while (running) {
            try (Connection connection = database.open("publication-listener");
                    Statement statement = connection.createStatement()) {
                statement.execute("listen publication");
                shelf.listening();
                PGConnection notifications = connection.unwrap(PGConnection.class);
                while (running) {
                    PGNotification[] heard = notifications.getNotifications(WAIT_MILLIS);
                    if (heard != null) {
                        for (PGNotification notification : heard) {
                            shelf.publishedAnew(notification.getParameter());
                        }
                    } else {
                        statement.execute("select 1"); // a dead connection must not go unnoticed
                    }
                }
            } catch (SQLException e) {
                shelf.deaf();
                if (running) {
                    LOG.warnf("Publications are not heard of for now: %s", e.getMessage());
                    pause();
                }
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(WAIT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
