package org.recado.deadletter;

import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;

/** The one statement by which letters of a batch are kept. */
final class Keeping {

    // in the order of the ids, so that two cores never wait for each other; only another taking is another time
    private static final String UPSERT = """
            insert into dead_letter (id, routing_key, properties, body, reason, detail,
                first_at, last_at, taken_at, times, state)
            select k.id, k.routing_key, k.properties, k.body, k.reason, k.detail,
                statement_timestamp(), statement_timestamp(), k.taken_at, k.times, 'WAITING'
            from unnest(cast(:ids as uuid[]), cast(:keys as text[]),
                cast(:properties as bytea[]), cast(:bodies as bytea[]), cast(:reasons as text[]),
                cast(:details as text[]), cast(:taken as timestamptz[]), cast(:times as integer[]))
                as k (id, routing_key, properties, body, reason, detail, taken_at, times)
            order by k.id
            on conflict (id) do update set reason = excluded.reason, detail = excluded.detail,
                last_at = excluded.last_at, taken_at = excluded.taken_at,
                times = dead_letter.times + excluded.times, state = 'WAITING'
            where dead_letter.taken_at <> excluded.taken_at""";

    private record Row(UUID id, Letter letter, int times) {}

    private final List<Row> rows;

    private Keeping(List<Row> rows) {
        this.rows = rows;
    }

    /** The same letter several times is one row that came several times. */
    static Keeping of(Collection<Letter> letters) {
        var rows = new TreeMap<UUID, Row>();
        for (var letter : letters) {
            var row = new Row(letter.id(), letter, 1);
            rows.merge(row.id(), row, (first, again) -> new Row(first.id(), first.letter(), first.times() + 1));
        }
        return new Keeping(new ArrayList<>(rows.values()));
    }

    void run(EntityManager em) {
        em.createNativeQuery(UPSERT)
                .setParameter("ids", texts(Row::id))
                .setParameter("keys", texts(r -> r.letter().routingKey()))
                .setParameter(
                        "properties",
                        bytes(r -> PropertiesCodec.encode(r.letter().properties())))
                .setParameter("bodies", bytes(r -> r.letter().body()))
                .setParameter("reasons", texts(r -> r.letter().why().reason().wire()))
                .setParameter("details", texts(r -> r.letter().why().detail()))
                .setParameter("taken", texts(r -> r.letter().taken()))
                .setParameter("times", texts(Row::times))
                .executeUpdate();
    }

    private String[] texts(Function<Row, ?> column) {
        return DeadLetters.texts(rows.stream().map(column).toList());
    }

    private byte[][] bytes(Function<Row, byte[]> column) {
        return rows.stream().map(column).toArray(byte[][]::new);
    }
}
