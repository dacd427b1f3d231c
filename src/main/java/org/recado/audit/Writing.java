package org.recado.audit;

import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.recado.id.UserId;
import org.recado.platform.Json;

/** Entries on their way into the table: one statement, in the caller's transaction. */
public final class Writing {

    private static final String INSERT = """
            insert into audit (at, actor, action, subject, target, result, times, detail, address, node)
            select cast(at as timestamptz), actor, action, subject, target, result, cast(times as integer), detail,
                address, :node
            from unnest(cast(:at as varchar[]), cast(:actor as varchar[]), cast(:action as varchar[]),
                cast(:subject as varchar[]), cast(:target as varchar[]), cast(:result as varchar[]),
                cast(:times as varchar[]), cast(:detail as varchar[]), cast(:address as varchar[]))
            with ordinality as r (at, actor, action, subject, target, result, times, detail, address, place)
            order by place""";

    private final List<Entry> entries;
    private final String node;

    /** @param node where they were made */
    public Writing(List<Entry> entries, String node) {
        this.entries = List.copyOf(entries);
        this.node = node;
    }

    public void run(EntityManager em) {
        if (entries.isEmpty()) {
            return;
        }
        em.createNativeQuery(INSERT)
                .setParameter("at", column(Entry::at))
                .setParameter("actor", column(e -> e.actor().map(UserId::value).orElse(null)))
                .setParameter("action", column(e -> e.action().wire()))
                .setParameter("subject", column(Entry::subject))
                .setParameter("target", column(e -> e.target().orElse(null)))
                .setParameter("result", column(Entry::result))
                .setParameter("times", column(Entry::times))
                .setParameter("detail", column(Writing::detail))
                .setParameter("address", column(e -> e.address().orElse(null)))
                .setParameter("node", node)
                .executeUpdate();
    }

    private static String detail(Entry entry) {
        return entry.detail().isEmpty()
                ? null
                : Json.string(g -> {
                    g.writeStartObject();
                    entry.detail().forEach(g::write);
                    g.writeEnd();
                });
    }

    private String[] column(Function<Entry, Object> value) {
        return entries.stream().map(value).map(v -> Objects.toString(v, null)).toArray(String[]::new);
    }
}
