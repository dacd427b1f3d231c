package org.recado.platform.log;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/** The levels of this node's loggers: each change goes back by itself, and all of them when the application ends. */
@ApplicationScoped
public class LoggerLevels {

    /** A logger, the level that counts for it, and until when that was asked for. */
    public record Known(String logger, System.Logger.Level level, Optional<Instant> until) {}

    private record Changed(Logger logger, Optional<Level> before, Instant until) {}

    Supplier<Instant> clock = Instant::now;

    private final Map<String, Changed> changed = new TreeMap<>();

    /** All of ours, by name. */
    public synchronized List<Known> all() {
        return names().stream().map(this::known).toList();
    }

    /** Whether one of ours has this name, or names that begin with it. */
    public boolean has(String name) {
        return names().stream().anyMatch(n -> n.equals(name) || n.startsWith(name + "."))
                && (name.equals(Logs.ROOT) || name.startsWith(Logs.ROOT + "."));
    }

    /** Sets a level for a while; what it was before the first change comes back. */
    public synchronized Known set(String name, System.Logger.Level level, Duration howLong) {
        var logger = Logger.getLogger(name);
        var before = Optional.ofNullable(changed.get(name))
                .map(Changed::before)
                .orElseGet(() -> Optional.ofNullable(logger.getLevel()));
        changed.put(name, new Changed(logger, before, clock.get().plus(howLong)));
        logger.setLevel(Levels.jul(level));
        return known(name);
    }

    /** Takes back what is over. */
    synchronized void look() {
        var now = clock.get();
        changed.values().removeIf(c -> {
            var isOver = !now.isBefore(c.until());
            if (isOver) {
                c.logger().setLevel(c.before().orElse(null));
            }
            return isOver;
        });
    }

    private static List<String> names() {
        return Collections.list(LogManager.getLogManager().getLoggerNames()).stream()
                .filter(n -> n.equals(Logs.ROOT) || n.startsWith(Logs.ROOT + "."))
                .sorted()
                .toList();
    }

    private Known known(String name) {
        return new Known(
                name,
                Levels.of(effective(Logger.getLogger(name))),
                Optional.ofNullable(changed.get(name)).map(Changed::until));
    }

    private static Level effective(Logger logger) {
        for (var l = logger; l != null; l = l.getParent()) {
            if (l.getLevel() != null) {
                return l.getLevel();
            }
        }
        return Level.INFO;
    }

    @PreDestroy
    synchronized void stop() {
        changed.values().forEach(c -> c.logger().setLevel(c.before().orElse(null)));
        changed.clear();
    }
}
