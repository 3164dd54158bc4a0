package se.tertial.report.following;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import se.tertial.kit.access.Scope;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.kit.problem.Problem;
import se.tertial.language.Message;
import se.tertial.report.reports.Publications;
import se.tertial.report.watermark.Behind;
import se.tertial.report.watermark.Watermarks;

/**
 * Everybody who follows a report through this instance.
 *
 * <p>One query a second, for all of them together, tells how their reports stand; while nobody listens there is none. So
 * instances need not know of each other, and a database that was away is asked again.
 */
@ApplicationScoped
class Followers {

    private static final Logger LOG = Logger.getLogger(Followers.class);

    /** One row for each report, in the order asked: what the draft is composed from, and the latest publication. */
    private static final String STANDINGS =
            """
            select (select coalesce(sum(version), 0) from input_version
                    where input_version.municipality_id = followed.municipality_id
                      and input_version.administration_id in ('', followed.administration_id)),
                   (select coalesce(max(number), 0) from publication
                    where publication.municipality_id = followed.municipality_id
                      and publication.administration_id = followed.administration_id
                      and publication.period = followed.period
                      and %s)
            from unnest(?::text[], ?::text[], ?::text[]) with ordinality
                as followed (municipality_id, administration_id, period, place)
            order by place
            """
                    .formatted(Publications.standing("publication"));

    private final DataSource dataSource;
    private final Watermarks watermarks;
    private final FollowingConfig config;
    private final Clock clock;
    private final Set<Follower> followers = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "followers");
        thread.setDaemon(true);
        return thread;
    });
    private boolean begun;
    private boolean ending;

    private record Followed(Scope scope, ReportingPeriod period) {

        static Followed of(Follower follower) {
            return new Followed(follower.scope(), follower.period());
        }
    }

    @Inject
    Followers(DataSource dataSource, Watermarks watermarks, FollowingConfig config, Clock clock) {
        this.dataSource = dataSource;
        this.watermarks = watermarks;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Lets somebody follow a report from now on.
     *
     * @throws Problem 503 if too many follow reports already
     */
    synchronized void add(Follower follower) {
        if (ending || !hasPlace(follower)) {
            throw Problem.unavailable(Message.of("Too many are following reports just now."));
        }
        if (!begun) {
            begun = true;
            long millis = config.look().toMillis();
            Future<?> unused = looking.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
        }
        follower.begin(clock.instant());
        followers.add(follower);
    }

    /**
     * Who follows what is public, whether with a token that grants nothing here or without any, never takes the place of who may
     * read drafts; nor does one municipality take those of all others, or one client those of its municipality.
     */
    private boolean hasPlace(Follower follower) {
        List<Follower> alike = followers.stream()
                .filter(other -> other.readsDrafts() == follower.readsDrafts())
                .toList();
        String municipality = follower.scope().municipalityId();
        long neighbours = alike.stream()
                .filter(other -> other.scope().municipalityId().equals(municipality))
                .count();
        long own = alike.stream()
                .filter(other -> other.client().equals(follower.client()))
                .count();
        return alike.size() < config.most() && 2 * neighbours < config.most() && 8 * own < config.most();
    }

    private void look() {
        try {
            Instant now = clock.instant();
            followers.stream().filter(follower -> follower.isOver(now)).forEach(this::end);
            if (!followers.isEmpty()) {
                Map<Followed, ReportVersion> versions = versions();
                followers.forEach(
                        follower -> follower.tell(versions.get(Followed.of(follower)), now, config.heartbeat()));
            }
        } catch (RuntimeException e) {
            LOG.error("Not everybody who follows a report was told", e); // and will be the next time
        }
    }

    private void end(Follower follower) {
        followers.remove(follower);
        follower.end();
    }

    private Map<Followed, ReportVersion> versions() {
        Map<Followed, ReportVersion> versions = new HashMap<>();
        List<Followed> followed =
                followers.stream().map(Followed::of).distinct().toList();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement query = connection.prepareStatement(STANDINGS)) {
            query.setArray(1, array(connection, followed, one -> one.scope().municipalityId()));
            query.setArray(2, array(connection, followed, one -> one.scope().administrationId()));
            query.setArray(3, array(connection, followed, one -> one.period().toString()));
            try (ResultSet rows = query.executeQuery()) {
                for (Followed one : followed) {
                    rows.next();
                    String behind = Behind.text(watermarks.lastKnown(one.scope()));
                    versions.put(one, ReportVersion.of(rows.getLong(1), behind, rows.getInt(2)));
                }
            }
        } catch (SQLException e) {
            LOG.warnf("Changes of reports are not seen for now: %s", e.getMessage());
        }
        return versions;
    }

    private static Array array(Connection connection, List<Followed> followed, Function<Followed, String> column)
            throws SQLException {
        return connection.createArrayOf("text", followed.stream().map(column).toArray());
    }

    /** Before the server waits for what is under way, which streams would be for as long as their clients like. */
    void stop(@Observes ShutdownDelayInitiatedEvent event) {
        endAll();
    }

    void stop(@Observes ShutdownEvent event) {
        endAll();
        looking.shutdownNow();
    }

    private synchronized void endAll() {
        ending = true;
        followers.forEach(this::end);
    }
}
