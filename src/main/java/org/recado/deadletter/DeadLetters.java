package org.recado.deadletter;

import com.rabbitmq.client.AMQP.BasicProperties;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.id.UserId;
import org.recado.platform.Json;

/** Every letter that was given up, for good: letters are settled, never removed. */
@ApplicationScoped
@Transactional
public class DeadLetters {

    private static final int PAGE = 500;
    private static final long SWEEPERS = 0x7265_6361_646fL;
    private static final long SETTLERS = SWEEPERS + 1;
    private static final String SELECTED = " from DeadLetter d where d.state = WAITING and d.lastAt <= :until"
            + " and (:anyReason = true or d.reason = :reason) and (:anyId = true or d.id in :ids)";

    @PersistenceContext(unitName = "recado")
    EntityManager em;

    /** Keeps all of them in one statement; they wait then, also those that were settled before. */
    public void keep(Collection<Letter> letters) {
        if (!letters.isEmpty()) {
            Keeping.of(letters).run(em);
        }
    }

    public Optional<DeadLetter> find(UUID id) {
        return Optional.ofNullable(em.find(DeadLetter.class, id));
    }

    /** The letter; throws {@link Refused} {@code not_found}. */
    public DeadLetter known(UUID id) {
        return find(id).orElseThrow(() -> new Refused(Reason.NOT_FOUND, "no such dead letter"));
    }

    /** The whole body of a letter that is there. */
    public byte[] body(UUID id) {
        return (byte[]) em.createNativeQuery("select body from dead_letter where id = :id", byte[].class)
                .setParameter("id", id)
                .getSingleResult();
    }

    /** Newest first by their first time, after the letter {@code before} where it is given. */
    public List<DeadLetter> page(
            DeadLetter.State state, Optional<Reason> reason, Optional<DeadLetter> before, int limit) {
        var query = em.createQuery("""
                        select d from DeadLetter d where d.state = :state
                        and (:anyReason = true or d.reason = :reason)
                        and (:first = true or d.firstAt < :at or d.firstAt = :at and d.id < :id)
                        order by d.firstAt desc, d.id desc""", DeadLetter.class);
        narrow(query, reason);
        return query.setParameter("state", state)
                .setParameter("first", before.isEmpty())
                .setParameter("at", before.map(DeadLetter::firstAt).orElse(Instant.EPOCH))
                .setParameter("id", before.map(DeadLetter::id).orElse(new UUID(0, 0)))
                .setMaxResults(limit)
                .getResultList();
    }

    /** The first of the selected after the letter {@code after}, where it is given, in the order in which they came. */
    List<DeadLetter> waiting(Selection selection, Optional<DeadLetter> after, int limit) {
        // the first comparison is what the index can be entered by
        var query = em.createQuery(
                "select d" + SELECTED + " and d.firstAt >= :at and (d.firstAt > :at or d.id > :id)"
                        + " order by d.firstAt, d.id",
                DeadLetter.class);
        narrow(query, selection);
        return query.setParameter("at", after.map(DeadLetter::firstAt).orElse(Instant.EPOCH))
                .setParameter("id", after.map(DeadLetter::id).orElse(new UUID(0, 0)))
                .setMaxResults(limit)
                .getResultList();
    }

    /** How many of the selected wait. */
    public long count(Selection selection) {
        var query = em.createQuery("select count(*)" + SELECTED, Long.class);
        narrow(query, selection);
        return query.getSingleResult();
    }

    /** The clock by which letters come. */
    public Instant now() {
        return (Instant)
                em.createNativeQuery("select clock_timestamp()", Instant.class).getSingleResult();
    }

    /** Marks as replayed whatever has not come again since it was read. */
    void replayed(Collection<DeadLetter> letters, UserId by) {
        em.createNativeQuery("""
                        update dead_letter d set state = 'REPLAYED', settled_at = clock_timestamp(), settled_by = :by
                        from unnest(cast(:ids as uuid[]), cast(:times as integer[])) as k (id, times)
                        where d.id = k.id and d.times = k.times""")
                .setParameter("by", by.value())
                .setParameter("ids", texts(letters.stream().map(DeadLetter::id).toList()))
                .setParameter(
                        "times", texts(letters.stream().map(DeadLetter::times).toList()))
                .executeUpdate();
    }

