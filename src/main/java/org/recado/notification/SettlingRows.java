package org.recado.notification;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.recado.event.EventPublisher;
import org.recado.event.Told;
import org.recado.id.ChannelId;
import org.recado.id.UserId;

/**
 * Settles planned notifications. Their members' clients are told before it is committed, so a node that dies between tells
 * them again, with the same id; a node that is at it keeps no other from the rest.
 */
@ApplicationScoped
@Transactional
public class SettlingRows {

    static final int MOST = 100;

    private static final String DUE = """
            select n.id, n.user_id, n.channel_id, n.seq, n.last_seq, n.messages, n.mention, n.sender_id, n.planned_at,
                n.due_at, m.read_seq, coalesce(p.muted_until > now(), false), n.messages = 1 and g.deleted_at is not null,
                f.quiet_from, f.quiet_to, f.zone
            from notification n
            left join membership m on m.channel_id = n.channel_id and m.user_id = n.user_id
            left join notification_preference p on p.channel_id = n.channel_id and p.user_id = n.user_id
            left join notification_profile f on f.user_id = n.user_id
            left join message g on g.channel_id = n.channel_id and g.seq = n.last_seq
            where n.state = 'PLANNED' and n.due_at <= now()
            order by n.due_at, n.id limit :most for update of n skip locked""";

    private static final String SETTLE = """
            update notification n set state = v.state, reason = v.reason, settled_at = now()
            from (select cast(id as bigint) as id, state, nullif(reason, '') as reason
                from unnest(cast(:id as varchar[]), cast(:state as varchar[]), cast(:reason as varchar[]))
                    as v (id, state, reason)) v
            where n.id = v.id""";

    // a newer word to the same address about the same channel takes the place of one that still waits
    private static final String COLLAPSE = """
            update notification_delivery d set state = 'SUPPRESSED', reason = 'COLLAPSED', settled_at = now()
            from notification n join notification_address a on a.user_id = n.user_id
            where n.id = any(cast(:id as bigint[])) and d.address_id = a.id and d.channel_id = n.channel_id
                and d.state = 'WAITING' and d.notification_id is not null and a.way <> 'EMAIL'""";

    private static final String HAND_OVER = """
            insert into notification_delivery (notification_id, address_id, way, channel_id, last_seq, state, reason,
                attempts, created_at, next_at, settled_at)
            select n.id, a.id, a.way, n.channel_id, n.last_seq,
                case when o.is_online then 'SUPPRESSED' else 'WAITING' end, case when o.is_online then 'ONLINE' end,
                0, now(), case when a.way = 'EMAIL' then now() + cast(:away as integer) * interval '1 second' else now() end,
                case when o.is_online then now() end
            from notification n
            join membership m on m.channel_id = n.channel_id and m.user_id = n.user_id
            left join notification_profile f on f.user_id = n.user_id
            join notification_address a on a.user_id = n.user_id and a.confirmed_at is not null
                and a.way = any(cast(:on as varchar[]))
            cross join lateral (select m.delivered_seq >= n.last_seq and not coalesce(f.while_online, false) as is_online) o
            where n.id = any(cast(:id as bigint[]))""";

    @PersistenceContext(unitName = "recado")
    EntityManager em;

    @Inject
    EventPublisher publisher;

    @Inject
    Ways ways;

    @Inject
    @ConfigProperty(name = "recado.email.digest-after-seconds")
    int digestAfterSeconds;

    /** What was decided of one; why its member is not told, where they are not. */
    record Verdict(Due due, Optional<Why> why) {}

    /** Settles at most {@link #MOST} that are due. */
    List<Verdict> settle() {
        var now = Instant.now();
        var verdicts = due().stream()
                .map(due -> new Verdict(due, due.suppressedAt(now)))
                .toList();
        if (verdicts.isEmpty()) {
            return verdicts;
        }
        var sent = verdicts.stream()
                .filter(v -> v.why().isEmpty())
                .map(Verdict::due)
                .toList();
        if (!sent.isEmpty()) {
            handOver(sent.stream().map(due -> Long.toString(due.id())).toArray(String[]::new));
            var events = sent.stream().map(due -> Told.of(due.event())).toList();
            publisher.await(publisher.publish(events, List.of()));
        }
        em.createNativeQuery(SETTLE)
                .setParameter("id", column(verdicts, v -> Long.toString(v.due().id())))
                .setParameter("state", column(verdicts, v -> v.why().isPresent() ? "SUPPRESSED" : "SENT"))
                .setParameter(
                        "reason", column(verdicts, v -> v.why().map(Why::name).orElse("")))
                .executeUpdate();
        return verdicts;
    }

    private void handOver(String[] ids) {
        em.createNativeQuery(COLLAPSE).setParameter("id", ids).executeUpdate();
        em.createNativeQuery(HAND_OVER)
                .setParameter("id", ids)
                .setParameter("away", digestAfterSeconds)
                .setParameter("on", ways.names())
                .executeUpdate();
    }

    @SuppressWarnings("unchecked")
    private List<Due> due() {
        List<Object[]> rows =
                em.createNativeQuery(DUE).setParameter("most", MOST).getResultList();
        return rows.stream().map(SettlingRows::due).toList();
    }

    private static Due due(Object[] row) {
        return new Due(
                number(row[0]),
                new UserId((String) row[1]),
                new ChannelId((String) row[2]),
                number(row[3]),
                number(row[4]),
                (int) number(row[5]),
                (boolean) row[6],
                new UserId((String) row[7]),
                (Instant) row[8],
                (Instant) row[9],
                Optional.ofNullable(row[10]).map(SettlingRows::number),
                (boolean) row[11],
                (boolean) row[12],
                Optional.ofNullable(row[13])
                        .map(from -> new Quiet(time(from), time(row[14]), ZoneId.of((String) row[15]))));
    }

    private static long number(Object value) {
        return ((Number) value).longValue();
    }

    private static LocalTime time(Object value) {
        return value instanceof LocalTime time ? time : ((java.sql.Time) value).toLocalTime();
    }

    private static String[] column(List<Verdict> verdicts, Function<Verdict, String> value) {
        return verdicts.stream().map(value).toArray(String[]::new);
    }
}
