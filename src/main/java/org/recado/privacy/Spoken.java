package org.recado.privacy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.recado.id.ChannelId;
import org.recado.id.MessageId;
import org.recado.id.UserId;

/**
 * What someone has said, by stretches of the table of messages in the order of their ids. There is no index by sender,
 * which every message would pay for: who asks looks at all of them, a bounded stretch at a time.
 */
@ApplicationScoped
@Transactional
class Spoken {

    @PersistenceContext(unitName = "recado")
    EntityManager em;

    /** One message of theirs. */
    record One(MessageId id, ChannelId channel, long seq) {}

    /**
     * Some messages in a row.
     *
     * @param end the last of them
     * @param isLast whether there were no more just now; others go on talking, so to look on would not end
     */
    record Stretch(UUID end, boolean isLast) {}

    /** The next {@code size} messages after {@code after}, whoever said them; empty where there is none. */
    @SuppressWarnings("unchecked")
    Optional<Stretch> next(UUID after, int size) {
        return ((List<Object[]>) em.createNativeQuery("""
                        select s.id, count(*) over () from
                        (select id from message where id > :after order by id limit :size) s
                        order by s.id desc limit 1""")
                        .setParameter("after", after)
                        .setParameter("size", size)
                        .getResultList())
                .stream()
                        .map(row -> new Stretch((UUID) row[0], ((Number) row[1]).intValue() < size))
                        .findFirst();
    }

    /** Their messages in {@code (after, end]} that are not deleted, at most so many. */
    @SuppressWarnings("unchecked")
    List<One> by(UserId user, UUID after, UUID end, int most) {
        return ((List<Object[]>) em.createNativeQuery("""
                        select id, channel_id, seq from message where id > :after and id <= :end
                        and sender_id = :user and deleted_at is null order by id limit :most""")
                        .setParameter("after", after)
                        .setParameter("end", end)
                        .setParameter("user", user.value())
                        .setParameter("most", most)
                        .getResultList())
                .stream()
                        .map(row -> new One(
                                new MessageId((UUID) row[0]),
                                new ChannelId((String) row[1]),
                                ((Number) row[2]).longValue()))
                        .toList();
    }
}
