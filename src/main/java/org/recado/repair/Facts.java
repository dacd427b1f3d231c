package org.recado.repair;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.recado.history.Fact;
import org.recado.history.Message;
import org.recado.id.ChannelId;
import org.recado.id.ClientId;
import org.recado.id.MessageId;
import org.recado.id.UserId;

/** All that the ledger knows of one channel, in seq order, read as it is asked for. */
final class Facts implements AutoCloseable {

    private static final int FETCHED = 500;

    // a message is a fact by itself, any other change by its key alone
    private static final String READ = """
            select f.seq, f.at, m.id, m.seq as place, m.sender_id, m.client_id, m.sent_at, m.stored_at, m.changed_seq,
                m.edited_at, m.deleted_at
            from (
                select seq, stored_at as at, id as message_id from message where channel_id = ?
                union all
                select p.seq, p.posted_at, p.message_id from posted p where p.channel_id = ? and not exists (
                    select 1 from message c where c.channel_id = p.channel_id and c.seq = p.seq)) f
            left join message m on m.id = f.message_id
            order by f.seq""";

    private final ChannelId channel;
    private final PreparedStatement statement;
    private final ResultSet rows;
    private Optional<Fact> next;

    /** @param connection in a transaction, without which PostgreSQL would send all rows at once */
    Facts(Connection connection, ChannelId channel) throws SQLException {
        this.channel = channel;
        statement = connection.prepareStatement(READ);
        statement.setFetchSize(FETCHED);
        statement.setString(1, channel.value());
        statement.setString(2, channel.value());
        rows = statement.executeQuery();
        next = read();
    }

    /** Whether there are any that were not taken. */
    boolean hasMore() {
        return next.isPresent();
    }

    /** Takes those up to a seq. */
    Map<Long, Fact> upTo(long seq) throws SQLException {
        var taken = new HashMap<Long, Fact>();
        while (next.isPresent() && next.get().seq() <= seq) {
            taken.put(next.get().seq(), next.get());
            next = read();
        }
        return taken;
    }

    private Optional<Fact> read() throws SQLException {
        return rows.next()
                ? Optional.of(new Fact(rows.getLong("seq"), time("at").orElseThrow(), message()))
                : Optional.empty();
    }

    private Optional<Message> message() throws SQLException {
        var id = rows.getObject("id", UUID.class);
        if (id == null) {
            return Optional.empty();
        }
        return Optional.of(new Message(
                new MessageId(id),
                rows.getLong("place"),
                channel,
                Optional.ofNullable(rows.getString("client_id")).map(ClientId::new),
                new UserId(rows.getString("sender_id")),
                Optional.empty(),
                time("sent_at").orElseThrow(),
                time("stored_at").orElseThrow(),
                time("edited_at"),
                time("deleted_at"),
                rows.getLong("changed_seq")));
    }

    private Optional<Instant> time(String column) throws SQLException {
        return Optional.ofNullable(rows.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
