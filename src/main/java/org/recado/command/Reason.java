package org.recado.command;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Why something was refused: the numbered table of the README. The names on the wire are the contract's (section 1);
 * {@code unauthorized} is met only at the REST door.
 */
public enum Reason {
    MALFORMED(1, 400, false),
    TOO_LARGE(2, 413, false),
    UNKNOWN_CHANNEL(3, 404, false),
    UNKNOWN_USER(4, 404, false),
    NOT_A_MEMBER(5, 403, false),
    READ_ONLY(6, 403, false),
    MUTED(7, 403, true),
    RATE_LIMITED(8, 429, true),
    CONFLICT(9, 409, false),
    NOT_FOUND(10, 404, false),
    NOT_THE_AUTHOR(11, 403, false),
    EXPIRED(12, 410, false),
    UNAVAILABLE(13, 503, true),
    UNAUTHORIZED(14, 401, false),
    FORBIDDEN(15, 403, false);

    private final int number;
    private final int httpStatus;
    private final boolean retryHelps;

    Reason(int number, int httpStatus, boolean retryHelps) {
        this.number = number;
        this.httpStatus = httpStatus;
        this.retryHelps = retryHelps;
    }

    /** The row in the table; never reused. */
    public int number() {
        return number;
    }

    /** The status a REST answer with this reason carries. */
    public int httpStatus() {
        return httpStatus;
    }

    /** Whether the same command may succeed later without being changed. */
    public boolean retryHelps() {
        return retryHelps;
    }

    /** The name on the wire, such as {@code not_a_member}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The reason with this name on the wire. */
    public static Optional<Reason> ofWire(String wire) {
        return Arrays.stream(values()).filter(r -> r.wire().equals(wire)).findFirst();
    }
}
