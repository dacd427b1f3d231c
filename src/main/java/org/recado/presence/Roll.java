package org.recado.presence;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import jakarta.json.stream.JsonGenerator;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.recado.socket.Announcement;
import org.recado.socket.TopicName;

/**
 * Who is in a topic, on all nodes, as its clients are told: each connection, or only how many users where the connections
 * are more than the limit. A count turns into a list again at three quarters of the limit, so that nobody who comes and
 * goes makes it turn each time.
 *
 * @param metas by id
 * @param count of users, where they are not listed
 */
record Roll(Map<String, Meta> metas, OptionalInt count) {

    static final Roll EMPTY = new Roll(Map.of(), OptionalInt.empty());

    /** What the sheets come to, after {@code told}. */
    static Roll of(Collection<Sheet> sheets, Roll told, int limit) {
        var connections = sheets.stream().mapToInt(Sheet::connections).sum();
        var most = told.isCounted() ? limit - (limit + 3) / 4 : limit;
        if (connections > most || !sheets.stream().allMatch(Sheet::isListed)) {
            var users = new HashSet<String>();
            sheets.forEach(sheet -> users.addAll(sheet.users()));
            return new Roll(Map.of(), OptionalInt.of(users.size()));
        }
        var metas = new LinkedHashMap<String, Meta>();
        sheets.forEach(sheet -> sheet.metas().forEach(meta -> metas.put(meta.id(), told.before(meta))));
        return new Roll(metas, OptionalInt.empty());
    }

    // what was told already is told again in the same words
    private Meta before(Meta meta) {
        return Optional.ofNullable(metas.get(meta.id()))
                .map(before -> before.version() == meta.version() ? before : meta.after(before))
                .orElse(meta);
    }

    boolean isCounted() {
        return count.isPresent();
    }

    /** {@code presence_state}: everyone, or nobody where they are only counted. */
    Announcement state(TopicName topic) {
        return Announcement.of(topic, "presence_state", g -> write(g, metas.values()));
    }

    /** {@code presence_diff} from {@code told} to this, where there is one and both are lists. */
    Optional<Announcement> diff(TopicName topic, Roll told) {
        var joins = notIn(told);
        var leaves = told.notIn(this);
        if (joins.isEmpty() && leaves.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Announcement.of(topic, "presence_diff", g -> {
            g.writeStartObject("joins");
            write(g, joins);
            g.writeEnd();
            g.writeStartObject("leaves");
            write(g, leaves);
            g.writeEnd();
        }));
    }

    private List<Meta> notIn(Roll other) {
        return metas.values().stream().filter(meta -> !other.has(meta)).toList();
    }

    private boolean has(Meta meta) {
        var mine = metas.get(meta.id());
        return mine != null && mine.version() == meta.version();
    }

    private static void write(JsonGenerator g, Collection<Meta> metas) {
        var byUser = metas.stream().sorted(Meta.OLDEST_FIRST).collect(groupingBy(Meta::user, TreeMap::new, toList()));
        byUser.forEach((user, theirs) -> {
            g.writeStartObject(user);
            g.writeStartArray("metas");
            theirs.forEach(meta -> meta.write(g));
            g.writeEnd();
            g.writeEnd();
        });
    }

    /** {@code presence_count}, where they are only counted. */
    Optional<Announcement> count(TopicName topic) {
        return count.isEmpty()
                ? Optional.empty()
                : Optional.of(Announcement.of(topic, "presence_count", g -> g.write("count", count.getAsInt())));
    }
}
