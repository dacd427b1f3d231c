package org.recado.socket;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.recado.id.ChannelId;
import org.recado.id.UserId;

/**
 * Lets one sign of a user's typing in a channel pass in three seconds. It goes by the clock of the node where the user
 * types, so that who sends and who is told agree on which one passes.
 */
public final class TypingPace {

    private static final Duration ONE_IN = Duration.ofSeconds(3);
    private static final int PAIRS_REMEMBERED = 100_000;

    private record Pair(ChannelId channel, UserId user) {}

    private final Cache<Pair, Instant> passed = Caffeine.newBuilder()
            .expireAfterWrite(ONE_IN.multipliedBy(2))
            .maximumSize(PAIRS_REMEMBERED)
            .build();

    /** Whether this one passes. */
    public boolean passes(ChannelId channel, UserId user, Instant at) {
        var passes = new AtomicBoolean();
        passed.asMap().compute(new Pair(channel, user), (pair, before) -> {
            passes.set(before == null || !at.isBefore(before.plus(ONE_IN)));
            return passes.get() ? at : before;
        });
        return passes.get();
    }
}
