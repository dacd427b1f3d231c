package org.recado.auth;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.recado.id.PersonName;
import org.recado.id.UserId;

/** The API keys with their transactions, which {@code @Transactional} gives them in a container. */
final class StoredKeys extends ApiKeys {

    private final EntityManagerFactory database;

    StoredKeys(EntityManagerFactory database) {
        this.database = database;
    }

    @Override
    public boolean makeBot(UserId id, PersonName name, UserId by) {
        return in(k -> k.makeBot(id, name, by));
    }

    @Override
    public List<Bot> bots() {
        return in(ApiKeys::bots);
    }

    @Override
    public boolean isBot(UserId user) {
        return in(k -> k.isBot(user));
    }

    @Override
    public Optional<Made> make(ApiKey.Wish wish, UserId by) {
        return in(k -> k.make(wish, by));
    }

    @Override
    public List<ApiKey> of(UserId bot) {
        return in(k -> k.of(bot));
    }

    @Override
    public boolean revoke(UserId bot, String id) {
        return in(k -> k.revoke(bot, id));
    }

    @Override
    Optional<ApiKey> find(String id) {
        return in(k -> k.find(id));
    }

    @Override
    public Set<String> ended(Collection<String> ids) {
        return in(k -> k.ended(ids));
    }

    @Override
    void used(Collection<String> ids) {
        in(k -> {
            k.used(ids);
            return ids;
        });
    }

    private <T> T in(Function<ApiKeys, T> work) {
        return inTransaction(database, opened -> {
            var keys = new ApiKeys();
            keys.em = opened;
            return work.apply(keys);
        });
    }

    static <T> T inTransaction(EntityManagerFactory database, Function<EntityManager, T> work) {
        try (var em = database.createEntityManager()) {
            em.getTransaction().begin();
            var result = work.apply(em);
            em.getTransaction().commit();
            return result;
        }
    }
}
