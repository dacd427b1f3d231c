package org.recado.audit;

import io.github.bucket4j.Bucket;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.recado.id.UserId;
import org.recado.platform.Ending;
import org.recado.platform.Meters;
import org.recado.platform.Ready;
import org.recado.platform.Rounds;

/**
 * What anyone can cause as often as they like, on its way to the record. The same again within a minute is one row more
 * at most, with how often it was. Beyond {@value #AT_ONCE} different ones at once and {@value #A_MINUTE} a minute, those
 * of one action and result are one; so nobody fills the table or the memory. They wait for PostgreSQL.
 */
@ApplicationScoped
public class Refusals {

    /** The subject of the rows in which what was too many to tell apart is counted. */
    public static final String MANY = "*";

    private static final System.Logger LOG = System.getLogger(Refusals.class.getName());
    private static final int AT_ONCE = 200;
    private static final int A_MINUTE = 20;
    private static final int MOST_THAT_WAIT = 1_000;
    private static final Duration PAUSE = Duration.ofSeconds(2);

    @Inject
    Audit audit;

    @Inject
    Rounds rounds;

    @Inject
    Meters meters;

    Duration window = Duration.ofMinutes(1);

    private final Map<Key, Pending> pending = new HashMap<>();
    private final Bucket room = Bucket.builder()
            .addLimit(limit -> limit.capacity(AT_ONCE).refillGreedy(A_MINUTE, Duration.ofMinutes(1)))
            .build();

    private record Key(Action action, Optional<UserId> actor, String subject, String result, Optional<String> address) {
        static Key of(Entry e) {
            return new Key(e.action(), e.actor(), e.subject(), e.result(), e.address());
        }
    }

    private static final class Pending {
        private Entry first;
        private int times;
        private boolean isWritten;
        private final long closes;

        Pending(Entry first, long closes) {
            this.first = first;
            this.closes = closes;
        }
    }

    void begin(@Observes Ready ready) {
        rounds.everyAlone(PAUSE, "refusals", this::write);
    }

    /** Notes it and returns at once; within seconds it is in the record. */
    public synchronized void note(Entry entry) {
        var key = Key.of(entry);
        if (!pending.containsKey(key) && (pending.size() >= MOST_THAT_WAIT || !room.tryConsume(1))) {
            meters.count("recado.audit.merged", "action", entry.action().wire());
            note(Key.of(merged(entry)), merged(entry));
        } else {
            note(key, entry);
        }
    }

    private void note(Key key, Entry entry) {
        var known = pending.computeIfAbsent(key, k -> new Pending(entry, System.nanoTime() + window.toNanos()));
        if (known.times == 0) {
            known.first = entry;
        }
        known.times += entry.times();
    }

    private static Entry merged(Entry e) {
        return Entry.of(e.action(), MANY).at(e.at()).result(e.result()).times(e.times());
    }

    /** For what must go on without PostgreSQL: writes it now, and where that fails it waits with the refusals. */
    public void recordOrNote(Entry entry) {
        try {
            audit.record(entry);
        } catch (RuntimeException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the record of {0} waits: {1}",
                    entry.action().wire(),
                    e.toString());
            note(entry);
        }
    }

    /** Writes the first of each at once, and the rest of them when its minute is over. */
    void write() {
        var due = takeDue(false);
        try {
            audit.record(due);
        } catch (RuntimeException e) {
            giveBack(due);
            throw e;
        }
    }

    private synchronized List<Entry> takeDue(boolean isLast) {
        var now = System.nanoTime();
        var due = new ArrayList<Entry>();
        for (Iterator<Pending> all = pending.values().iterator(); all.hasNext(); ) {
            var p = all.next();
            var isOver = isLast || p.closes - now <= 0;
            if (p.times > 0 && (isOver || !p.isWritten)) {
                due.add(p.first.times(p.times));
                p.times = 0;
                p.isWritten = true;
            }
            if (isOver) {
                all.remove();
            }
        }
        return due;
    }

    private synchronized void giveBack(List<Entry> due) {
        for (var entry : due) {
            var key = Key.of(entry);
            note(key, entry);
            pending.get(key).isWritten = false;
        }
    }

    void end(@Observes Ending ending) {
        var last = takeDue(true);
        try {
            audit.record(last);
        } catch (RuntimeException e) {
            meters.count("recado.audit.dropped", last.size());
            LOG.log(System.Logger.Level.WARNING, "{0} rows of the record are lost: {1}", last.size(), e.toString());
        }
    }
}
