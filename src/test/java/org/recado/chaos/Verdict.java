package org.recado.chaos;

import com.google.errorprone.annotations.FormatMethod;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was found to be wrong: all of it is counted, the first of each kind are kept in words. */
final class Verdict {
    private static final int KEPT = 30;

    enum Kind {
        LOST,
        DOUBLED,
        REORDERED,
        DISAGREEING;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
    private final Map<Kind, List<String>> words = new EnumMap<>(Kind.class);

    @FormatMethod
    void lost(String format, Object... what) {
        add(Kind.LOST, format.formatted(what));
    }

    @FormatMethod
    void doubled(String format, Object... what) {
        add(Kind.DOUBLED, format.formatted(what));
    }

    @FormatMethod
    void reordered(String format, Object... what) {
        add(Kind.REORDERED, format.formatted(what));
    }

    @FormatMethod
    void disagree(String format, Object... what) {
        add(Kind.DISAGREEING, format.formatted(what));
    }

    private synchronized void add(Kind kind, String what) {
        counts.merge(kind, 1, Integer::sum);
        var kept = words.computeIfAbsent(kind, k -> new ArrayList<>());
        if (kept.size() < KEPT) {
            kept.add(kind.word() + ": " + what);
        }
    }

    synchronized int count(Kind kind) {
        return counts.getOrDefault(kind, 0);
    }

    synchronized boolean isClean() {
        return counts.isEmpty();
    }

    synchronized List<String> words() {
        return words.values().stream().flatMap(List::stream).toList();
    }
}
