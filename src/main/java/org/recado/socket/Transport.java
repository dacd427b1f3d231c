package org.recado.socket;

import java.util.Locale;

/** By what a client is connected. */
public enum Transport {
    WEBSOCKET,
    LONG_POLL;

    /** The name on the wire, such as {@code long_poll}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Transport ofWire(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
