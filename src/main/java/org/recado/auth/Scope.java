package org.recado.auth;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a caller may do at all; a person's own session has every scope, an API key those it was made with. */
public enum Scope {
    /** Joins and reads. */
    READ,
    /** Changes something: messages, channels, members. */
    WRITE,
    /** Makes the key's bot an operator. */
    OPERATOR;

    /** The name on the wire, such as {@code read}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The scope with this name on the wire. */
    public static Optional<Scope> ofWire(String wire) {
        return Arrays.stream(values()).filter(s -> s.wire().equals(wire)).findFirst();
    }
}
