package org.recado.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.recado.platform.Node;

/** The record: entries go in and are read, never changed. */
@ApplicationScoped
@Transactional
public class Audit {

    @PersistenceContext(unitName = "recado")
    EntityManager em;

    @Inject
    Node node;

    /** Writes it, in the caller's transaction where there is one; when it returns without one, it is kept. */
    public void record(Entry entry) {
        record(List.of(entry));
    }

    /** Writes them with one statement. */
    public void record(List<Entry> entries) {
        new Writing(entries, node.name()).run(em);
    }

    /** Newest first, after the row {@code before} where it is given. */
    public List<AuditRow> page(Lookup lookup, OptionalLong before, int limit) {
        var conditions = new StringBuilder("1 = 1");
        Map<String, Object> values = new LinkedHashMap<>();
        lookup.actor().ifPresent(a -> narrow(conditions, " and r.actor = :actor", values, "actor", a));
        lookup.action().ifPresent(a -> narrow(conditions, " and r.action = :action", values, "action", a.wire()));
        lookup.subject()
                .ifPresent(s ->
                        narrow(conditions, " and (r.subject = :subject or r.target = :subject)", values, "subject", s));
        lookup.from().ifPresent(f -> narrow(conditions, " and r.at >= :from", values, "from", f));
        lookup.to().ifPresent(t -> narrow(conditions, " and r.at < :to", values, "to", t));
        before.ifPresent(b -> narrow(conditions, " and r.id < :before", values, "before", b));
        var query =
                em.createQuery("select r from AuditRow r where " + conditions + " order by r.id desc", AuditRow.class);
        values.forEach(query::setParameter);
        return query.setMaxResults(limit).getResultList();
    }

    private static void narrow(
            StringBuilder conditions, String condition, Map<String, Object> values, String name, Object value) {
        conditions.append(condition);
        values.put(name, value);
    }
}
