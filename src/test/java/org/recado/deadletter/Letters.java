package org.recado.deadletter;

import jakarta.persistence.EntityManagerFactory;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.recado.command.Reason;
import org.recado.id.UserId;

/** The dead letters with their transactions, which {@code @Transactional} gives them in a container. */
public final class Letters extends DeadLetters {

    private final EntityManagerFactory database;

    private Letters(EntityManagerFactory database) {
        this.database = database;
    }

    public static DeadLetters on(EntityManagerFactory database) {
        return new Letters(database);
    }

    @Override
    public void keep(Collection<Letter> letters) {
        run(() -> super.keep(letters));
    }

    @Override
    public Optional<DeadLetter> find(UUID id) {
        return call(() -> super.find(id));
    }

    @Override
    public byte[] body(UUID id) {
        return call(() -> super.body(id));
    }

    @Override
    public List<DeadLetter> page(
            DeadLetter.State state, Optional<Reason> reason, Optional<DeadLetter> before, int limit) {
        return call(() -> super.page(state, reason, before, limit));
    }

    @Override
    List<DeadLetter> waiting(Selection selection, Optional<DeadLetter> after, int limit) {
        return call(() -> super.waiting(selection, after, limit));
    }

    @Override
    public long count(Selection selection) {
        return call(() -> super.count(selection));
    }

    @Override
    public Instant now() {
        return call(super::now);
    }

    @Override
    void replayed(Collection<DeadLetter> letters, UserId by) {
        run(() -> super.replayed(letters, by));
    }

    @Override
    public void discard(UUID id, String note, UserId by) {
        run(() -> super.discard(id, note, by));
    }

    @Override
    Set<UUID> settled(Collection<UUID> ids) {
        return call(() -> super.settled(ids));
    }

    @Override
    <T> Optional<T> alone(Supplier<T> work) {
        return call(() -> super.alone(work));
    }

    @Override
    <T> T settling(Supplier<T> work) {
        return call(() -> super.settling(work));
    }

    private void run(Runnable work) {
        call(() -> {
            work.run();
            return true;
        });
    }

    private synchronized <T> T call(Supplier<T> work) {
        if (em != null) {
            return work.get();
        }
        try (var opened = database.createEntityManager()) {
            em = opened;
            opened.getTransaction().begin();
            var result = work.get();
            opened.getTransaction().commit();
            return result;
        } finally {
            em = null;
        }
    }
}
