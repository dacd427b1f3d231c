package org.recado.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.recado.id.ChannelId;
import org.recado.id.UserId;

class TypingPaceTest {

    private static final ChannelId CHANNEL = new ChannelId("1");
    private static final UserId ANA = new UserId("ana");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final TypingPace pace = new TypingPace();

    @Test
    void onePassesInThreeSeconds() {
        assertThat(pace.passes(CHANNEL, ANA, NOW)).isTrue();
        assertThat(pace.passes(CHANNEL, ANA, NOW.plusMillis(2_999))).isFalse();
        assertThat(pace.passes(CHANNEL, ANA, NOW.plusMillis(3_000))).isTrue();
        assertThat(pace.passes(CHANNEL, ANA, NOW.plusMillis(5_000))).isFalse();
    }

    @Test
    void eachUserAndChannelHasItsOwnPace() {
        assertThat(pace.passes(CHANNEL, ANA, NOW)).isTrue();
        assertThat(pace.passes(new ChannelId("2"), ANA, NOW)).isTrue();
        assertThat(pace.passes(CHANNEL, new UserId("bruno"), NOW)).isTrue();
    }
}
