package org.recado.privacy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.recado.auth.Accounts;
import org.recado.auth.ApiKeys;
import org.recado.channel.Channels;
import org.recado.id.UserId;
import org.recado.notification.Notifications;

/** Who is being erased, and how far that has come. */
@ApplicationScoped
@Transactional
public class Erasures {

    private static final long WORKERS = 0x6572_6173_6572L;

    @PersistenceContext(unitName = "recado")
    EntityManager em;

    @Inject
    Channels channels;

    @Inject
    Accounts accounts;

    @Inject
    ApiKeys keys;

    @Inject
    Notifications notifications;

    /**
     * Begins to erase someone: they cannot sign in from here on, and nothing they ask is carried out any more once they
     * are out of its channel. Again is fine; empty where nobody is known by this id.
     */
    public Optional<Erasure> begin(UserId user, UserId by) {
        if (channels.erase(user)) {
            accounts.erase(user);
            keys.revokeAll(user);
            notifications.erase(user);
            em.persist(new Erasure(user, by, Instant.now()));
        }
        return find(user);
    }

    public Optional<Erasure> find(UserId user) {
        return Optional.ofNullable(em.find(Erasure.class, user.value()));
    }

    /** Does {@code work} with the oldest erasure that is under way, unless another node is at it. */
    boolean work(Consumer<Erasure> work) {
        var mine = (boolean) em.createNativeQuery("select pg_try_advisory_xact_lock(:key)")
                .setParameter("key", WORKERS)
                .getSingleResult();
        var next = mine ? next() : Optional.<Erasure>empty();
        next.ifPresent(work);
        return next.filter(e -> e.finishedAt().isPresent()).isPresent();
    }

    private Optional<Erasure> next() {
        return em.createQuery(
                        "select e from Erasure e where e.finishedAt is null order by e.askedAt, e.userId",
                        Erasure.class)
                .setMaxResults(1)
                .getResultStream()
                .findFirst();
    }

    /** Everything up to this message is gone. */
    void reached(Erasure erasure, UUID message) {
        erasure.messages += ((Number) em.createNativeQuery("""
                        select count(*) from message where id > :after and id <= :end and sender_id = :user
                        and deleted_at >= :asked""")
                        .setParameter("after", erasure.reached)
                        .setParameter("end", message)
                        .setParameter("user", erasure.userId)
                        .setParameter("asked", erasure.askedAt)
                        .getSingleResult())
                .longValue();
        erasure.reached = message;
    }

    void finished(Erasure erasure, long letters) {
        channels.forgetSanctions(erasure.user());
        // what was planned while they were still in a channel
        notifications.erase(erasure.user());
        erasure.letters = letters;
        erasure.finishedAt = Instant.now();
    }
}
