package org.recado.notification;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.recado.event.Event.MemberMentioned;
import org.recado.event.EventPublisher;
import org.recado.event.Told;
import org.recado.id.ChannelId;
import org.recado.id.UserId;
import org.recado.notification.Span.Place;
import org.recado.platform.Begun;

/**
 * Plans who is to be told of what was said, and notes at once who is not and why: a few statements for all of a batch and
 * a thousand members of its channels. The same messages again plan nothing new.
 */
@ApplicationScoped
@Transactional
public class Planner {

    static final int MOST = 1_000;

    private static final String LAST = """
            select m.channel_id, m.user_id from membership m
            where m.channel_id = any(cast(:channels as varchar[])) and (m.channel_id, m.user_id) > (:channel, :user)
            order by m.channel_id, m.user_id offset :before limit 1""";

    private static final String SAID = """
            said as (select channel_id, cast(seq as bigint) as seq, sender_id, cast(stored_at as timestamptz) as stored_at,
                everyone = 'true' as everyone
                from unnest(cast(:channel as varchar[]), cast(:seq as varchar[]), cast(:sender as varchar[]),
                    cast(:stored as varchar[]), cast(:everyone as varchar[]))
                    as s (channel_id, seq, sender_id, stored_at, everyone))""";

    // everyone is named by who moderates, and by whoever talks directly
    private static final String NAME = "with " + SAID + """
            , named as (select channel_id, cast(seq as bigint) as seq, name
                from unnest(cast(:namedChannel as varchar[]), cast(:namedSeq as varchar[]), cast(:name as varchar[]))
                    as n (channel_id, seq, name)),
            calls as (select s.channel_id, s.seq from said s join channel c on c.id = s.channel_id
                left join membership b on b.channel_id = s.channel_id and b.user_id = s.sender_id
                where s.everyone and (c.kind = 'DIRECT' or b.role in ('OWNER', 'MODERATOR')))
            insert into mention (user_id, channel_id, seq)
            select m.user_id, s.channel_id, s.seq
            from said s
            join membership m on m.channel_id = s.channel_id and m.user_id <> s.sender_id and m.read_seq < s.seq
                and m.joined_at <= s.stored_at""" + Span.WITHIN + """

            join person p on p.id = m.user_id
            where exists (select 1 from calls c where c.channel_id = s.channel_id and c.seq = s.seq)
                or exists (select 1 from named n where n.channel_id = s.channel_id and n.seq = s.seq
                    and n.name in (lower(m.user_id), lower(replace(p.name, ' ', ''))))
            order by m.user_id, s.channel_id, s.seq
            on conflict do nothing
            returning user_id, channel_id, seq""";

    // of a member's own messages, of those from before they came, and of those that an earlier row is about, nothing
    private static final String PLAN = "with " + SAID + """
            , judged as (
                select m.user_id, s.channel_id, s.seq, s.sender_id, t.user_id is not null as mention,
                    case when m.read_seq >= s.seq then 'READ'
                        when p.muted_until > now() then 'MUTED'
                        when l.level = 'NONE' or l.level = 'MENTIONS' and t.user_id is null then 'PREFERENCE'
                    end as reason
                from said s
                join channel c on c.id = s.channel_id
                join membership m on m.channel_id = s.channel_id and m.user_id <> s.sender_id
                    and m.joined_at <= s.stored_at""" + Span.WITHIN + """

                left join mention t on t.user_id = m.user_id and t.channel_id = s.channel_id and t.seq = s.seq
                left join notification_preference p on p.channel_id = s.channel_id and p.user_id = m.user_id
                left join notification_profile f on f.user_id = m.user_id
                cross join lateral (select coalesce(p.level, case when c.kind = 'DIRECT' then 'ALL' end, f.level,
                    cast(:level as varchar)) as level) l
                where not exists (select 1 from bot b where b.user_id = m.user_id)
                    and s.seq > coalesce((select max(n.last_seq) from notification n
                        where n.channel_id = s.channel_id and n.user_id = m.user_id), 0)),
            planned as (
                insert into notification as n (user_id, channel_id, seq, last_seq, messages, mention, sender_id, state,
                    planned_at, due_at)
                select user_id, channel_id, min(seq), max(seq), count(*), bool_or(mention),
                    (array_agg(sender_id order by seq desc))[1], 'PLANNED', now(),
                    now() + cast(:delay as integer) * interval '1 millisecond'
                from judged where reason is null
                group by channel_id, user_id order by channel_id, user_id
                on conflict (channel_id, user_id) where state = 'PLANNED' do update
                    set last_seq = excluded.last_seq, messages = n.messages + excluded.messages,
                        mention = n.mention or excluded.mention, sender_id = excluded.sender_id
                returning 1),
            suppressed as (
                insert into notification (user_id, channel_id, seq, last_seq, messages, mention, sender_id, state, reason,
                    planned_at, settled_at)
                select j.user_id, j.channel_id, min(j.seq), max(j.seq), count(*), bool_or(j.mention),
                    (array_agg(j.sender_id order by j.seq desc))[1], 'SUPPRESSED', j.reason, now(), now()
                from judged j
                where j.reason is not null and not exists (select 1 from notification n
                    where n.channel_id = j.channel_id and n.user_id = j.user_id and n.state = 'SUPPRESSED'
                        and n.reason = j.reason and n.planned_at > now() - interval '1 minute')
                group by j.channel_id, j.user_id, j.reason
                returning 1)
            select (select count(*) from planned), (select count(*) from suppressed)""";

