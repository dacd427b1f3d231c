package org.recado.chaos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What must be found everywhere: made of what the lanes know was accepted and of the place that PostgreSQL says each
 * command has. What does not fit already is told to the verdict.
 */
final class Truth {
    /** A command that was carried out. */
    record Posted(String channel, long seq, String key, UUID message) {}

    /** How a message ends. */
    static final class Fate {
        final String channel;
        final long seq;
        final String key;
        final UUID id;
        long changedSeq;
        String text;
        boolean deleted;

        private Fate(Posted posted, String text) {
            this.channel = posted.channel();
            this.seq = posted.seq();
            this.key = posted.key();
            this.id = posted.message();
            this.changedSeq = seq;
            this.text = text;
        }
    }

    private final Verdict verdict;
    private final Map<String, Posted> posted = new HashMap<>();
    private final Map<String, List<UUID>> logs = new HashMap<>();
    private final Map<UUID, Fate> fates = new HashMap<>();

    Truth(List<Posted> rows, Verdict verdict) {
        this.verdict = verdict;
        rows.forEach(this::place);
    }

    private void place(Posted row) {
        posted.put(row.key(), row);
        var log = logs.computeIfAbsent(row.channel(), c -> new ArrayList<>());
        while (log.size() <= row.seq()) {
            log.add(null);
        }
        if (log.set((int) row.seq(), row.message()) != null) {
            verdict.doubled("two commands have %s/%d", row.channel(), row.seq());
        }
    }

    /** Follows every lane, command by command. */
    void follow(List<Lane> lanes) {
        lanes.forEach(this::follow);
        posted.values().forEach(row -> verdict.disagree("%s is stored, and nobody sent it", row));
        logs.forEach((channel, log) -> {
            for (var seq = 1; seq < log.size(); seq++) {
                if (log.get(seq) == null) {
                    verdict.lost("%s has a hole at %d", channel, seq);
                }
            }
        });
    }

    private void follow(Lane lane) {
        var mine = new HashMap<Integer, Fate>();
        var last = 0L;
        var ops = lane.ops();
        for (var number = 0; number < ops.size(); number++) {
            var row = posted.remove(lane.key(number));
            if (row == null) {
                verdict.lost(
                        "%s (%s in %s) was accepted and is not stored", lane.key(number), lane.user(), lane.channel());
                continue;
            }
            if (row.seq() <= last) {
                verdict.reordered("%s is at %d, and what came before it at %d", row.key(), row.seq(), last);
            }
            last = row.seq();
            apply(lane, number, ops.get(number), row, mine);
        }
    }

    private void apply(Lane lane, int number, Lane.Op op, Posted row, Map<Integer, Fate> mine) {
        if (op.kind() == Lane.Kind.CREATE) {
            var fate = new Fate(row, lane.text(number));
            mine.put(number, fate);
            fates.put(fate.id, fate);
            return;
        }
        var fate = mine.get(op.target());
        if (fate == null || !fate.id.equals(row.message())) {
            verdict.disagree("%s is about another message than was asked", row);
            return;
        }
        fate.changedSeq = row.seq();
        fate.deleted = op.kind() == Lane.Kind.DELETE;
        fate.text = fate.deleted ? "" : lane.text(number);
    }

    /** By seq; 0 is unused. */
    List<UUID> log(String channel) {
        return logs.getOrDefault(channel, List.of());
    }

    long lastSeq(String channel) {
        return Math.max(0, log(channel).size() - 1L);
    }

    Fate fate(UUID message) {
        return fates.get(message);
    }

    Map<UUID, Fate> fates() {
        return fates;
    }
}
