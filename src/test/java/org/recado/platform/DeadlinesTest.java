package org.recado.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class DeadlinesTest {

    private static final Duration SOON = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Deadlines deadlines = Outside.deadlines();

    @Test
    void whatIsNotDoneInTimeFails() {
        assertThat(deadlines.within(SOON, new CompletableFuture<>()))
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void whatIsNotDoneInTimeIsTheValueForThat() {
        assertThat(deadlines.within(SOON, new CompletableFuture<>(), "late"))
                .succeedsWithin(PATIENCE)
                .isEqualTo("late");
    }

    @Test
    void whatIsDoneInTimeLeavesNoTimerBehind() {
        var work = deadlines.within(LONG, new CompletableFuture<String>());
        assertThat(deadlines.waiting()).isEqualTo(1);

        work.complete("done");

        assertThat(work).isCompletedWithValue("done");
        assertThat(deadlines.waiting()).isZero();
    }

    @Test
    void nothingWaitsOnceTheNodeStops() {
        deadlines.stop();

        assertThat(deadlines.within(LONG, new CompletableFuture<>()))
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(RejectedExecutionException.class);
        assertThat(deadlines.within(LONG, CompletableFuture.completedFuture("done")))
                .isCompletedWithValue("done");
    }
}
