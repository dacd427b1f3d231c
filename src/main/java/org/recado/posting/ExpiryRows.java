package org.recado.posting;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.recado.history.Expired;
import org.recado.id.ChannelId;

/** Which messages' time is over. They are kept in order, so each channel has one seq up to which all of them are. */
@ApplicationScoped
@Transactional
public class ExpiryRows {

    private static final int MOST_AT_ONCE = 500;

    @PersistenceContext(unitName = "recado")
    EntityManager em;

    /** Some messages of one channel that are over, in order. */
    record Due(ChannelId channel, List<Expired> messages) {
        long last() {
            return messages.get(messages.size() - 1).seq();
        }
    }

    /** Marks some as deleted; after a failure the same ones again. */
    Optional<Due> take(Optional<Integer> otherwise) {
        var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return channel(otherwise, now).map(found -> take((String) found[0], (Instant) found[1], now));
    }

    // of each channel that keeps its texts for a time, the first message that is still there is looked at
    @SuppressWarnings("unchecked")
    private Optional<Object[]> channel(Optional<Integer> otherwise, Instant now) {
        return em.createNativeQuery("""
                        select c.id, c.until from (
                            select id, expired_seq, cast(:now as timestamptz) - make_interval(days =>
                                coalesce(retention_days, cast(:otherwise as integer))) as until
                            from channel where coalesce(retention_days, cast(:otherwise as integer)) is not null) c
                        join lateral (select m.stored_at from message m where m.channel_id = c.id
                            and m.seq > c.expired_seq order by m.seq limit 1) m on m.stored_at < c.until
                        limit 1""", Object[].class)
                .setParameter("now", now)
                .setParameter("otherwise", otherwise.map(Object::toString).orElse(null))
                .getResultStream()
                .findFirst();
    }

    @SuppressWarnings("unchecked")
    private Due take(String channel, Instant until, Instant now) {
        // the ledger locks the channel too, so that nobody edits one of them at the same time
        em.createNativeQuery("select id from channel where id = :channel for no key update")
                .setParameter("channel", channel)
                .getSingleResult();
        List<Object[]> rows = em.createNativeQuery("""
                        with due as (
                            select m.id from message m where m.channel_id = :channel and m.stored_at < :until
                            and m.seq > (select expired_seq from channel where id = :channel)
                            order by m.seq limit :most)
                        update message m set deleted_at = coalesce(m.deleted_at, cast(:now as timestamptz))
                        from due where m.id = due.id returning m.seq, m.changed_seq, m.deleted_at""", Object[].class)
                .setParameter("channel", channel)
                .setParameter("until", until)
                .setParameter("most", MOST_AT_ONCE)
                .setParameter("now", now)
                .getResultList();
        return new Due(
                new ChannelId(channel),
                rows.stream()
                        .map(row -> new Expired(
                                ((Number) row[0]).longValue(), ((Number) row[1]).longValue(), (Instant) row[2]))
                        .sorted()
                        .toList());
    }

    /** They are gone from everywhere. */
    void done(Due due) {
        em.createNativeQuery("update channel set expired_seq = greatest(expired_seq, :last) where id = :channel")
                .setParameter("last", due.last())
                .setParameter("channel", due.channel().value())
                .executeUpdate();
    }
}
