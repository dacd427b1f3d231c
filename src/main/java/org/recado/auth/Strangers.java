package org.recado.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.recado.id.UserId;

/**
 * User names without an account are locked out as accounts are, so that the lock-out tells nobody which names exist. They
 * make no rows: each node remembers those it has met for a while.
 */
@ApplicationScoped
class Strangers {

    private static final int REMEMBERED = 100_000;

    private record Standing(int failures, Instant blockedUntil) {}

    private final Cache<UserId, Standing> known = Caffeine.newBuilder()
            .expireAfterWrite(Duration.ofHours(1))
            .maximumSize(REMEMBERED)
            .build();

    /** Counts an attempt, or says how long to wait. */
    Optional<Duration> charge(UserId user, Instant now) {
        var before = Optional.ofNullable(known.getIfPresent(user));
        var wait = before.map(Standing::blockedUntil).filter(now::isBefore).map(until -> Duration.between(now, until));
        if (wait.isEmpty()) {
            known.asMap().merge(user, first(now), (standing, one) -> charged(standing.failures() + 1, now));
        }
        return wait;
    }

    private static Standing first(Instant now) {
        return charged(1, now);
    }

    private static Standing charged(int failures, Instant now) {
        return new Standing(failures, now.plus(Lockout.after(failures)));
    }
}