    private static final String HOOKS = "with " + SAID + """
            insert into notification_delivery (address_id, way, channel_id, last_seq, state, attempts, created_at, next_at)
            select a.id, a.way, s.channel_id, s.seq, 'WAITING', 0, now(), now()
            from said s
            join notification_address a on a.channel_id = s.channel_id and a.confirmed_at is not null
                and a.created_at <= s.stored_at and a.way = any(cast(:on as varchar[]))
            order by s.seq
            on conflict do nothing""";

    @PersistenceContext(unitName = "recado")
    EntityManager em;

    @Inject
    EventPublisher publisher;

    @Inject
    Ways ways;

    @Inject
    @ConfigProperty(name = "recado.notification.default-level")
    String defaultLevel;

    @Inject
    @ConfigProperty(name = "recado.notification.delay-ms")
    int delayMs;

    private Level otherwise;

    @PostConstruct
    void start() {
        otherwise = Level.ofWire(defaultLevel)
                .orElseThrow(() ->
                        new IllegalStateException("recado.notification.default-level must be all, mentions or none"));
    }

    // a level that is none shows at the start
    void begin(@Observes Begun begun) {}

    /**
     * How many rows a part has made.
     *
     * @param next after whom the next part begins; empty where all of it is planned
     */
    record Plan(int planned, int suppressed, Optional<Place> next) {}

    /**
     * Plans all of them for the next thousand members; they are in the order of their channels. Each who was named is told
     * so before it is committed.
     */
    Plan plan(Said said, Place after) {
        var span = new Span(after, last(said, after));
        tell(name(said.naming(), span));
        if (after.equals(Place.START)) {
            hook(said);
        }
        var made = (Object[]) said.in(span.in(em.createNativeQuery(PLAN)))
                .setParameter("level", otherwise.name())
                .setParameter("delay", delayMs)
                .getSingleResult();
        return new Plan(((Number) made[0]).intValue(), ((Number) made[1]).intValue(), span.to());
    }

    @SuppressWarnings("unchecked")
    private Optional<Place> last(Said said, Place after) {
        List<Object[]> found = em.createNativeQuery(LAST)
                .setParameter("channels", said.channels())
                .setParameter("channel", after.channel())
                .setParameter("user", after.user())
                .setParameter("before", MOST - 1)
                .getResultList();
        return found.stream()
                .map(row -> new Place((String) row[0], (String) row[1]))
                .findFirst();
    }

    private void tell(List<Told> events) {
        if (!events.isEmpty()) {
            publisher.await(publisher.publish(events, List.of()));
        }
    }

    @SuppressWarnings("unchecked")
    private List<Told> name(Said naming, Span span) {
        if (naming.isEmpty()) {
            return List.of();
        }
        List<Object[]> rows =
                naming.namesIn(naming.in(span.in(em.createNativeQuery(NAME)))).getResultList();
        return rows.stream()
                .map(row -> Told.of(new MemberMentioned(
                        new UserId((String) row[0]), new ChannelId((String) row[1]), ((Number) row[2]).longValue())))
                .toList();
    }

    private void hook(Said said) {
        var on = ways.names();
        if (on.length > 0) {
            said.in(em.createNativeQuery(HOOKS)).setParameter("on", on).executeUpdate();
        }
    }
}
