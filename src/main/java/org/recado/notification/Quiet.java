package org.recado.notification;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;

/**
 * The hours of each day in which someone wants no word, by the clocks where they live. Over midnight where it ends before
 * it begins; all day where both are the same.
 */
public record Quiet(LocalTime from, LocalTime to, ZoneId zone) {

    boolean isAt(Instant instant) {
        var time = instant.atZone(zone).toLocalTime();
        var hasBegun = !time.isBefore(from);
        var hasNotEnded = time.isBefore(to);
        return from.isBefore(to) ? hasBegun && hasNotEnded : hasBegun || hasNotEnded;
    }
}
