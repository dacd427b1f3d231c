package org.recado.notification;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.recado.id.ChannelId;
import org.recado.id.UserId;
import org.recado.notification.Notification.OnItsWay;
import org.recado.notification.Notification.State;

/** The outbox, to be looked at and tidied up. */
@ApplicationScoped
@Transactional
public class Notifications {

    private static final int MOST_A_STEP = 5_000;

    private static final String PAGE = """
            select n.id, n.user_id, n.channel_id, n.seq, n.last_seq, n.messages, n.mention, n.sender_id, n.state, n.reason,
                n.planned_at, n.settled_at
            from notification n
            where (:anyUser = true or n.user_id = :user) and (:anyChannel = true or n.channel_id = :channel)
                and (:anySeq = true or n.seq <= :seq and n.last_seq >= :seq)
                and (:anyState = true or n.state = :state) and (:anyReason = true or n.reason = :reason)
                and n.id < :before
            order by n.id desc limit :most""";

    private static final String DELIVERIES = """
            select d.notification_id, d.way, case when d.way = 'PUSH' then a.label else a.address end, d.state, d.reason,
                d.attempts, d.answer, d.next_at, d.settled_at
            from notification_delivery d join notification_address a on a.id = d.address_id
            where d.notification_id = any(cast(:id as bigint[])) order by d.id""";

    @PersistenceContext(unitName = "recado")
    EntityManager em;

    /**
     * What to look for.
     *
     * @param message the place of a message that it must be about
     */
    public record Lookup(
            Optional<UserId> user,
            Optional<ChannelId> channel,
            Optional<Long> message,
            Optional<State> state,
            Optional<Why> reason) {

        public static Lookup of(UserId user) {
            return new Lookup(
                    Optional.of(user), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        }
    }

    /** Newest first, those with a smaller id than {@code before}. */
    @SuppressWarnings("unchecked")
    public List<Notification> page(Lookup lookup, Optional<Long> before, int limit) {
        List<Object[]> rows = em.createNativeQuery(PAGE)
                .setParameter("anyUser", lookup.user().isEmpty())
                .setParameter("user", lookup.user().map(UserId::value).orElse(""))
                .setParameter("anyChannel", lookup.channel().isEmpty())
                .setParameter("channel", lookup.channel().map(ChannelId::value).orElse(""))
                .setParameter("anySeq", lookup.message().isEmpty())
                .setParameter("seq", lookup.message().orElse(0L))
                .setParameter("anyState", lookup.state().isEmpty())
                .setParameter("state", lookup.state().map(State::name).orElse(""))
                .setParameter("anyReason", lookup.reason().isEmpty())
                .setParameter("reason", lookup.reason().map(Why::name).orElse(""))
                .setParameter("before", before.orElse(Long.MAX_VALUE))
                .setParameter("most", limit)
                .getResultList();
        var deliveries = deliveries(rows.stream().map(row -> row[0].toString()).toArray(String[]::new));
        return rows.stream()
                .map(row -> notification(row, deliveries.getOrDefault(number(row[0]), List.of())))
                .toList();
    }

    @SuppressWarnings("unchecked")
    private Map<Long, List<OnItsWay>> deliveries(String[] ids) {
        List<Object[]> rows =
                em.createNativeQuery(DELIVERIES).setParameter("id", ids).getResultList();
        var found = new HashMap<Long, List<OnItsWay>>();
        for (var row : rows) {
            found.computeIfAbsent(number(row[0]), id -> new ArrayList<>()).add(onItsWay(row));
        }
        return found;
    }

    private static Notification notification(Object[] row, List<OnItsWay> deliveries) {
        return new Notification(
                number(row[0]),
                new UserId((String) row[1]),
                new ChannelId((String) row[2]),
                number(row[3]),
                number(row[4]),
                (int) number(row[5]),
                (boolean) row[6],
                new UserId((String) row[7]),
                State.valueOf((String) row[8]),
                why(row[9]),
                (Instant) row[10],
                Optional.ofNullable((Instant) row[11]),
                deliveries);
    }

    private static OnItsWay onItsWay(Object[] row) {
        return new OnItsWay(
                Way.Name.valueOf((String) row[1]),
                (String) row[2],
                (String) row[3],
                why(row[4]),
                (int) number(row[5]),
                Optional.ofNullable((String) row[6]),
                Optional.ofNullable((Instant) row[7]).filter(at -> row[8] == null),
                Optional.ofNullable((Instant) row[8]));
    }

    private static Optional<Why> why(Object name) {
        return Optional.ofNullable((String) name).map(Why::valueOf);
    }

    private static long number(Object value) {
        return ((Number) value).longValue();
    }

    /** Forgets some of what is older than this, and mentions that are read; how many rows. */
    int forget(Duration age) {
        return forget("notification", "state <> 'PLANNED' and planned_at", age)
                + forget("notification_delivery", "state <> 'WAITING' and created_at", age)
                + em.createNativeQuery("""
                        delete from mention t using (select t.user_id, t.channel_id, t.seq from mention t
                            left join membership m on m.channel_id = t.channel_id and m.user_id = t.user_id
                            where m.user_id is null or t.seq <= m.read_seq limit :most) o
                        where t.user_id = o.user_id and t.channel_id = o.channel_id and t.seq = o.seq""").setParameter("most", MOST_A_STEP).executeUpdate();
    }

    private int forget(String table, String settledAndAt, Duration age) {
        return em.createNativeQuery("delete from " + table + " where id in (select id from " + table + " where "
                        + settledAndAt + " < now() - cast(:s as bigint) * interval '1 second' limit :most)")
                .setParameter("s", age.toSeconds())
                .setParameter("most", MOST_A_STEP)
                .executeUpdate();
    }

    /** Forgets all that is known of someone here: what they want, where they are told, and what they were told. */
    public void erase(UserId user) {
        for (var table : List.of(
                "notification_profile", "notification_preference", "mention", "notification", "notification_address")) {
            em.createNativeQuery("delete from " + table + " where user_id = :user")
                    .setParameter("user", user.value())
                    .executeUpdate();
        }
    }
}
