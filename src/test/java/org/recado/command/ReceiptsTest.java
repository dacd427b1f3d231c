package org.recado.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.recado.platform.Outside;

class ReceiptsTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Receipt REJECTED =
            new Receipt.Rejected(Optional.empty(), Optional.empty(), Reason.NOT_A_MEMBER, "");

    private final Receipts receipts = receipts();

    private static Receipts receipts() {
        var receipts = new Receipts();
        receipts.deadlines = Outside.deadlines();
        return receipts;
    }

    @Test
    void receiptReachesTheOneWhoWaitsForItsCorrelation() {
        var mine = receipts.await("r:1", LONG).toCompletableFuture();
        var other = receipts.await("r:2", LONG).toCompletableFuture();

        receipts.arrived("r:1", REJECTED);

        assertThat(mine).isCompletedWithValue(REJECTED);
        assertThat(other).isNotDone();
    }

    @Test
    void receiptNobodyWaitsForIsLetGo() {
        receipts.arrived("r:1", REJECTED);

        assertThat(receipts.await("r:1", LONG).toCompletableFuture()).isNotDone();
    }

    @Test
    void waitingEndsAfterItsTime() {
        assertThat(receipts.await("r:1", Duration.ofMillis(1)))
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableOfType(java.util.concurrent.ExecutionException.class)
                .withCauseInstanceOf(TimeoutException.class);
    }
}
