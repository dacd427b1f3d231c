package org.recado.channel;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.recado.id.ChannelId;
import org.recado.id.UserId;

/** All channels, as those who run the installation look through them: what stirred last comes first. */
@ApplicationScoped
@Transactional
public class Directory {

    /** Of an hour's messages no more are counted. */
    public static final int MOST_COUNTED = 1_000;

    // last_message_at has no index: one would cost every message, and sorting costs only who looks
    private static final String ACTIVE = "coalesce(c.last_message_at, c.created_at)";
    private static final String NAMED =
            "(lower(c.id) like :prefix escape '!' or lower(c.name) like :prefix escape '!')";

    private static final String LISTED = """
            select c.id, c.name, c.kind, c.last_seq, c.created_at, c.last_message_at, c.archived_at, c.retention_days,
                (select count(*) from membership m where m.channel_id = c.id),
                case when c.last_message_at < now() - interval '1 hour' then 0 else (
                    select count(*) from (select m.stored_at from message m where m.channel_id = c.id
                        order by m.seq desc limit %d) t where t.stored_at > now() - interval '1 hour') end
            from (select c.* from channel c where %%s) c order by %s desc, c.id desc""".formatted(MOST_COUNTED, ACTIVE);

    @PersistenceContext(unitName = "recado")
    EntityManager em;

    /**
     * A channel and what can be said of it at a glance.
     *
     * @param lastHour messages that were stored within an hour, {@link #MOST_COUNTED} at most
     * @param retentionDays empty where the installation's rule holds
     */
    public record Listed(
            ChannelId id,
            String name,
            Kind kind,
            long lastSeq,
            Instant createdAt,
            Optional<Instant> lastMessageAt,
            Optional<Instant> archivedAt,
            Optional<Integer> retentionDays,
            long members,
            long lastHour) {

        /** Where a page that ends here goes on. */
        public Place place() {
            return new Place(lastMessageAt.orElse(createdAt), id);
        }
    }

    /** A place in the list. */
    public record Place(Instant active, ChannelId channel) {}

    /** Those whose id or name begins so, whatever the case, after the place where one is given. */
    public List<Listed> page(String prefix, Optional<Place> after, int limit) {
        var wheres = Stream.concat(
                        prefix.isEmpty() ? Stream.empty() : Stream.of(NAMED),
                        after.stream().map(p -> "(" + ACTIVE + ", c.id) < (:at, :id)"))
                .toList();
        var where = wheres.isEmpty() ? "true" : String.join(" and ", wheres);
        var query = em.createNativeQuery(
                LISTED.formatted(where + " order by " + ACTIVE + " desc, c.id desc limit :most"), Object[].class);
        if (!prefix.isEmpty()) {
            query.setParameter("prefix", pattern(prefix));
        }
        after.ifPresent(p -> query.setParameter("at", p.active())
                .setParameter("id", p.channel().value()));
        return listed(query.setParameter("most", limit));
    }

    /** One of them. */
    public Optional<Listed> find(ChannelId id) {
        var query = em.createNativeQuery(LISTED.formatted("c.id = :id"), Object[].class);
        return listed(query.setParameter("id", id.value())).stream().findFirst();
    }

    /** A channel's members by user id, those behind {@code after}. */
    public List<Membership> members(ChannelId channel, Optional<UserId> after, int limit) {
        return em.createQuery(
                        "select m from Membership m where m.channelId = :channel and m.userId > :after"
                                + " order by m.userId",
                        Membership.class)
                .setParameter("channel", channel.value())
                .setParameter("after", after.map(UserId::value).orElse(""))
                .setMaxResults(limit)
                .getResultList();
    }

    private static String pattern(String prefix) {
        return prefix.toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0") + "%";
    }

    @SuppressWarnings("unchecked")
    private static List<Listed> listed(Query query) {
        return ((List<Object[]>) query.getResultList())
                .stream().map(Directory::listed).toList();
    }

    private static Listed listed(Object[] row) {
        return new Listed(
                new ChannelId((String) row[0]),
                (String) row[1],
                Kind.valueOf((String) row[2]),
                ((Number) row[3]).longValue(),
                (Instant) row[4],
                Optional.ofNullable((Instant) row[5]),
                Optional.ofNullable((Instant) row[6]),
                Optional.ofNullable((Number) row[7]).map(Number::intValue),
                ((Number) row[8]).longValue(),
                ((Number) row[9]).longValue());
    }
}
