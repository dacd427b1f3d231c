package org.recado.bench;

import java.util.Arrays;
import java.util.List;

/** How long each message took. */
final class Latencies {

    private final long[] sorted;

    private Latencies(long[] sorted) {
        this.sorted = sorted;
    }

    /** All of them as one. */
    static Latencies of(List<Latencies> parts) {
        return new Latencies(parts.stream()
                .flatMapToLong(l -> Arrays.stream(l.sorted))
                .sorted()
                .toArray());
    }

    /** @param discarded so many of the first ones are the warm-up and do not count */
    Latencies(long[] sent, long[] heard, int discarded) {
        sorted = new long[sent.length - discarded];
        Arrays.setAll(sorted, i -> heard[i + discarded] - sent[i + discarded]);
        Arrays.sort(sorted);
    }

    /** Milliseconds within which this share of the messages arrived. */
    double at(double share) {
        return sorted[(int) Math.min(sorted.length - 1, sorted.length * share)] / 1e6;
    }
}
