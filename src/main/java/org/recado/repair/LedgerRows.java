package org.recado.repair;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.recado.history.Finding;
import org.recado.id.ChannelId;
import org.recado.platform.Sql;

/** The ledger's rows as a repair reads them, on a connection of its own, and changes them, each step for itself. */
@ApplicationScoped
class LedgerRows {

    static final int PAGE = 500;

    private static final long TURN = 0x7265_7061_6972L;
    private static final String CHANNELS = """
            select c.id, c.last_seq, greatest(c.last_seq, m.seq) as end_seq, c.last_message_id, m.id as last, m.stored_at
            from channel c
            left join lateral (
                select id, seq, stored_at from message where channel_id = c.id order by seq desc limit 1) m on true
            where c.id > ? order by c.id limit\s""" + PAGE;

    @Inject
    Sql sql;

    interface Work {
        void on(Connection connection) throws SQLException;
    }

    /** Does the work in one transaction that only reads, unless another node is at it; whether it was done. */
    boolean alone(Work work) throws SQLException {
        try (var connection = sql.own()) {
            connection.setAutoCommit(false);
            try {
                var isMine = isTaken(connection);
                if (isMine) {
                    work.on(connection);
                }
                return isMine;
            } finally {
                connection.rollback();
            }
        }
    }

    private static boolean isTaken(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement("select pg_try_advisory_xact_lock(?)")) {
            statement.setLong(1, TURN);
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** Some channels after this id, in order. */
    static List<ChannelRow> channels(Connection connection, String after) throws SQLException {
        try (var statement = connection.prepareStatement(CHANNELS)) {
            statement.setString(1, after);
            try (var rows = statement.executeQuery()) {
                var channels = new ArrayList<ChannelRow>();
                while (rows.next()) {
                    channels.add(channel(rows));
                }
                return channels;
            }
        }
    }

    private static ChannelRow channel(ResultSet rows) throws SQLException {
        return new ChannelRow(
                new ChannelId(rows.getString("id")),
                rows.getLong("last_seq"),
                rows.getLong("end_seq"),
                Optional.ofNullable(rows.getObject("last_message_id", UUID.class)),
                Optional.ofNullable(rows.getObject("last", UUID.class)),
                Optional.ofNullable(rows.getObject("stored_at", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant));
    }

    /** The last seqs of those of these channels that are there. */
    static Map<ChannelId, Long> lastSeqs(Connection connection, Collection<ChannelId> channels) throws SQLException {
        try (var statement = connection.prepareStatement("select id, last_seq from channel where id = any(?)")) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "varchar", channels.stream().map(ChannelId::value).toArray()));
            try (var rows = statement.executeQuery()) {
                var found = new HashMap<ChannelId, Long>();
                while (rows.next()) {
                    found.put(new ChannelId(rows.getString(1)), rows.getLong(2));
                }
                return found;
            }
        }
    }

    /** Lets the ledger know which messages are deleted. */
    @Transactional(rollbackOn = Exception.class)
    void learn(List<Finding> findings) throws SQLException {
        try (var statement = sql.connection()
                .prepareStatement("update message set deleted_at = ? where id = ? and deleted_at is null")) {
            for (var finding : findings) {
                statement.setObject(1, at(finding.deletedAt().orElseThrow()));
                statement.setObject(2, finding.message().orElseThrow().value());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** Where the channel ends from now on. */
    @Transactional(rollbackOn = Exception.class)
    void settle(ChannelRow channel, long end) throws SQLException {
        try (var statement = sql.connection().prepareStatement("""
                        update channel set last_seq = greatest(last_seq, ?), last_message_id = ?, last_message_at = ?
                        where id = ?""")) {
            statement.setLong(1, end);
            statement.setObject(2, channel.last().orElse(null));
            statement.setObject(3, channel.lastAt().map(LedgerRows::at).orElse(null));
            statement.setString(4, channel.id().value());
            statement.executeUpdate();
        }
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
