package org.recado.posting;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.recado.id.UserId;

/**
 * Which partitions are not to be consumed, by an operator's word. Every core heeds it within {@link
 * org.recado.platform.Nodes#BEAT_SECONDS}; what is sent meanwhile is accepted and waits in its queue.
 */
@ApplicationScoped
@Transactional
public class Pauses {

    @PersistenceContext(unitName = "recado")
    EntityManager em;

    /** One that is paused. */
    public record Pause(int partition, Instant since, UserId by, String note) {}

    /** All of them, by number. */
    @SuppressWarnings("unchecked")
    public List<Pause> all() {
        List<Object[]> rows = em.createNativeQuery(
                        "select number, since, paused_by, note from paused_partition order by number", Object[].class)
                .getResultList();
        return rows.stream()
                .map(row -> new Pause(
                        ((Number) row[0]).intValue(), (Instant) row[1], new UserId((String) row[2]), (String) row[3]))
                .toList();
    }

    Set<Integer> partitions() {
        return all().stream().map(Pause::partition).collect(Collectors.toSet());
    }

    /** Whether these first partitions have all been paused for so long, by PostgreSQL's clock. */
    public boolean haveRested(int partitions, Duration atLeast) {
        var rested = (Number) em.createNativeQuery("""
                        select count(*) from paused_partition where number < :partitions
                        and since < clock_timestamp() - make_interval(secs => :seconds)""")
                .setParameter("partitions", partitions)
                .setParameter("seconds", (double) atLeast.toSeconds())
                .getSingleResult();
        return rested.intValue() == partitions;
    }

    /** Pauses one; one that is paused already keeps its note. */
    public void pause(int partition, UserId by, String note) {
        em.createNativeQuery("""
                        insert into paused_partition (number, since, paused_by, note)
                        values (:number, clock_timestamp(), :by, :note) on conflict do nothing""")
                .setParameter("number", partition)
                .setParameter("by", by.value())
                .setParameter("note", note)
                .executeUpdate();
    }

    /** Ends it; one that is not paused goes on. */
    public void resume(int partition) {
        em.createNativeQuery("delete from paused_partition where number = :number")
                .setParameter("number", partition)
                .executeUpdate();
    }
}