    /**
     * Discards a letter that waits; one that is discarded already keeps its first note.
     *
     * @param note why, at most 500 characters
     * @throws Refused {@code not_found}, or {@code conflict} where it is replayed
     */
    public void discard(UUID id, String note, UserId by) {
        awaitTurn();
        var changed = em.createNativeQuery("""
                        update dead_letter set state = 'DISCARDED', settled_at = clock_timestamp(), settled_by = :by,
                        note = :note where id = :id and state = 'WAITING'""")
                .setParameter("by", by.value())
                .setParameter("note", note)
                .setParameter("id", id)
                .executeUpdate();
        if (changed == 0 && known(id).state() == DeadLetter.State.REPLAYED) {
            throw new Refused(Reason.CONFLICT, "the letter is replayed");
        }
    }

    /**
     * Empties and discards each letter that someone sent, or that names them, whatever its state; how many. It looks at
     * every letter, one body at a time.
     */
    public long erase(UserId user, UserId by) {
        var name = Json.bytes(g -> g.write(user.value()));
        var erased = 0L;
        var ids = after(new UUID(0, 0));
        while (!ids.isEmpty()) {
            for (var id : ids) {
                if (isAbout(user, name, body(id))) {
                    empty(id, by);
                    erased++;
                }
            }
            ids = after(ids.get(ids.size() - 1));
        }
        return erased;
    }

    private List<UUID> after(UUID id) {
        return em.createQuery("select d.id from DeadLetter d where d.id > :id order by d.id", UUID.class)
                .setParameter("id", id)
                .setMaxResults(PAGE)
                .getResultList();
    }

    // JSON that cannot be read may hold the id all the same
    private static boolean isAbout(UserId user, byte[] name, byte[] body) {
        return Origin.of(body).sender().filter(user::equals).isPresent()
                || text(body).contains(text(name));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private void empty(UUID id, UserId by) {
        em.createNativeQuery("""
                        update dead_letter set body = cast('' as bytea), properties = :properties, detail = '', state = 'DISCARDED',
                        settled_at = clock_timestamp(), settled_by = :by, note = 'erased' where id = :id""")
                .setParameter("properties", PropertiesCodec.encode(new BasicProperties()))
                .setParameter("by", by.value())
                .setParameter("id", id)
                .executeUpdate();
    }

    /** Those of these ids that are replayed or discarded. */
    @SuppressWarnings("unchecked")
    Set<UUID> settled(Collection<UUID> ids) {
        return new HashSet<UUID>(em.createNativeQuery(
                        "select id from dead_letter where id = any(cast(:ids as uuid[])) and state <> 'WAITING'",
                        UUID.class)
                .setParameter("ids", texts(ids))
                .getResultList());
    }

    /** Does {@code work} unless another node is at it; empty then. */
    <T> Optional<T> alone(Supplier<T> work) {
        var isAlone = (boolean) em.createNativeQuery("select pg_try_advisory_xact_lock(:key)", Boolean.class)
                .setParameter("key", SWEEPERS)
                .getSingleResult();
        return isAlone ? Optional.of(work.get()) : Optional.empty();
    }

    /** Does {@code work} while nobody else replays or discards, on whichever node; waits for its turn. */
    <T> T settling(Supplier<T> work) {
        awaitTurn();
        return work.get();
    }

    private void awaitTurn() {
        em.createNativeQuery("select 1 from pg_advisory_xact_lock(:key)")
                .setParameter("key", SETTLERS)
                .getSingleResult();
    }

    private static void narrow(TypedQuery<?> query, Selection selection) {
        narrow(query, selection.reason());
        query.setParameter("until", selection.until())
                .setParameter("anyId", selection.ids().isEmpty())
                .setParameter("ids", selection.ids().orElse(Set.of(new UUID(0, 0))));
    }

    private static void narrow(TypedQuery<?> query, Optional<Reason> reason) {
        query.setParameter("anyReason", reason.isEmpty())
                .setParameter("reason", reason.map(Reason::wire).orElse(""));
    }

    static String[] texts(Collection<?> values) {
        return values.stream().map(Object::toString).toArray(String[]::new);
    }
}
