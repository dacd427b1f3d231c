package org.recado.posting;

import jakarta.persistence.EntityManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.recado.channel.Membership;
import org.recado.command.Command.Cursor;
import org.recado.id.ChannelId;
import org.recado.id.UserId;

/** The cursors that a batch moves: forward only, and with one statement whatever their number; none where there is none. */
final class Cursors {

    // a read that is where the row is already is told again: its command may have come again after a crash
    private static final String MOVE = """
            with asked as (
                select channel_id, user_id, cast(read_seq as bigint) as read_seq,
                    cast(delivered_seq as bigint) as delivered_seq
                from unnest(cast(:channel as varchar[]), cast(:user as varchar[]), cast(:read as varchar[]),
                    cast(:delivered as varchar[])) as a (channel_id, user_id, read_seq, delivered_seq)),
            moved as (
                update membership m
                set read_seq = greatest(m.read_seq, a.read_seq), delivered_seq = greatest(m.delivered_seq, a.delivered_seq)
                from asked a
                where m.channel_id = a.channel_id and m.user_id = a.user_id
                    and (m.read_seq < a.read_seq or m.delivered_seq < a.delivered_seq)
                returning m.channel_id, m.user_id, m.read_seq, m.delivered_seq,
                    a.read_seq > 0 and m.read_seq = a.read_seq as is_read)
            select * from moved
            union all
            select m.channel_id, m.user_id, m.read_seq, m.delivered_seq, true
            from membership m join asked a on m.channel_id = a.channel_id and m.user_id = a.user_id
            where a.read_seq > 0 and m.read_seq = a.read_seq and m.delivered_seq >= a.delivered_seq""";

    private final Map<Membership.Key, Cursor> asked = new LinkedHashMap<>();

    /**
     * Where a member's cursors are now.
     *
     * @param isRead whether the command was about what they have read
     */
    record Moved(ChannelId channel, UserId user, long read, long delivered, boolean isRead) {}

    void add(ChannelId channel, Cursor cursor) {
        asked.merge(
                new Membership.Key(channel.value(), cursor.user().value()),
                cursor,
                (a, b) -> new Cursor(a.user(), Math.max(a.read(), b.read()), Math.max(a.delivered(), b.delivered())));
    }

    /** Writes them; what has moved, and what was read as far before. */
    @SuppressWarnings("unchecked")
    List<Moved> write(EntityManager em) {
        if (asked.isEmpty()) {
            return List.of();
        }
        var rows = (Stream<Object[]>) em
                .createNativeQuery(MOVE)
                .setParameter("channel", keys().map(Membership.Key::channelId).toArray(String[]::new))
                .setParameter("user", keys().map(Membership.Key::userId).toArray(String[]::new))
                .setParameter("read", column(Cursor::read))
                .setParameter("delivered", column(Cursor::delivered))
                .getResultList()
                .stream();
        return rows.map(Cursors::moved).toList();
    }

    private Stream<Membership.Key> keys() {
        return asked.keySet().stream();
    }

    private String[] column(ToLongFunction<Cursor> value) {
        return asked.values().stream()
                .map(c -> Long.toString(value.applyAsLong(c)))
                .toArray(String[]::new);
    }

    private static Moved moved(Object[] row) {
        return new Moved(
                new ChannelId((String) row[0]),
                new UserId((String) row[1]),
                ((Number) row[2]).longValue(),
                ((Number) row[3]).longValue(),
                (Boolean) row[4]);
    }
}
