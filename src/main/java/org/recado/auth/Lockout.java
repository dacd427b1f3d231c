package org.recado.auth;

import java.time.Duration;

/** How long an account looks at no further password after so many wrong ones in a row. */
final class Lockout {

    private static final int FREE = 5;
    private static final Duration LONGEST = Duration.ofMinutes(15);
    // 2 to the power of this is more seconds than the longest
    private static final int ENOUGH_DOUBLINGS = 10;

    private Lockout() {}

    /** Nothing for fewer than five, then 1 s, 2 s, 4 s … up to 15 minutes. */
    static Duration after(int failures) {
        if (failures < FREE) {
            return Duration.ZERO;
        }
        var doubled = Duration.ofSeconds(1L << Math.min(failures - FREE, ENOUGH_DOUBLINGS));
        return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    }
}
