package org.recado.chaos;

import java.util.List;

/** What a run prints at its end; the last line is for programs. */
final class Report {
    private Report() {}

    static void print(Lanes lanes, Load load, Pulse pulse) {
        System.out.printf("%n%-18s %7s %22s %12s%n", "fault", "count", "all heard again p50 ms", "longest ms");
        pulse.recoveries()
                .forEach((row, r) ->
                        System.out.printf("%-18s %7d %22d %12d%n", row, r.faults(), r.median(), r.longest()));
        System.out.println();
        line("commands accepted", lanes.accepted());
        line("of them sent again", lanes.repeats());
        line("events repeated to the outside queue", load.outside().repeats());
        line("notifications told", load.outside().notifications().size());
        line("of them told again", load.outside().repeatedNotifications());
        line("joins", load.canon().resumes().size());
        line(
                "joins answered recovered=false",
                load.talkers().stream().mapToInt(Talker::unrecovered).sum());
        line(
                "lines of socket clients",
                load.talkers().stream().mapToInt(Talker::lines).sum());
        line("longest pause of one channel, ms", pulse.longestPauseOfOneMillis());
    }

    private static void line(String what, long count) {
        System.out.printf("%-40s %10d%n", what, count);
    }

    static void print(Verdict verdict, Lanes lanes, Pulse pulse, long seed) {
        System.out.println();
        verdict.words().forEach(System.out::println);
        for (var kind : List.of(Verdict.Kind.values())) {
            line(kind.word(), verdict.count(kind));
        }
        System.out.printf(
                "lost=%d doubled=%d reordered=%d faults=%d messages=%d longest_pause_ms=%d seed=%d%n",
                verdict.count(Verdict.Kind.LOST),
                verdict.count(Verdict.Kind.DOUBLED),
                verdict.count(Verdict.Kind.REORDERED),
                pulse.faults(),
                lanes.accepted(),
                pulse.longestPauseMillis(),
                seed);
    }
}
