package org.recado.bench;

import java.util.Locale;

/** One line of a bench's output: its name, then {@code key=value} in the order they were put. */
final class Result {

    private final StringBuilder line;

    Result(String name) {
        line = new StringBuilder(name);
    }

    Result put(String key, Object value) {
        line.append(' ').append(key).append('=').append(value);
        return this;
    }

    /** A number with so many digits after the point. */
    Result put(String key, double value, int digits) {
        return put(key, String.format(Locale.ROOT, "%." + digits + "f", value));
    }

    /** What it took, in milliseconds, at the middle, at the hundredth worst and at the worst. */
    Result put(String key, Latencies took) {
        return put(key + "_p50_ms", took.at(0.5), 1)
                .put("p99_ms", took.at(0.99), 1)
                .put("max_ms", took.at(1), 1);
    }

    void print() {
        System.out.println(line);
    }
}
