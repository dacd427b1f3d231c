package org.recado.platform.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import java.util.regex.Pattern;

/**
 * Lets the same warning or error through {@value #AT_MOST} times within a minute and counts the rest of them. The same
 * is what has the logger, the level, the kind of exception and the text but for its numbers; beyond {@value #MOST_KEYS}
 * of them nothing is held back.
 */
final class Storm {

    static final int AT_MOST = 5;
    static final int MOST_KEYS = 500;

    private static final Formatter FORMATTER = new SimpleFormatter();
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final long WINDOW = Duration.ofMinutes(1).toNanos();

    private final LongSupplier nanos;
    private final Map<Key, Count> counts = new HashMap<>();

    private record Key(String logger, Level level, String text, Optional<Class<?>> thrown) {

        static Key of(LogRecord line) {
            return new Key(
                    String.valueOf(line.getLoggerName()),
                    line.getLevel(),
                    NUMBER.matcher(String.valueOf(line.getMessage())).replaceAll("#"),
                    Optional.ofNullable(line.getThrown()).map(Object::getClass));
        }
    }

    private static final class Count {
        private final String first;
        private final long since;
        private int times;

        Count(LogRecord first, long since) {
            this.first = FORMATTER.formatMessage(first);
            this.since = since;
        }
    }

    Storm(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Whether the line is to be written now. */
    synchronized boolean lets(LogRecord line) {
        if (line.getLevel().intValue() < Level.WARNING.intValue()) {
            return true;
        }
        var key = Key.of(line);
        if (!counts.containsKey(key) && counts.size() >= MOST_KEYS) {
            return true;
        }
        var count = counts.computeIfAbsent(key, k -> new Count(line, nanos.getAsLong()));
        count.times++;
        return count.times <= AT_MOST;
    }

    /** A line for each that was held back in a minute that is over by now. */
    synchronized List<LogRecord> over() {
        return take(nanos.getAsLong() - WINDOW);
    }

    /** A line for each that was held back, whether its minute is over or not. */
    synchronized List<LogRecord> all() {
        return take(nanos.getAsLong());
    }

    private List<LogRecord> take(long until) {
        var lines = new ArrayList<LogRecord>();
        counts.entrySet().removeIf(e -> {
            var isOver = e.getValue().since - until <= 0;
            if (isOver && e.getValue().times > AT_MOST) {
                lines.add(summary(e.getKey(), e.getValue()));
            }
            return isOver;
        });
        return lines;
    }

    private static LogRecord summary(Key key, Count count) {
        var held = count.times - AT_MOST;
        var line = new LogRecord(key.level(), count.first + " … " + held + " more of its kind within a minute");
        line.setLoggerName(key.logger());
        return line;
    }
}
