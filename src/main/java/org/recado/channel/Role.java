package org.recado.channel;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a member may do in one channel. */
public enum Role {
    OWNER(true, true),
    MODERATOR(true, true),
    MEMBER(true, false),
    READER(false, false);

    private final boolean writes;
    private final boolean moderates;

    Role(boolean writes, boolean moderates) {
        this.writes = writes;
        this.moderates = moderates;
    }

    /** Whether this role may say something. */
    public boolean writes() {
        return writes;
    }

    /** Whether this role has a say over others: who is in, who may write, what stays. */
    public boolean moderates() {
        return moderates;
    }

    /** The name on the wire. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Role> ofWire(String wire) {
        return Arrays.stream(values()).filter(r -> r.wire().equals(wire)).findFirst();
    }
}
