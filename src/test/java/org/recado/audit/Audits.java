package org.recado.audit;

import jakarta.persistence.EntityManagerFactory;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.recado.platform.Outside;

/** The record with its transactions, which {@code @Transactional} gives it in a container. */
public final class Audits extends Audit {

    private final EntityManagerFactory database;

    private Audits(EntityManagerFactory database) {
        this.database = database;
        this.node = Outside.NODE;
    }

    public static Audit on(EntityManagerFactory database) {
        return new Audits(database);
    }

    /** What is noted here waits until {@link #write} is called: no timer runs. */
    public static Refusals refusals(Audit audit) {
        return refusals(audit, Duration.ofMinutes(1));
    }

    static Refusals refusals(Audit audit, Duration window) {
        var refusals = new Refusals();
        refusals.audit = audit;
        refusals.meters = Outside.METERS;
        refusals.window = window;
        return refusals;
    }

    /** Writes what is due, as the timer would. */
    public static void write(Refusals refusals) {
        refusals.write();
    }

    @Override
    public void record(List<Entry> entries) {
        call(() -> {
            super.record(entries);
            return true;
        });
    }

    @Override
    public List<AuditRow> page(Lookup lookup, OptionalLong before, int limit) {
        return call(() -> super.page(lookup, before, limit));
    }

    private synchronized <T> T call(Supplier<T> work) {
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
