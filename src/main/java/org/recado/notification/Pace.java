package org.recado.notification;

import java.time.Duration;
import java.time.Instant;

/**
 * Leaves the machine to the road: after a step of what comes in thousands, a rest three times as long, so that it takes a
 * quarter of one processor at most. What is late already rests no more.
 */
final class Pace {

    static final Duration LATE = Duration.ofSeconds(10);

    private static final int RESTS = 3;
    private static final Duration LONGEST = Duration.ofMillis(500);

    private Pace() {}

    /** How long to rest after a step which took so long, and was for something that has been due since then. */
    static Duration rest(Duration took, Instant due, Instant now) {
        if (due.plus(LATE).isBefore(now)) {
            return Duration.ZERO;
        }
        var rest = took.multipliedBy(RESTS);
        return rest.compareTo(LONGEST) < 0 ? rest : LONGEST;
    }

    /** Rests; a node that stops interrupts it, and the work behind it too. */
    static void rest(Duration took, Instant due) throws InterruptedException {
        Thread.sleep(rest(took, due, Instant.now()).toMillis());
    }
}
