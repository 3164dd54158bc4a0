package se.tertial.devstack;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Copies of a row of a service, put beside it past the service: more than a test would write through it. They are called as the row
 * is, with a number behind, and go when they are closed.
 */
public final class Copies implements AutoCloseable {

    private final String service;
    private final String table;
    private final String administration;
    private final String key;

    private Copies(String service, String table, String administration, String key) {
        this.service = service;
        this.table = table;
        this.administration = administration;
        this.key = key;
    }

    /** So many copies of a row, numbered from 1. */
    public static Copies of(String service, String table, String administration, String key, int count) {
        Copies copies = new Copies(service, table, administration, key);
        try (Connection owner = TestStack.asOwner(service);
                PreparedStatement insert = owner.prepareStatement(
                        """
                        insert into %1$s
                        select (jsonb_populate_record(%1$s, jsonb_build_object('row_key', row_key || '-' || number))).*
                        from %1$s, generate_series(1, ?) number
                        where administration_id = ? and row_key = ?
                        """
                                .formatted(table))) {
            insert.setInt(1, count);
            insert.setString(2, administration);
            insert.setString(3, key);
            if (insert.executeUpdate() != count) {
                throw new IllegalStateException("There is no row " + key);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return copies;
    }

    /** How many bytes the row and its copies say. */
    public long bytes() {
        try (Connection owner = TestStack.asOwner(service);
                PreparedStatement sum = owner.prepareStatement(
                        "select sum(octet_length(%1$s::text)) from %1$s where administration_id = ? and (row_key = ? or row_key like ?)"
                                .formatted(table))) {
            bind(sum);
            try (ResultSet bytes = sum.executeQuery()) {
                bytes.next();
                return bytes.getLong(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Holds requests to be answered without reading all that the row and its copies say: in less memory than that.
     *
     * @param act what the requests are for, to be told if they take more
     * @throws AssertionError if they take as much or more
     */
    public void areNotReadTo(String act, Runnable asking) {
        long stored = bytes();
        long allocated = Allocation.ofWorkers(asking);
        if (allocated >= stored) {
            throw new AssertionError("allocated to " + act + ": " + allocated + " of " + stored);
        }
    }

    @Override
    public void close() {
        try (Connection owner = TestStack.asOwner(service);
                PreparedStatement delete = owner.prepareStatement(
                        "delete from %s where administration_id = ? and row_key <> ? and row_key like ?"
                                .formatted(table))) {
            bind(delete);
            delete.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void bind(PreparedStatement statement) throws SQLException {
        statement.setString(1, administration);
        statement.setString(2, key);
        statement.setString(3, key + "-%");
    }
}
