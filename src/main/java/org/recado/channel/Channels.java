package org.recado.channel;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.id.ChannelId;
import org.recado.id.UserId;

/** The channels and who is in them. A channel is born with its members; every later change of it is a command. */
@ApplicationScoped
@Transactional
public class Channels {

    @PersistenceContext(unitName = "recado")
    EntityManager em;

    public Optional<Channel> find(ChannelId id) {
        return Optional.ofNullable(em.find(Channel.class, id.value()));
    }

    public Optional<Membership> membership(ChannelId channel, UserId user) {
        return Optional.ofNullable(em.find(Membership.class, new Membership.Key(channel.value(), user.value())));
    }

    /**
     * A channel and who is in it. Members who come or go meanwhile may be here already; their events have a seq behind
     * the channel's {@code lastSeq}.
     *
     * @param isWhole whether these are all of its members, else they are none
     */
    public record Roll(Channel channel, List<Membership> members, boolean isWhole) {}

    /** The channel and its members, if they are at most {@code most}. */
    public Optional<Roll> roll(ChannelId id, int most) {
        return find(id).map(channel -> {
            var members = em.createQuery("select m from Membership m where m.channelId = :channel", Membership.class)
                    .setParameter("channel", id.value())
                    .setMaxResults(most + 1)
                    .getResultList();
            return members.size() > most ? new Roll(channel, List.of(), false) : new Roll(channel, members, true);
        });
    }

    /** One of someone's channels, with their own membership. */
    public record Mine(Channel channel, Membership membership) {}

    /** The channels {@code user} is in, by name. */
    public List<Mine> of(UserId user) {
        return em.createQuery(
                        "select c, m from Membership m join Channel c on c.id = m.channelId"
                                + " where m.userId = :user order by c.name, c.id",
                        Object[].class)
                .setParameter("user", user.value())
                .getResultStream()
                .map(row -> new Mine((Channel) row[0], (Membership) row[1]))
                .toList();
    }

    /** How far someone has read a channel of theirs, and how far it has come. */
    public record Standing(UserId user, ChannelId channel, long lastSeq, long readSeq, List<Long> mentions) {

        /** More are not counted. */
        public static final int MOST_MENTIONS = 100;
    }

    /** The standings of these people in all of their channels, with one question. */
    @SuppressWarnings("unchecked")
    public List<Standing> standings(Collection<UserId> users) {
        List<Object[]> rows = em.createNativeQuery("""
                        select m.user_id, m.channel_id, c.last_seq, m.read_seq, coalesce((
                            select string_agg(cast(t.seq as varchar), ',') from (select t.seq from mention t
                                where t.user_id = m.user_id and t.channel_id = m.channel_id and t.seq > m.read_seq
                                order by t.seq desc limit :most) t), '')
                        from membership m join channel c on c.id = m.channel_id
                        where m.user_id = any(cast(:users as varchar[]))""")
                .setParameter("users", users.stream().map(UserId::value).toArray(String[]::new))
                .setParameter("most", Standing.MOST_MENTIONS)
                .getResultList();
        return rows.stream()
                .map(row -> new Standing(
                        new UserId((String) row[0]),
                        new ChannelId((String) row[1]),
                        ((Number) row[2]).longValue(),
                        ((Number) row[3]).longValue(),
                        seqs((String) row[4])))
                .toList();
    }

    private static List<Long> seqs(String list) {
        return list.isEmpty()
                ? List.of()
                : Arrays.stream(list.split(",", -1)).map(Long::valueOf).toList();
    }

    /** The public channels {@code user} is not in, by name, at most a thousand. */
    public List<Channel> publicOnesWithout(UserId user) {
        return em.createQuery(
                        "select c from Channel c where c.kind = :kind and not exists"
                                + " (select 1 from Membership m where m.channelId = c.id and m.userId = :user)"
                                + " order by c.name, c.id",
                        Channel.class)
                .setParameter("kind", Kind.PUBLIC)
                .setParameter("user", user.value())
                .setMaxResults(1_000)
                .getResultList();
    }

    /** Who may not come into a channel, by user id. */
    public List<UserId> banned(ChannelId channel) {
        return em.createQuery(
                        "select s.userId from Sanction s where s.channelId = :channel and s.banned order by s.userId",
                        String.class)
                .setParameter("channel", channel.value())
                .getResultStream()
                .map(UserId::new)
                .toList();
    }

    /** The members of a channel, by user id. */
    public List<Membership> members(ChannelId channel) {
        return em.createQuery(
                        "select m from Membership m where m.channelId = :channel order by m.userId", Membership.class)
                .setParameter("channel", channel.value())
                .getResultList();
    }

    /**
     * A channel that was asked for.
     *
     * @param isNew whether it was made, or was there: the same people share one direct channel
     */
    public record Made(Channel channel, boolean isNew) {}

    /**
     * Makes a channel with its first members, or finds the direct one that they have.
     *
     * @throws Refused {@code conflict} where the id is taken, {@code unknown_user} where a member is nobody we know
     */
    public Made create(Channel channel, Map<UserId, Role> members) {
        if (channel.kind() != Kind.DIRECT) {
            return new Made(born(channel, members), true);
        }
        var people = DirectKey.of(members.keySet());
        // two who ask for it at once must not make two
        em.createNativeQuery("select 1 from (select pg_advisory_xact_lock(hashtext(:people))) as locked")
                .setParameter("people", people)
                .getSingleResult();
        var found = em.createQuery("select c from Channel c where c.directKey = :people", Channel.class)
                .setParameter("people", people)
                .getResultStream()
                .findFirst();
        return found.map(c -> new Made(c, false)).orElseGet(() -> {
            channel.between(people);
            return new Made(born(channel, members), true);
        });
    }

    private Channel born(Channel channel, Map<UserId, Role> members) {
        if (find(channel.id()).isPresent()) {
            throw new Refused(Reason.CONFLICT, "the channel id is taken");
        }
        var unknown = new HashSet<>(members.keySet());
        unknown.removeAll(known(members.keySet()));
        if (!unknown.isEmpty()) {
            throw new Refused(Reason.UNKNOWN_USER, "unknown members: " + unknown);
        }
        em.persist(channel);
        members.forEach((user, role) -> em.persist(new Membership(channel.id(), user, role, channel.createdAt())));
        return channel;
    }

    /** Which of these people we know; those who are erased are nobody. */
    public Set<UserId> known(Collection<UserId> users) {
        return Set.copyOf(
                em.createQuery("select p.id from Person p where p.id in :ids and p.erasedAt is null", String.class)
                        .setParameter("ids", users.stream().map(UserId::value).toList())
                        .getResultStream()
                        .map(UserId::new)
                        .toList());
    }

    public Optional<Person> person(UserId id) {
        return Optional.ofNullable(em.find(Person.class, id.value()));
    }

    /** Makes someone nobody: only their id stays, and is never another's. False where they are not known, or were erased. */
    public boolean erase(UserId id) {
        return em.createQuery("update Person p set p.erasedAt = :now, p.name = p.id"
                                + " where p.id = :id and p.erasedAt is null")
                        .setParameter("now", Instant.now())
                        .setParameter("id", id.value())
                        .executeUpdate()
                == 1;
    }

    /** Forgets what channels had against someone who has been erased. */
    public void forgetSanctions(UserId user) {
        em.createQuery("delete from Sanction s where s.userId = :user")
                .setParameter("user", user.value())
                .executeUpdate();
    }

    /** Makes someone known; knowing them already is fine. */
    public void register(UserId id, String name) {
        if (person(id).isEmpty()) {
            em.persist(new Person(id, name, Instant.now()));
        }
    }
}
