package org.recado.notification;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why someone was not told, or not on this way. */
public enum Why {
    /** They have read it. */
    READ,
    /** The channel is muted by them. */
    MUTED,
    /** They want to hear less of this channel. */
    PREFERENCE,
    /** It is their quiet time. */
    QUIET,
    /** They are not in the channel any more. */
    LEFT,
    /** The message is deleted. */
    DELETED,
    /** A client of theirs has been told already. */
    ONLINE,
    /** A newer one of the same channel takes its place, or it was told together with others. */
    COLLAPSED,
    /** The address does not take anything any more, and was removed. */
    GONE,
    /** The address refused it for good. */
    REFUSED,
    /** It was tried for as long as is tried. */
    EXPIRED;

    /** The name on the wire. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Why> ofWire(String wire) {
        return Arrays.stream(values()).filter(w -> w.wire().equals(wire)).findFirst();
    }
}
