package org.recado.posting;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import dev.failsafe.function.CheckedPredicate;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.recado.platform.Fault;

/**
 * How the core waits for a store that fails: the same again, in place, for ever, with backoff (invariant S3). Ends by
 * throwing the failure once it is told to stop.
 */
final class Patience {

    private static final System.Logger LOG = System.getLogger(Patience.class.getName());
    private static final int TRIES_OF_A_SUSPECT = 3;

    private final Map<Thread, String> troubles = new ConcurrentHashMap<>();
    private final FailsafeExecutor<Object> stores = Failsafe.with(forEver(StoreFailure::is));
    private final FailsafeExecutor<Object> anything = Failsafe.with(forEver(RuntimeException.class::isInstance));
    private final FailsafeExecutor<Object> suspects = Failsafe.with(RetryPolicy.builder()
            .withDelay(Duration.ofMillis(500))
            .withMaxAttempts(TRIES_OF_A_SUSPECT)
            .abortIf((result, failure) -> isOver())
            .build());
    private volatile boolean stopped;

    private RetryPolicy<Object> forEver(CheckedPredicate<Throwable> failures) {
        return RetryPolicy.builder()
                .handleIf(failures)
                .withBackoff(Duration.ofMillis(100), Duration.ofSeconds(5))
                .withMaxRetries(-1)
                .abortIf((result, failure) -> isOver())
                .onRetry(e -> troubled(e.getLastException()))
                .build();
    }

    /** Until no store fails; what is no store's failure is thrown. */
    <T> T untilStoresAnswer(Supplier<T> work) {
        return calm(stores, work);
    }

    /** Until it succeeds, whatever fails: for what is committed and can only go on. */
    void untilDone(Runnable work) {
        calm(anything, () -> {
            work.run();
            return true;
        });
    }

    /** A few times, because a node that is being shut down fails in strange ways, and no command may be given up for it. */
    <T> T aFewTimes(Supplier<T> work) {
        return suspects.get(work::get);
    }

    /** What keeps a batch waiting just now, for the health page: no text of an exception, which may name addresses. */
    Optional<String> trouble() {
        return troubles.values().stream().findFirst();
    }

    void stop() {
        stopped = true;
    }

    /** Whether there is no more to be tried here. */
    boolean isOver() {
        return stopped || Thread.currentThread().isInterrupted();
    }

    private <T> T calm(FailsafeExecutor<Object> policy, Supplier<T> work) {
        try {
            return policy.get(work::get);
        } finally {
            troubles.remove(Thread.currentThread());
        }
    }

    private void troubled(Throwable failure) {
        troubles.put(Thread.currentThread(), "a batch is tried again after " + Fault.of(failure));
        LOG.log(System.Logger.Level.WARNING, "a batch is tried again: {0}", failure.toString());
    }
}
