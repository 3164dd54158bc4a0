package se.tertial.report.delivery;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import se.tertial.kit.database.ServiceDatabase;

/** Hears of publications that any instance makes or withdraws, and takes outdated copies off the cache. */
@ApplicationScoped
class PublicationListener {

    private static final Logger LOG = Logger.getLogger(PublicationListener.class);
    private static final int WAIT_MILLIS = 1000;
    /** Together with the wait less than {@link Hearing#PROMPT}. */
    private static final int HEARTBEAT_SECONDS = 2;

    private final DocumentCache cache;
    private final Hearing hearing;
    private final ServiceDatabase database;
    private volatile boolean running = true;
    private @Nullable Thread thread;
    private boolean isDeafKnown;

    @Inject
    PublicationListener(DocumentCache cache, Hearing hearing, ServiceDatabase database) {
        this.cache = cache;
        this.hearing = hearing;
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
            try (Connection connection = database.open("publication-listener")) {
                listen(connection);
            } catch (SQLException | RuntimeException e) {
                deaf(e);
            }
        }
    }

    private void listen(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen publication");
        }
        long began = System.nanoTime();
        cache.verify(connection); // what was published or withdrawn while nobody listened here
        hear(began);
        PGConnection notifications = connection.unwrap(PGConnection.class);
        while (running) {
            PGNotification[] heard = notifications.getNotifications(WAIT_MILLIS);
            if (heard != null) {
                for (PGNotification notification : heard) {
                    cache.publicationsChanged(notification.getParameter());
                }
            }
            long asked = System.nanoTime();
            if (!connection.isValid(HEARTBEAT_SECONDS)) {
                throw new SQLException("the database does not answer");
            }
            hearing.heard(asked);
        }
    }

    private void hear(long since) {
        Duration silence = hearing.silence();
        hearing.heard(since);
        if (isDeafKnown) {
            isDeafKnown = false;
            LOG.infof("Publications are heard of again, after %s", silence);
        }
    }

    private void deaf(Exception reason) {
        hearing.deaf();
        if (running && !isDeafKnown) {
            isDeafKnown = true;
            LOG.warnf("Publications are not heard of for now: %s", reason.getMessage());
        }
        pause();
    }

    private void pause() {
        if (!running) {
            return;
        }
        try {
            Thread.sleep(WAIT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
