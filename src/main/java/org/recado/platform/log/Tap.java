package org.recado.platform.log;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Stands between our loggers and the server's handlers: what the storm lets through is written, or handed on to them. A
 * filter on a logger would not do, since it is not asked for what the loggers below it say.
 */
final class Tap extends Handler {

    private final Logger root;
    private final Storm storm;
    private final Optional<Consumer<LogRecord>> writer;
    private boolean usedParents;

    /** @param writer where lines go; the server's handlers where there is none */
    Tap(Logger root, Storm storm, Optional<Consumer<LogRecord>> writer) {
        this.root = root;
        this.storm = storm;
        this.writer = writer;
        setLevel(Level.ALL);
    }

    /** Does nothing where another deployment in this server has its own there: a line is written once. */
    boolean attach() {
        for (var other : root.getHandlers()) {
            if (other.getClass().getName().equals(Tap.class.getName())) {
                return false;
            }
        }
        usedParents = root.getUseParentHandlers();
        root.addHandler(this);
        root.setUseParentHandlers(false);
        return true;
    }

    void detach() {
        storm.all().forEach(this::write);
        root.removeHandler(this);
        root.setUseParentHandlers(usedParents);
    }

    /** Says how often what was held back came, once its minute is over. */
    void look() {
        storm.over().forEach(this::write);
    }

    @Override
    public void publish(LogRecord line) {
        if (isLoggable(line) && storm.lets(line)) {
            write(line);
        }
    }

    private void write(LogRecord line) {
        writer.ifPresentOrElse(w -> w.accept(line), () -> handOn(line));
    }

    private void handOn(LogRecord line) {
        for (var logger = usedParents ? root.getParent() : null; logger != null; ) {
            for (var handler : logger.getHandlers()) {
                handler.publish(line);
            }
            logger = logger.getUseParentHandlers() ? logger.getParent() : null;
        }
    }

    @Override
    public void flush() {
        // lines are written at once
    }

    @Override
    public void close() {
        // the standard output stays open
    }
}
