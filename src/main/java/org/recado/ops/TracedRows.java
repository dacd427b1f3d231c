package org.recado.ops;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.recado.id.ChannelId;
import org.recado.id.UserId;

/** Finds the rows of a message by its id, or by the ledger's key. */
@ApplicationScoped
@Transactional
class TracedRows {

    private static final String COLUMNS = """
            select m.id, m.channel_id, m.seq, m.sender_id, m.client_id, m.sent_at, m.stored_at,
                (select count(*) from membership r
                    where r.channel_id = m.channel_id and r.user_id <> m.sender_id and r.read_seq >= m.seq) as readers
            from message m
            """;
    private static final String BY_KEY = COLUMNS + """
            join posted p on p.message_id = m.id and p.seq = m.seq
            where p.channel_id = :channel and p.sender_id = :sender
                and p.command_key = any(cast(:key as varchar[]))
            order by m.stored_at desc limit 1""";

    @PersistenceContext(unitName = "recado")
    EntityManager em;

    Optional<Traced> byId(UUID id) {
        return first(
                em.createNativeQuery(COLUMNS + "where m.id = cast(:id as uuid)").setParameter("id", id.toString()));
    }

    Optional<Traced> byKey(ChannelId channel, UserId sender, List<String> keys) {
        return first(em.createNativeQuery(BY_KEY)
                .setParameter("channel", channel.value())
                .setParameter("sender", sender.value())
                .setParameter("key", keys.toArray(String[]::new)));
    }

    @SuppressWarnings("unchecked")
    private static Optional<Traced> first(Query query) {
        List<Object[]> rows = query.getResultList();
        return rows.stream()
                .map(row -> new Traced(
                        (UUID) row[0],
                        new ChannelId((String) row[1]),
                        ((Number) row[2]).longValue(),
                        new UserId((String) row[3]),
                        Optional.ofNullable((String) row[4]),
                        (Instant) row[5],
                        (Instant) row[6],
                        ((Number) row[7]).longValue()))
                .findFirst();
    }
}
