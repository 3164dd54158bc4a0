package se.tertial.faults.cluster;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import se.tertial.devstack.Failure;

/** Makes a report-service's copied database forget what the topics told it, and Kafka how far it had read. */
final class FreshReadModel {

    private static final String GROUP = "report-service";

    private FreshReadModel() {}

    static void forget(PostgresServer postgres, String kafka) throws Failure {
        try (Connection database = postgres.connect("report_fresh");
                Statement statement = database.createStatement()) {
            // With all that belongs to a generation.
            statement.execute("truncate generation, composed_document cascade");
            statement.execute("insert into generation (generation, state) values (1, 'CURRENT')");
        } catch (SQLException e) {
            throw new Failure("The read model could not be emptied: " + Failure.reason(e), e);
        }
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka))) {
            boolean isThere = admin.listGroups().all().get().stream()
                    .anyMatch(group -> group.groupId().equals(GROUP));
            if (isThere) {
                removeMembers(admin);
                admin.deleteConsumerGroups(List.of(GROUP)).all().get();
            }
        } catch (ExecutionException e) {
            throw new Failure("Kafka did not forget the group: " + Failure.reason(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("Interrupted.", e);
        }
    }

    /** Those that were killed count as members until their session ends. */
    private static void removeMembers(Admin admin) throws ExecutionException, InterruptedException {
        admin.removeMembersFromConsumerGroup(GROUP, new RemoveMembersFromConsumerGroupOptions())
                .all()
                .get();
    }
}
