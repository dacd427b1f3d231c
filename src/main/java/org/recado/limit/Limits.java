package org.recado.limit;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.eclipse.microprofile.config.Config;
import org.recado.platform.Begun;
import org.recado.platform.Meters;

/**
 * Whether one more is too much. All nodes together let no more through than a limit says, and beside it what each had
 * taken before and not used: less than a tenth of it a node. Asks Redis at times, so not for a thread that must not wait.
 */
@ApplicationScoped
public class Limits {

    private static final int REMEMBERED = 200_000;
    private static final Duration REMEMBERED_FOR = Duration.ofMinutes(10);

    @Inject
    Config config;

    @Inject
    SharedBuckets shared;

    @Inject
    Meters meters;

    private final Map<Limit, Size> sizes = new EnumMap<>(Limit.class);
    private LoadingCache<Counted, Portion> portions;

    @PostConstruct
    void start() {
        start(key -> config.getValue(key, Long.class));
    }

    void start(ToLongFunction<String> setting) {
        for (var limit : Limit.values()) {
            sizes.put(limit, limit.size(setting));
        }
        portions = Caffeine.newBuilder()
                .expireAfterAccess(remembered())
                .maximumSize(REMEMBERED)
                .build(counted -> new Portion(sizes.get(counted.limit())));
    }

    // a bucket of this node's own must not be forgotten before it would be full again
    private Duration remembered() {
        return sizes.values().stream()
                .map(size -> size.window().multipliedBy(2))
                .max(Comparator.naturalOrder())
                .filter(longest -> longest.compareTo(REMEMBERED_FOR) > 0)
                .orElse(REMEMBERED_FOR);
    }

    // a setting that cannot be shows at the start, and not to whoever asks first
    void begin(@Observes Begun begun) {}

    /**
     * Counts one more under each of them; how long to wait where it is too much for one, and then it is counted under none.
     * The wait is at least a millisecond.
     */
    public Optional<Duration> check(Counted... all) {
        for (var i = 0; i < all.length; i++) {
            var counted = all[i];
            var wait = portions.get(counted).take(most -> taken(counted, most));
            if (wait.isPresent()) {
                for (var j = 0; j < i; j++) {
                    portions.get(all[j]).putBack();
                }
                meters.count(
                        "recado.limit.refused", "limit", counted.limit().name().toLowerCase(Locale.ROOT));
                return wait.map(w -> Duration.ofMillis(w.toMillis() + 1));
            }
        }
        return Optional.empty();
    }

    private Optional<Grant> taken(Counted counted, long most) {
        return counted.limit().isOfOneNode()
                ? Optional.empty()
                : shared.take(counted, sizes.get(counted.limit()), most);
    }
}
