package org.recado.auth;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.recado.id.UserId;

/** Slows down who guesses a password: ten attempts a minute for one user name on one node. */
@ApplicationScoped
public class SignInLimit {

    private static final int ATTEMPTS = 10;
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int NAMES_REMEMBERED = 100_000;

    private final LoadingCache<UserId, Bucket> attempts = Caffeine.newBuilder()
            .expireAfterAccess(WINDOW.multipliedBy(2))
            .maximumSize(NAMES_REMEMBERED)
            .build(user -> Bucket.builder()
                    .addLimit(limit -> limit.capacity(ATTEMPTS).refillGreedy(ATTEMPTS, WINDOW))
                    .build());

    /** Counts an attempt; how long to wait, where it is one too many. */
    public Optional<Duration> wait(UserId user) {
        var probe = attempts.get(user).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? Optional.empty() : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }
}
