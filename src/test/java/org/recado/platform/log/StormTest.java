package org.recado.platform.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StormTest {

    private long now;
    private final Storm storm = new Storm(() -> now);

    private static LogRecord line(Level level, String template) {
        var line = new LogRecord(level, template);
        line.setLoggerName("org.recado.a");
        return line;
    }

    private long written(int times, Level level, String template) {
        return IntStream.range(0, times)
                .filter(i -> storm.lets(line(level, template)))
                .count();
    }

    @Test
    void theSameErrorIsWrittenFiveTimesAndThenCountedOnce() {
        assertThat(written(105, Level.SEVERE, "down: {0}")).isEqualTo(5);
        now += TimeUnit.SECONDS.toNanos(59);
        assertThat(storm.over()).isEmpty();
        now += TimeUnit.SECONDS.toNanos(1);
        assertThat(storm.over()).singleElement().satisfies(said -> {
            assertThat(said.getMessage()).isEqualTo("down: {0} … 100 more of its kind within a minute");
            assertThat(said.getLevel()).isEqualTo(Level.SEVERE);
            assertThat(said.getLoggerName()).isEqualTo("org.recado.a");
        });
        assertThat(storm.over()).isEmpty();
        assertThat(written(1, Level.SEVERE, "down: {0}")).isEqualTo(1);
    }

    @Test
    void whatIsNoWarningOrAnotherOneIsNotHeld() {
        assertThat(written(50, Level.WARNING, "slow")).isEqualTo(5);
        assertThat(written(50, Level.INFO, "slow")).isEqualTo(50);
        assertThat(written(3, Level.SEVERE, "slow")).isEqualTo(3);
        assertThat(written(3, Level.WARNING, "other")).isEqualTo(3);
    }

    @Test
    void whatDiffersInNumbersOnlyIsTheSameAndAnotherExceptionIsNot() {
        var written = IntStream.range(0, 50)
                .filter(i -> storm.lets(line(Level.WARNING, "a batch of " + i + " fails")))
                .count();
        assertThat(written).isEqualTo(5);
        var thrown = line(Level.WARNING, "a batch of 7 fails");
        thrown.setThrown(new IllegalStateException());
        assertThat(storm.lets(thrown)).isTrue();
        now += TimeUnit.MINUTES.toNanos(1);
        assertThat(storm.over())
                .singleElement()
                .extracting(LogRecord::getMessage)
                .isEqualTo("a batch of 0 fails … 45 more of its kind within a minute");
    }

    @Test
    void fewAreRememberedAndWhatComesBeyondIsWritten() {
        for (var i = 0; i < Storm.MOST_KEYS; i++) {
            written(1, Level.WARNING, "line " + "x".repeat(i));
        }
        assertThat(written(50, Level.WARNING, "one more")).isEqualTo(50);
        now += TimeUnit.MINUTES.toNanos(1);
        assertThat(storm.over()).isEmpty();
        assertThat(written(50, Level.WARNING, "one more")).isEqualTo(5);
    }
}
