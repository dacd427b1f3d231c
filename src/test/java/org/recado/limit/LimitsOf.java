package org.recado.limit;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.recado.platform.Outside;
import redis.clients.jedis.UnifiedJedis;

/** Limits without a container: a node's with a Redis, or played ones. */
public final class LimitsOf {

    static final String SECRET = "a secret of the tests, long enough";

    private static final long HUGE = 1_000_000;
    private static final long HOUR_MS = 3_600_000;

    private LimitsOf() {}

    /** One node's; what {@code settings} do not say is a million an hour. */
    static Limits node(UnifiedJedis redis, Map<String, Long> settings) {
        return node(redis, Duration.ofHours(1), settings);
    }

    /** @param leftAlone how long Redis is not asked after it failed */
    static Limits node(UnifiedJedis redis, Duration leftAlone, Map<String, Long> settings) {
        var shared = new SharedBuckets();
        shared.redis = redis;
        shared.timeoutMs = 500;
        shared.secret = SECRET;
        shared.leftAlone = leftAlone;
        shared.start();
        var limits = new Limits();
        limits.shared = shared;
        limits.meters = Outside.METERS;
        limits.start(key -> settings.getOrDefault(key, key.endsWith("-ms") ? HOUR_MS : HUGE));
        return limits;
    }

    /** Nothing is ever too much. */
    public static Limits none() {
        return played(limit -> Optional.empty());
    }

    /** @param wait how long to wait under a limit, where it is too much */
    public static Limits played(Function<Limit, Optional<Duration>> wait) {
        return new Limits() {
            @Override
            public Optional<Duration> check(Counted... all) {
                for (var counted : all) {
                    var refused = wait.apply(counted.limit());
                    if (refused.isPresent()) {
                        return refused;
                    }
                }
                return Optional.empty();
            }
        };
    }
}
