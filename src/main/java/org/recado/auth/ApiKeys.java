package org.recado.auth;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.recado.id.PersonName;
import org.recado.id.UserId;

/** The bots and their API keys, as PostgreSQL has them. */
@ApplicationScoped
@Transactional
public class ApiKeys {

    private static final Duration USE_IS_KEPT_EVERY = Duration.ofMinutes(1);

    @PersistenceContext(unitName = "recado")
    EntityManager em;

    /** A key that was made, and its text, which is shown once and kept nowhere. */
    public record Made(ApiKey key, String text) {}

    /** Makes a bot; false where someone has the id already. */
    public boolean makeBot(UserId id, PersonName name, UserId by) {
        if (People.insert(em, id, name) == 0) {
            return false;
        }
        em.persist(new Bot(id, by));
        return true;
    }

    /** All bots by id. */
    public List<Bot> bots() {
        return em.createQuery("select b from Bot b order by b.userId", Bot.class)
                .getResultList();
    }

    public boolean isBot(UserId user) {
        return em.find(Bot.class, user.value()) != null;
    }

    /** Makes a key; empty where there is no such bot. */
    public Optional<Made> make(ApiKey.Wish wish, UserId by) {
        if (!isBot(wish.user()) || People.isErased(em, wish.user())) {
            return Optional.empty();
        }
        var text = KeyText.random();
        var key = new ApiKey(text, wish, by);
        em.persist(key);
        return Optional.of(new Made(key, text.text()));
    }

    /** A bot's keys, the newest first; those that are revoked or over too. */
    public List<ApiKey> of(UserId bot) {
        return em.createQuery(
                        "select k from ApiKey k where k.userId = :user order by k.createdAt desc, k.id", ApiKey.class)
                .setParameter("user", bot.value())
                .getResultList();
    }

    /** Ends a key for good; false where the bot has no such key, true where it was ended before too. */
    public boolean revoke(UserId bot, String id) {
        var key = Optional.ofNullable(em.find(ApiKey.class, id)).filter(k -> k.userId.equals(bot.value()));
        key.filter(k -> !k.isRevoked()).ifPresent(k -> k.revokedAt = Instant.now());
        return key.isPresent();
    }

    /** Ends all keys of a bot for good. */
    public void revokeAll(UserId bot) {
        em.createQuery("update ApiKey k set k.revokedAt = :now where k.userId = :user and k.revokedAt is null")
                .setParameter("now", Instant.now())
                .setParameter("user", bot.value())
                .executeUpdate();
    }

    Optional<ApiKey> find(String id) {
        return Optional.ofNullable(em.find(ApiKey.class, id));
    }

    /** Which of these keys are no longer good: revoked, over, or gone. */
    public Set<String> ended(Collection<String> ids) {
        var ended = new HashSet<>(ids);
        em.createQuery(
                        "select k.id from ApiKey k where k.id in :ids and k.revokedAt is null"
                                + " and (k.expiresAt is null or k.expiresAt > :now)",
                        String.class)
                .setParameter("ids", ids)
                .setParameter("now", Instant.now())
                .getResultList()
                .forEach(ended::remove);
        return ended;
    }

    /** Keeps that these keys were used just now, at most once a minute. */
    void used(Collection<String> ids) {
        var now = Instant.now();
        em.createQuery("update ApiKey k set k.lastUsedAt = :now where k.id in :ids"
                        + " and (k.lastUsedAt is null or k.lastUsedAt < :before)")
                .setParameter("now", now)
                .setParameter("ids", ids)
                .setParameter("before", now.minus(USE_IS_KEPT_EVERY))
                .executeUpdate();
    }
}
