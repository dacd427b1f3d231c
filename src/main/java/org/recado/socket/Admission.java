package org.recado.socket;

import io.github.bucket4j.Bucket;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.recado.id.UserId;
import org.recado.limit.Limit;
import org.recado.limit.Limits;

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

    @Inject
    Limits limits;

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

        static Refusal tooOften(String who, Duration retryAfter) {
            return new Refusal(who, TOO_MANY_REQUESTS, retryAfter);
        }

        static Refusal stopping() {
            return new Refusal("stopping", HttpServletResponse.SC_SERVICE_UNAVAILABLE, LATER);
        }
    }

    /** Counts one connect of an address, whoever it is; the refusal where it is one too many. */
    Optional<Refusal> refusal(String address) {
        if (drain.hasBegun()) {
            return Optional.of(Refusal.stopping());
        }
        if (connections.count() >= maxConnections) {
            return Optional.of(Refusal.busy(LATER));
        }
        var probe = connects.tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            return Optional.of(Refusal.busy(Duration.ofNanos(probe.getNanosToWaitForRefill())));
        }
        var wait = limits.check(Limit.CONNECTS_PER_ADDRESS.of(address));
        // who comes too often takes nothing away from the others
        wait.ifPresent(w -> connects.addTokens(1));
        return wait.map(w -> Refusal.tooOften("address", w));
    }

    /** Counts one connect of a user, who is known by now; the refusal where it is one too many. */
    Optional<Refusal> refusal(UserId user) {
        return limits.check(Limit.CONNECTS_PER_USER.of(user.value())).map(w -> Refusal.tooOften("user", w));
    }
}
