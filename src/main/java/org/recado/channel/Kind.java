package org.recado.channel;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What sort of channel it is. */
public enum Kind {
    /** Anyone may come in by themselves. */
    PUBLIC,
    /** One is let in by an owner or a moderator. */
    PRIVATE,
    /** Two to eight people, and nobody else ever; the same people have one such channel. */
    DIRECT;

    /** The name on the wire. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Kind> ofWire(String wire) {
        return Arrays.stream(values()).filter(k -> k.wire().equals(wire)).findFirst();
    }
}
