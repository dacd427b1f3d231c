package org.recado.notification;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.recado.channel.Kind;
import org.recado.id.ChannelId;
import org.recado.id.UserId;
import org.recado.notification.Way.Answer;

/** What is on its way to addresses: claimed by one node at a time, settled with the answer. */
@ApplicationScoped
@Transactional
public class Deliveries {

    /** How long what is not taken is tried. */
    static final Duration AT_MOST = Duration.ofHours(24);

    private static final int MOST = 32;
    private static final int LONGEST_ANSWER = 200;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    // what was read meanwhile is told nobody, nor what a client of theirs has been told
    private static final String DROP = """
            update notification_delivery d set state = 'SUPPRESSED', settled_at = now(),
                reason = case when m.user_id is null then 'LEFT' when m.read_seq >= d.last_seq then 'READ' else 'ONLINE' end
            from notification n
            left join membership m on m.channel_id = n.channel_id and m.user_id = n.user_id
            left join notification_profile f on f.user_id = n.user_id
            where n.id = d.notification_id and d.state = 'WAITING' and d.way = :way and d.next_at <= now()
                and (m.user_id is null or m.read_seq >= d.last_seq
                    or m.delivered_seq >= d.last_seq and not coalesce(f.while_online, false))""";

    // those that were never tried come first, so that none waits behind what fails; the pause is how long the claim
    // lasts
    private static final String CLAIM = """
            with due as (select d.id from notification_delivery d
                where d.state = 'WAITING' and d.way = :way and d.next_at <= now()
                order by least(d.attempts, 1), d.next_at limit :most for update skip locked)
            update notification_delivery d set attempts = d.attempts + 1, next_at = now() + interval '1 minute'
            from due where d.id = due.id returning d.id""";

    // of each address that is due, all that waits; the address is locked, so that another node takes none of it
    private static final String CLAIM_DIGEST = """
            with due as (select distinct d.address_id from notification_delivery d
                where d.state = 'WAITING' and d.way = :way and d.next_at <= now() limit :most),
            mine as (select a.id from notification_address a where a.id in (select address_id from due)
                order by a.id for update skip locked)
            update notification_delivery d set attempts = d.attempts + 1, next_at = now() + interval '1 minute'
            from mine where d.address_id = mine.id and d.state = 'WAITING'
                and exists (select 1 from notification_delivery f where f.address_id = mine.id and f.state = 'WAITING'
                    and f.next_at <= now())
            returning d.id""";

    private static final String PARCELS = """
            select d.id, a.id as address_id, a.address, a.secret, a.user_id, d.channel_id, c.name, c.kind, d.last_seq,
                n.id as notification_id, n.seq, n.messages, n.mention, n.sender_id, coalesce(s.name, n.sender_id),
                d.created_at, d.attempts
            from notification_delivery d
            join notification_address a on a.id = d.address_id
            join channel c on c.id = d.channel_id
            left join notification n on n.id = d.notification_id
            left join person s on s.id = n.sender_id
            where d.id = any(cast(:id as bigint[])) order by d.id""";

    @PersistenceContext(unitName = "recado")
    EntityManager em;

    /** Takes some that are due for this node, for a minute. */
    @SuppressWarnings("unchecked")
    List<Parcel> claim(Way way) {
        em.createNativeQuery(DROP).setParameter("way", way.name().name()).executeUpdate();
        var claimed = (List<Number>) em.createNativeQuery(way.isDigest() ? CLAIM_DIGEST : CLAIM)
                .setParameter("way", way.name().name())
                .setParameter("most", MOST)
                .getResultList();
        if (claimed.isEmpty()) {
            return List.of();
        }
        List<Object[]> rows =
                em.createNativeQuery(PARCELS).setParameter("id", texts(claimed)).getResultList();
        return rows.stream().map(Deliveries::parcel).toList();
    }

    private static String[] texts(List<?> values) {
        return values.stream().map(Object::toString).toArray(String[]::new);
    }

