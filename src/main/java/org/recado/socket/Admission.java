package org.recado.socket;

import io.github.bucket4j.Bucket;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * How many clients this node takes, and how fast they may come; none once it is stopping. Asked before a token is
 * verified, so that a herd costs next to nothing; who is on the way in already may go over the limit, a second's
 * connects at most.
 */
@ApplicationScoped
class Admission {

    private static final int TOO_MANY_REQUESTS = 429;
    private static final Duration LATER = Duration.ofSeconds(5);

    @Inject
    @ConfigProperty(name = "recado.socket.max-connections")
    int maxConnections;

    @Inject
    @ConfigProperty(name = "recado.socket.connects-per-second")
    int connectsPerSecond;

    @Inject
    Connections connections;

    @Inject
    Drain drain;

    private Bucket connects;

    @PostConstruct
    void start() {
        connects = Bucket.builder()
                .addLimit(limit ->
                        limit.capacity(connectsPerSecond).refillGreedy(connectsPerSecond, Duration.ofSeconds(1)))
                .build();
    }

    /** Why a client may not come in just now, as HTTP says it, and how long to stay away. */
    record Refusal(String why, int status, Duration retryAfter) {
        static Refusal busy(Duration retryAfter) {
            return new Refusal("busy", TOO_MANY_REQUESTS, retryAfter);
        }

        static Refusal stopping() {
            return new Refusal("stopping", HttpServletResponse.SC_SERVICE_UNAVAILABLE, LATER);
        }
    }

    /** Counts one connect; the refusal where it is one too many. */
    Optional<Refusal> refusal() {
        if (drain.hasBegun()) {
            return Optional.of(Refusal.stopping());
        }
        if (connections.count() >= maxConnections) {
            return Optional.of(Refusal.busy(LATER));
        }
        var probe = connects.tryConsumeAndReturnRemaining(1);
        return probe.isConsumed()
                ? Optional.empty()
                : Optional.of(Refusal.busy(Duration.ofNanos(probe.getNanosToWaitForRefill())));
    }
}
