package org.recado.chaos;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The outbox of notifications, read straight: each member is told of each message of others exactly once, or the outbox
 * says why not. Nobody in the load reads, and all want to be told of everything.
 */
final class Outbox implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    // the rows that are about a message of somebody else's, for each member: one, and no more
    private static final String TIMES = """
            select g.channel_id, g.seq, m.user_id, count(n.id)
            from message g
            join membership m on m.channel_id = g.channel_id and m.user_id <> g.sender_id
            left join notification n on n.channel_id = g.channel_id and n.user_id = m.user_id
                and g.seq between n.seq and n.last_seq
            where g.channel_id like 'chaos-%'
            group by g.channel_id, g.seq, m.user_id having count(n.id) <> 1""";

    // how many messages a row says it is about, and how many there are
    private static final String COUNTS = """
            select n.id, n.user_id, n.channel_id, n.messages, count(g.id)
            from notification n
            left join message g on g.channel_id = n.channel_id and g.sender_id <> n.user_id
                and g.seq between n.seq and n.last_seq
            where n.channel_id like 'chaos-%'
            group by n.id having n.messages <> count(g.id)""";

    private static final String OPEN =
            "select count(*) from notification where channel_id like 'chaos-%' and state = 'PLANNED'";
    private static final String UNPLANNED = """
            select count(*) from channel c join lateral (select max(g.seq) as seq from message g
                where g.channel_id = c.id) g on true
            where c.id like 'chaos-%' and g.seq > coalesce((select max(n.last_seq) from notification n
                where n.channel_id = c.id), 0)""";
    private static final String SENT_COUNT =
            "select count(*) from notification where channel_id like 'chaos-%' and state = 'SENT'";
    private static final String ALL = "select id, state, reason from notification where channel_id like 'chaos-%'";

    private final Connection connection;
    private final Verdict verdict;

    Outbox(Map<String, String> settings, Verdict verdict) throws SQLException {
        connection = DriverManager.getConnection(
                settings.get("RECADO_DATASOURCE_URL"),
                settings.get("RECADO_DATASOURCE_USER"),
                settings.get("RECADO_DATASOURCE_PASSWORD"));
        this.verdict = verdict;
    }

    /** Waits until all is planned, settled and heard, then counts; {@code heard} are the ids that were told so far. */
    void check(Supplier<Set<String>> heard) throws SQLException {
        if (!Pause.until(this::isSettled, PATIENCE)) {
            verdict.lost("notifications are not settled after %s", PATIENCE);
        }
        Pause.until(() -> heard.get().size() >= asked(SENT_COUNT), PATIENCE);
        each(TIMES, row -> {
            var what = "%s/%d for %s is in %d rows of the outbox"
                    .formatted(row.getString(1), row.getLong(2), row.getString(3), row.getInt(4));
            if (row.getInt(4) == 0) {
                verdict.lost("%s", what);
            } else {
                verdict.doubled("%s", what);
            }
        });
        each(
                COUNTS,
                row -> verdict.disagree(
                        "notification %d of %s in %s counts %d messages, there are %d",
                        row.getLong(1), row.getString(2), row.getString(3), row.getInt(4), row.getInt(5)));
        var unknown = new HashSet<>(heard.get());
        each(ALL, row -> {
            var wasHeard = unknown.remove(row.getString(1));
            if (row.getString(2).equals("SENT") && !wasHeard) {
                verdict.lost("notification %s was sent and never heard", row.getString(1));
            } else if (!row.getString(2).equals("SENT") && row.getString(3) == null) {
                verdict.disagree("notification %s was not sent, and nothing says why", row.getString(1));
            }
        });
        unknown.forEach(id -> verdict.doubled("notification %s was heard and is nobody's", id));
    }

    private boolean isSettled() {
        return asked(UNPLANNED) == 0 && asked(OPEN) == 0;
    }

    private int asked(String question) {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(question)) {
            rows.next();
            return rows.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Row {
        void look(ResultSet row) throws SQLException;
    }

    private void each(String question, Row look) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(question)) {
            while (rows.next()) {
                look.look(rows);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
