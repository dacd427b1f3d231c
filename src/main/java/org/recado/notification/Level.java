package org.recado.notification;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Of which messages someone wants to be told. */
public enum Level {
    ALL,
    /** Only those that name them, or everyone in the channel. */
    MENTIONS,
    NONE;

    /** The name on the wire. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Level> ofWire(String wire) {
        return Arrays.stream(values()).filter(l -> l.wire().equals(wire)).findFirst();
    }
}