    private static Parcel parcel(Object[] row) {
        var notice = Optional.ofNullable(row[9])
                .map(id -> new Parcel.Notice(
                        number(id),
                        number(row[10]),
                        (int) number(row[11]),
                        (boolean) row[12],
                        new UserId((String) row[13]),
                        (String) row[14]));
        return new Parcel(
                number(row[0]),
                (UUID) row[1],
                (String) row[2],
                (String) row[3],
                Optional.ofNullable((String) row[4]).map(UserId::new),
                new ChannelId((String) row[5]),
                (String) row[6],
                Kind.valueOf((String) row[7]),
                number(row[8]),
                notice,
                (Instant) row[15],
                (int) number(row[16]),
                Optional.empty());
    }

    private static long number(Object value) {
        return ((Number) value).longValue();
    }

    /** Writes down how it went. Of a digest the newest counts as sent, and the others as told with it. */
    void settle(List<Parcel> parcels, Answer answer) {
        if (answer instanceof Answer.Sent sent) {
            var last = parcels.size() - 1;
            parcels.subList(0, last).forEach(p -> end(p, "SENT", Optional.of(Why.COLLAPSED), sent));
            end(parcels.get(last), "SENT", Optional.empty(), sent);
        } else if (answer instanceof Answer.Later later) {
            parcels.forEach(p -> again(p, later));
        } else if (answer instanceof Answer.Gone gone) {
            parcels.forEach(p -> end(p, "FAILED", Optional.of(Why.GONE), gone));
            retire(parcels.get(0).addressId());
        } else if (answer instanceof Answer.Refused refused) {
            parcels.forEach(p -> end(p, "FAILED", Optional.of(Why.REFUSED), refused));
        }
    }

    private void again(Parcel parcel, Answer.Later later) {
        var pause = pause(parcel.attempt(), later);
        if (Instant.now().plus(pause).isAfter(parcel.createdAt().plus(AT_MOST))) {
            end(parcel, "FAILED", Optional.of(Why.EXPIRED), later);
            return;
        }
        em.createNativeQuery("""
                        update notification_delivery set next_at = now() + cast(:ms as bigint) * interval '1 millisecond',
                        answer = :answer where id = :id and state = 'WAITING'""")
                .setParameter("ms", pause.toMillis())
                .setParameter("answer", cut(later.detail()))
                .setParameter("id", parcel.id())
                .executeUpdate();
    }

    /** Doubling from five seconds to an hour, and at least what the other side asks for. */
    static Duration pause(int attempt, Answer.Later later) {
        var doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(attempt - 1, 20));
        var own = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
        return later.after().filter(asked -> asked.compareTo(own) > 0).orElse(own);
    }

    private void end(Parcel parcel, String state, Optional<Why> why, Answer answer) {
        em.createNativeQuery("""
                        update notification_delivery set state = :state, reason = nullif(:reason, ''), settled_at = now(),
                        answer = :answer where id = :id and state = 'WAITING'""")
                .setParameter("state", state)
                .setParameter("reason", why.map(Why::name).orElse(""))
                .setParameter("answer", cut(answer.detail()))
                .setParameter("id", parcel.id())
                .executeUpdate();
    }

    // what went there stays to be looked at, so the address itself is only not used any more
    private void retire(UUID address) {
        em.createNativeQuery("update notification_address set confirmed_at = null, gone_at = now() where id = :id")
                .setParameter("id", address)
                .executeUpdate();
        em.createNativeQuery("""
                        update notification_delivery set state = 'SUPPRESSED', reason = 'GONE', settled_at = now()
                        where address_id = :id and state = 'WAITING'""").setParameter("id", address).executeUpdate();
    }

    private static String cut(String answer) {
        var clean = answer.replaceAll("\\p{Cntrl}", " ");
        return clean.length() <= LONGEST_ANSWER ? clean : clean.substring(0, LONGEST_ANSWER);
    }
}
