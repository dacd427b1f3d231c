package org.recado.chaos;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The rhythm in which events are heard outside: the longest pauses, and how soon after a fault every channel is heard again. */
final class Pulse {
    private record Over(String row, long at) {}

    /** Times from the end of a fault until every channel was heard again, in milliseconds. */
    record Recovery(int faults, long median, long longest) {}

    private final Map<String, Long> heard = new HashMap<>();
    private final List<Over> waiting = new ArrayList<>();
    private final Map<String, List<Long>> recovered = new TreeMap<>();
    private final Map<String, Integer> faults = new TreeMap<>();
    private long last;
    private long longest;
    private long longestOfOne;
    private boolean counting;

    /** From here on until {@link #stop} pauses count. */
    synchronized void start(List<String> channels) {
        last = System.nanoTime();
        channels.forEach(channel -> heard.put(channel, last));
        counting = true;
    }

    synchronized void stop() {
        longest = Math.max(longest, System.nanoTime() - last);
        counting = false;
    }

    synchronized void heard(String channel) {
        if (!counting) {
            return;
        }
        var now = System.nanoTime();
        longest = Math.max(longest, now - last);
        last = now;
        longestOfOne = Math.max(longestOfOne, now - heard.put(channel, now));
        waiting.removeIf(over -> isHealed(over, now));
    }

    private boolean isHealed(Over over, long now) {
        if (heard.values().stream().anyMatch(at -> at <= over.at())) {
            return false;
        }
        recovered
                .computeIfAbsent(over.row(), row -> new ArrayList<>())
                .add(TimeUnit.NANOSECONDS.toMillis(now - over.at()));
        return true;
    }

    /** A fault has ended. */
    synchronized void over(Fault fault) {
        faults.merge(fault.row(), 1, Integer::sum);
        waiting.add(new Over(fault.row(), System.nanoTime()));
    }

    synchronized long longestPauseMillis() {
        return TimeUnit.NANOSECONDS.toMillis(longest);
    }

    synchronized long longestPauseOfOneMillis() {
        return TimeUnit.NANOSECONDS.toMillis(longestOfOne);
    }

    synchronized int faults() {
        return faults.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** By the rows of the table; a fault at the very end may have no recovery. */
    synchronized Map<String, Recovery> recoveries() {
        var rows = new TreeMap<String, Recovery>();
        faults.forEach((row, count) -> {
            var times = recovered.getOrDefault(row, List.of()).stream()
                    .mapToLong(Long::longValue)
                    .sorted()
                    .toArray();
            rows.put(
                    row,
                    times.length == 0
                            ? new Recovery(count, 0, 0)
                            : new Recovery(
                                    count,
                                    times[times.length / 2],
                                    Arrays.stream(times).max().getAsLong()));
        });
        return rows;
    }
}
