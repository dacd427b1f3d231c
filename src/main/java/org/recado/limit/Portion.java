package org.recado.limit;

import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * What this node has of one shared bucket: the tokens it took and has not used, and until when the bucket is known to be
 * empty. While there is no shared bucket to ask, one of the same size stands in for it.
 */
final class Portion {

    private final Size size;
    private long left;
    private long emptyUntil = System.nanoTime();
    private Optional<Bucket> own = Optional.empty();

    Portion(Size size) {
        this.size = size;
    }

    /**
     * Takes one token; how long to wait, where there is none.
     *
     * @param shared takes so many tokens at most from the shared bucket, or says nothing where that cannot be asked
     */
    synchronized Optional<Duration> take(LongFunction<Optional<Grant>> shared) {
        if (left > 0) {
            left--;
            return Optional.empty();
        }
        var wait = emptyUntil - System.nanoTime();
        if (wait > 0) {
            return Optional.of(Duration.ofNanos(wait));
        }
        return shared.apply(size.portion()).map(this::granted).orElseGet(this::takeOwn);
    }

    private Optional<Duration> granted(Grant grant) {
        own = Optional.empty();
        if (grant.tokens() == 0) {
            emptyUntil = System.nanoTime() + grant.retryAfter().toNanos();
            return Optional.of(grant.retryAfter());
        }
        left = grant.tokens() - 1;
        return Optional.empty();
    }

    private Optional<Duration> takeOwn() {
        var bucket = own.orElseGet(size::own);
        own = Optional.of(bucket);
        var probe = bucket.tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? Optional.empty() : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }

    /** What was taken is not used after all. */
    synchronized void putBack() {
        left++;
    }
}
