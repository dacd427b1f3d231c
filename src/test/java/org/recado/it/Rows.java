package org.recado.it;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.recado.stack.SharedStack;

/** Rows as only a core that failed would write them, and what a core has written. */
final class Rows {

    // a content header without a property: weight, body size, flags
    private static final byte[] NO_PROPERTIES = new byte[12];

    private Rows() {}

    /** A dead letter that a core has given up; returns its id. */
    static String givenUp(String channel, String detail, byte[] body) throws SQLException {
        var id = UUID.randomUUID();
        try (var connection = connection();
                var insert = connection.prepareStatement("""
                        insert into dead_letter (id, routing_key, properties, body, reason, detail, first_at, last_at,
                        taken_at, times, state) values (?, ?, ?, ?, 'unavailable', ?, now(), now(), now(), 1, 'WAITING')""")) {
            insert.setObject(1, id);
            insert.setString(2, channel);
            insert.setBytes(3, NO_PROPERTIES);
            insert.setBytes(4, body);
            insert.setString(5, detail);
            insert.executeUpdate();
        }
        return id.toString();
    }

    /** So many rows of the record about a subject, done to {@code target}. */
    static void audited(String subject, String target, int many) throws SQLException {
        try (var connection = connection();
                var insert = connection.prepareStatement("""
                        insert into audit (at, action, subject, target, result, times, node)
                        select now(), 'member.added', ?, ?, 'ok', 1, 'test' from generate_series(1, ?)""")) {
            insert.setString(1, subject);
            insert.setString(2, target);
            insert.setInt(3, many);
            insert.executeUpdate();
        }
    }

    /** The seqs of all that was carried out in a channel, in order, each as often as it was recorded. */
    static List<Integer> seqs(String channel) throws SQLException {
        try (var connection = connection();
                var select = connection.prepareStatement("select seq from posted where channel_id = ? order by seq")) {
            select.setString(1, channel);
            var seqs = new ArrayList<Integer>();
            for (var rows = select.executeQuery(); rows.next(); ) {
                seqs.add(rows.getInt(1));
            }
            return seqs;
        }
    }

    /** Ends a session as another node would. */
    static void endSession(UUID session) throws SQLException {
        update("update session set ended_at = clock_timestamp() where id = ?", session);
    }

    /** Lets an account have had so many wrong passwords in a row. */
    static void countFailures(String user, int failures) throws SQLException {
        update("update account set failures = " + failures + " where user_id = ?", user);
    }

    /** Lets the refresh tokens of a session have been spent so much earlier. */
    static void ageSpentTokens(UUID session, Duration by) throws SQLException {
        update(
                "update refresh_token set spent_at = spent_at - interval '" + by.toSeconds()
                        + " seconds' where spent_at is not null and session_id = ?",
                session);
    }

    /** Lets all that a channel has have been stored so many days earlier. */
    static void age(String channel, int days) throws SQLException {
        update("update message set stored_at = stored_at - interval '" + days + " days' where channel_id = ?", channel);
    }

    /** Lets a channel be as it was at a seq, as an older backup has it; its messages were not changed since. */
    static void rollBack(String channel, int seq) throws SQLException {
        update("delete from posted where seq > " + seq + " and channel_id = ?", channel);
        update("delete from message where seq > " + seq + " and channel_id = ?", channel);
        update("update channel set last_seq = " + seq + " where id = ?", channel);
    }

    private static void update(String statement, Object of) throws SQLException {
        try (var connection = connection();
                var update = connection.prepareStatement(statement)) {
            update.setObject(1, of);
            if (update.executeUpdate() == 0) {
                throw new IllegalStateException("no row of " + of);
            }
        }
    }

    /** Ends every connection that the product has to PostgreSQL, from the other side; returns how many. */
    static int endConnections() throws SQLException {
        try (var connection = connection();
                var select = connection.prepareStatement("select pg_terminate_backend(pid) from pg_stat_activity"
                        + " where application_name = 'recado' and pid <> pg_backend_pid()");
                var rows = select.executeQuery()) {
            var ended = 0;
            while (rows.next()) {
                ended++;
            }
            return ended;
        }
    }

    private static Connection connection() throws SQLException {
        return DriverManager.getConnection(
                SharedStack.setting("RECADO_DATASOURCE_URL"),
                SharedStack.setting("RECADO_DATASOURCE_USER"),
                SharedStack.setting("RECADO_DATASOURCE_PASSWORD"));
    }
}
