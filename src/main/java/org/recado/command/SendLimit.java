package org.recado.command;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.recado.id.ChannelId;
import org.recado.id.UserId;

/** How fast one user may write to one channel through the doors of this node (the contract, section 5). */
@ApplicationScoped
public class SendLimit {

    private static final int PAIRS_REMEMBERED = 1_000_000;

    @Inject
    @ConfigProperty(name = "recado.commands.rate-limit")
    int messages;

    @Inject
    @ConfigProperty(name = "recado.commands.rate-window-ms")
    long windowMs;

    private LoadingCache<Pair, Bucket> sent;

    private record Pair(UserId user, ChannelId channel) {}

    @PostConstruct
    void start() {
        var window = Duration.ofMillis(windowMs);
        sent = Caffeine.newBuilder()
                .expireAfterAccess(window.multipliedBy(2))
                .maximumSize(PAIRS_REMEMBERED)
                .build(pair -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(messages).refillIntervally(messages, window))
                        .build());
    }

    /** Counts one message; throws {@link Refused} {@code rate_limited} with the time to wait where it is one too many. */
    public void check(UserId user, ChannelId channel) {
        var probe = sent.get(new Pair(user, channel)).tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            var wait = Duration.ofMillis(
                    Duration.ofNanos(probe.getNanosToWaitForRefill()).toMillis() + 1);
            throw new Refused(
                    Reason.RATE_LIMITED, "over " + messages + " messages in " + windowMs + " ms", Optional.of(wait));
        }
    }
}
