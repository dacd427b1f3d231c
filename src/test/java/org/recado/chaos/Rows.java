package org.recado.chaos;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** PostgreSQL's rows of the load's channels, read straight. */
final class Rows implements AutoCloseable {
    private static final String OURS = " where channel_id like 'chaos-%'";

    private final Connection connection;

    Rows(Map<String, String> settings) throws SQLException {
        connection = DriverManager.getConnection(
                settings.get("RECADO_DATASOURCE_URL"),
                settings.get("RECADO_DATASOURCE_USER"),
                settings.get("RECADO_DATASOURCE_PASSWORD"));
    }

    int postedCount() throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) from posted" + OURS)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    Map<String, Long> lastSeqs() throws SQLException {
        var seqs = new HashMap<String, Long>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select id, last_seq from channel where id like 'chaos-%'")) {
            while (rows.next()) {
                seqs.put(rows.getString(1), rows.getLong(2));
            }
        }
        return seqs;
    }

    /** What was carried out; a key is "c:" and the client's own. */
    List<Truth.Posted> posted() throws SQLException {
        var posted = new ArrayList<Truth.Posted>();
        try (var statement = connection.createStatement();
                var rows =
                        statement.executeQuery("select channel_id, seq, command_key, message_id from posted" + OURS)) {
            while (rows.next()) {
                var key = rows.getString(3).substring("c:".length());
                posted.add(new Truth.Posted(rows.getString(1), rows.getLong(2), key, rows.getObject(4, UUID.class)));
            }
        }
        return posted;
    }

    /** One row for each created message, as it ended. */
    void check(Truth truth, Verdict verdict) throws SQLException {
        var seen = new HashSet<UUID>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select id, seq, client_id, changed_seq, deleted_at, channel_id from message" + OURS)) {
            while (rows.next()) {
                var id = rows.getObject(1, UUID.class);
                var fate = truth.fate(id);
                seen.add(id);
                if (fate == null) {
                    verdict.doubled("message %s (%s) is nobody's", id, rows.getString(3));
                } else if (fate.seq != rows.getLong(2)
                        || !fate.key.equals(rows.getString(3))
                        || fate.changedSeq != rows.getLong(4)
                        || fate.deleted != (rows.getObject(5) != null)
                        || !fate.channel.equals(rows.getString(6))) {
                    verdict.disagree("the row of message %s (%s) is not as it must be", id, fate.key);
                }
            }
        }
        truth.fates().keySet().stream()
                .filter(id -> !seen.contains(id))
                .forEach(id -> verdict.lost("message %s has no row", truth.fate(id).key));
        lastSeqs().forEach((channel, last) -> {
            if (truth.lastSeq(channel) != last) {
                verdict.disagree("%s says last_seq %d, its commands %d", channel, last, truth.lastSeq(channel));
            }
        });
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
