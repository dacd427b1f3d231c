package org.recado.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

    @Test
    void threeQuartersOfTheTimeAreLeftToOthers() {
        assertThat(Pace.rest(Duration.ofMillis(20), NOW, NOW)).isEqualTo(Duration.ofMillis(60));
    }

    @Test
    void aStoreThatIsSlowDoesNotMakeTheRestLong() {
        assertThat(Pace.rest(Duration.ofSeconds(30), NOW, NOW)).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void whatIsLateRestsNoMore() {
        assertThat(Pace.rest(Duration.ofMillis(20), NOW.minus(Pace.LATE), NOW)).isPositive();
        assertThat(Pace.rest(Duration.ofMillis(20), NOW.minus(Pace.LATE).minusMillis(1), NOW))
                .isZero();
    }
}
