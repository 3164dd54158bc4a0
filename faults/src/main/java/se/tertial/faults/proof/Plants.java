package se.tertial.faults.proof;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import se.tertial.faults.cluster.Cluster;
import se.tertial.faults.load.Api;

/** Damages the data by hand, in ways that each must be found: who finds nothing may be blind. */
public final class Plants {

    private final Cluster cluster;
    private final Databases databases;

    private final Told told;

    public Plants(Cluster cluster, Told told) {
        this.cluster = cluster;
        this.told = told;
        this.databases = new Databases(cluster.postgres());
    }

    /**
     * Damages, looks, and says what was overlooked.
     *
     * @return what nobody found; empty if all was found
     */
    public List<String> overlooked() throws IOException, SQLException {
        Map<Finding.Promise, String> damages = new LinkedHashMap<>();
        damages.put(Finding.Promise.READ_MODEL, "a row of the read model is changed");
        databases.execute(
                "report",
                """
                update fact set body = jsonb_set(body, '{name}', '"op 0"')
                where (generation, municipality_id, administration_id, topic, row_key, revision) =
                    (select generation, municipality_id, administration_id, topic, row_key, revision from fact
                     where topic = 'goals.goal.v1' and body is not null
                       and generation = (select generation from generation where state = 'CURRENT')
                     limit 1)
                """);
        damages.put(Finding.Promise.AUDIT, "the state in a line of the trail is changed");
        trail("indicators", "update change set state = '{\"name\": \"op 0\"}' where revision = (%s)");
        damages.put(Finding.Promise.WRITES, "a line of the trail is cut out");
        trail("finance", "delete from change where revision = (%s)");
        damages.put(Finding.Promise.ROWS, "a row goes back to an earlier revision");
        databases.execute(
                "report",
                "update narrative set revision = revision - 1 where ctid = (select ctid from narrative limit 1)");

        damages.put(Finding.Promise.ANCHORS, "the tail of a trail is cut");
        trail("goals", "delete from change where revision = (select max(revision) from change)");

        Api api = Api.patient(cluster.url(), cluster.issuer());
        List<Trail> trails = new Trails(api).read(told.followed());
        List<Finding> findings = new ArrayList<>(WritesCheck.of(told, trails));
        trails.forEach(trail -> findings.addAll(TrailCheck.of(trail)));
        findings.addAll(ReadModelCheck.of(databases.readModel("report"), trails));
        findings.forEach(finding -> damages.remove(finding.what()));
        return List.copyOf(damages.values());
    }

    /** Only a database's administrator can, who puts the trigger aside that holds the journal append-only. */
    private void trail(String database, String sql) throws SQLException {
        String middle =
                "select revision from change where not deleted and topic like '%.v1' and state::text like '%op %' order by revision limit 1";
        String line = database.equals("finance") ? middle.replace("op %", ".00%") : middle;
        databases.execute(
                database,
                "set session_replication_role = replica; delete from outbox; " + sql.formatted(line)
                        + "; set session_replication_role = default");
    }
}
