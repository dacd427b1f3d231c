package org.recado.socket;

import io.github.bucket4j.Bucket;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * How many clients this node takes, and how fast they may come. Asked before a token is verified, so that a herd costs
 * next to nothing; who is on the way in already may go over the limit, a second's connects at most.
 */
@ApplicationScoped
class Admission {

    private static final Duration WHEN_FULL = Duration.ofSeconds(5);

    @Inject
    @ConfigProperty(name = "recado.socket.max-connections")
    int maxConnections;

    @Inject
    @ConfigProperty(name = "recado.socket.connects-per-second")
    int connectsPerSecond;

    @Inject
    Connections connections;

    private Bucket connects;

    @PostConstruct
    void start() {
        connects = Bucket.builder()
                .addLimit(limit ->
                        limit.capacity(connectsPerSecond).refillGreedy(connectsPerSecond, Duration.ofSeconds(1)))
                .build();
    }

    /** Counts one connect; how long to stay away where it is one too many. */
    Optional<Duration> busy() {
        if (connections.count() >= maxConnections) {
            return Optional.of(WHEN_FULL);
        }
        var probe = connects.tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? Optional.empty() : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }
}
