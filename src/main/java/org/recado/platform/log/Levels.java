package org.recado.platform.log;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.logging.Level;

/** The levels by the names of {@link System.Logger}, whatever a server calls them. */
public final class Levels {

    private Levels() {}

    /** The level with this name, in whatever case. */
    public static Optional<System.Logger.Level> named(String name) {
        return Arrays.stream(System.Logger.Level.values())
                .filter(l -> l.name().equalsIgnoreCase(name))
                .findFirst();
    }

    static System.Logger.Level of(Level level) {
        return Arrays.stream(System.Logger.Level.values())
                .filter(l -> l.getSeverity() <= level.intValue())
                .max(Comparator.comparingInt(System.Logger.Level::getSeverity))
                .orElse(System.Logger.Level.ALL);
    }

    static Level jul(System.Logger.Level level) {
        return switch (level) {
            case ALL -> Level.ALL;
            case TRACE -> Level.FINER;
            case DEBUG -> Level.FINE;
            case INFO -> Level.INFO;
            case WARNING -> Level.WARNING;
            case ERROR -> Level.SEVERE;
            case OFF -> Level.OFF;
        };
    }
}
