package org.recado.posting;

import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.recado.audit.Entry;
import org.recado.audit.Writing;
import org.recado.channel.Membership;
import org.recado.channel.Sanction;
import org.recado.command.Command.Cursor;
import org.recado.id.ChannelId;

/**
 * The rows that a batch adds. Those of messages and keys go with one statement, whatever the size of the batch, and those
 * of the record with another; members, which are few, go the usual way of JPA.
 */
final class Batch implements Rows {

    // every message has its key, so one statement saves a round trip to both
    private static final String ADD = """
            with added as (
                insert into message
                    (id, channel_id, seq, sender_id, client_id, sent_at, stored_at, changed_seq, edited_at, deleted_at)
                select cast(id as uuid), channel_id, cast(seq as bigint), sender_id, client_id,
                    cast(sent_at as timestamptz), cast(stored_at as timestamptz), cast(changed_seq as bigint),
                    cast(edited_at as timestamptz), cast(deleted_at as timestamptz)
                from unnest(cast(:m_id as varchar[]), cast(:m_channel as varchar[]), cast(:m_seq as varchar[]),
                    cast(:m_sender as varchar[]), cast(:m_client as varchar[]), cast(:m_sent as varchar[]),
                    cast(:m_stored as varchar[]), cast(:m_changed as varchar[]), cast(:m_edited as varchar[]),
                    cast(:m_deleted as varchar[]))
                as m (id, channel_id, seq, sender_id, client_id, sent_at, stored_at, changed_seq, edited_at, deleted_at))
            insert into posted (channel_id, sender_id, command_key, digest, seq, message_id, posted_at)
            select channel_id, sender_id, command_key, decode(digest, 'hex'), cast(seq as bigint),
                cast(message_id as uuid), cast(posted_at as timestamptz)
            from unnest(cast(:channel as varchar[]), cast(:sender as varchar[]), cast(:key as varchar[]),
                cast(:digest as varchar[]), cast(:seq as varchar[]), cast(:message as varchar[]),
                cast(:posted as varchar[]))
            as r (channel_id, sender_id, command_key, digest, seq, message_id, posted_at)""";

    private final EntityManager em;
    private final String node;
    private final List<MessageRow> messages = new ArrayList<>();
    private final List<PostedRow> keys = new ArrayList<>();
    private final Cursors cursors = new Cursors();
    private final Set<Membership.Key> removed = new HashSet<>();
    private final List<Entry> entries = new ArrayList<>();

    /** @param node where it is carried out */
    Batch(EntityManager em, String node) {
        this.em = em;
        this.node = node;
    }

    @Override
    public void add(MessageRow row) {
        messages.add(row);
    }

    @Override
    public void add(PostedRow row) {
        keys.add(row);
    }

    // Hibernate inserts before it deletes: whoever left and comes again in one batch has to leave first
    @Override
    public void add(Membership row) {
        if (removed.contains(key(row))) {
            em.flush();
        }
        em.persist(row);
    }

    @Override
    public void remove(Membership row) {
        removed.add(key(row));
        em.remove(row);
    }

    @Override
    public void add(Sanction row) {
        em.persist(row);
    }

    @Override
    public void add(Entry entry) {
        entries.add(entry);
    }

    @Override
    public void move(ChannelId channel, Cursor cursor) {
        cursors.add(channel, cursor);
    }

    private static Membership.Key key(Membership m) {
        return new Membership.Key(m.channel().value(), m.user().value());
    }

    /** Writes all of it, and what has changed of the rows that were read; the cursors that have moved. */
    List<Cursors.Moved> write() {
        em.flush();
        if (!keys.isEmpty()) {
            em.createNativeQuery(ADD)
                    .setParameter("m_id", column(messages, row -> row.id))
                    .setParameter("m_channel", column(messages, row -> row.channelId))
                    .setParameter("m_seq", column(messages, row -> row.seq))
                    .setParameter("m_sender", column(messages, row -> row.senderId))
                    .setParameter("m_client", column(messages, row -> row.clientId))
                    .setParameter("m_sent", column(messages, row -> row.sentAt))
                    .setParameter("m_stored", column(messages, row -> row.storedAt))
                    .setParameter("m_changed", column(messages, row -> row.changedSeq))
                    .setParameter("m_edited", column(messages, row -> row.editedAt))
                    .setParameter("m_deleted", column(messages, row -> row.deletedAt))
                    .setParameter("channel", column(keys, row -> row.channelId))
                    .setParameter("sender", column(keys, row -> row.senderId))
                    .setParameter("key", column(keys, row -> row.commandKey))
                    .setParameter("digest", column(keys, row -> HexFormat.of().formatHex(row.digest)))
                    .setParameter("seq", column(keys, row -> row.seq))
                    .setParameter("message", column(keys, row -> row.messageId))
                    .setParameter("posted", column(keys, row -> row.postedAt))
                    .executeUpdate();
        }
        new Writing(entries, node).run(em);
        return cursors.write(em);
    }

    private static <T> String[] column(List<T> rows, Function<T, Object> value) {
        return rows.stream().map(value).map(v -> Objects.toString(v, null)).toArray(String[]::new);
    }
}
