package org.recado.limit;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.CircuitBreakerOpenException;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import io.github.bucket4j.TimeoutException;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.distributed.serialization.Mapper;
import io.github.bucket4j.redis.jedis.Bucket4jJedis;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The buckets in Redis. One failure, and Redis is left alone for a few seconds: then one caller tries again while the
 * others go on without, so that a Redis that is frozen costs its timeout once, and not each who asks.
 */
@ApplicationScoped
class SharedBuckets {

    private static final System.Logger LOG = System.getLogger(SharedBuckets.class.getName());
    private static final String PREFIX = "recado:limit:";
    private static final String HMAC = "HmacSHA256";
    private static final int HASH_BYTES = 16;
    /** How long a key outlives the moment when its bucket is full again: what the nodes' clocks may be apart. */
    private static final Duration KEPT_LONGER = Duration.ofSeconds(10);

    @Inject
    UnifiedJedis redis;

    @Inject
    @ConfigProperty(name = "recado.redis.timeout-ms")
    int timeoutMs;

    @Inject
    @ConfigProperty(name = "recado.auth.token-secret")
    String secret;

    Duration leftAlone = Duration.ofSeconds(5);

    private ProxyManager<String> buckets;
    private FailsafeExecutor<Object> circuit;

    @PostConstruct
    void start() {
        buckets = Bucket4jJedis.casBasedBuilder(redis)
                .keyMapper(Mapper.STRING)
                .requestTimeout(Duration.ofMillis(timeoutMs))
                .expirationAfterWrite(ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(KEPT_LONGER))
                .build();
        circuit = Failsafe.with(CircuitBreaker.builder()
                .handle(JedisException.class, TimeoutException.class)
                .withFailureThreshold(1)
                .withDelay(leftAlone)
                .onOpen(e -> LOG.log(System.Logger.Level.WARNING, "Redis fails, each node counts by itself"))
                .onClose(e -> LOG.log(System.Logger.Level.INFO, "Redis answers again, the nodes count together"))
                .build());
    }

    /** Takes as many tokens as there are, up to {@code most}; empty where Redis cannot be asked just now. */
    Optional<Grant> take(Counted counted, Size size, long most) {
        try {
            return Optional.of(circuit.get(() -> taken(counted, size, most)));
        } catch (JedisException | TimeoutException | CircuitBreakerOpenException e) {
            return Optional.empty();
        }
    }

    private Grant taken(Counted counted, Size size, long most) {
        var bucket = buckets.builder().build(name(counted, size), size::shared);
        var tokens = bucket.tryConsumeAsMuchAsPossible(most);
        return tokens > 0
                ? Grant.of(tokens)
                : Grant.none(Duration.ofNanos(bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill()));
    }

    // nodes that differ in a size while they are restarted one by one count apart, instead of changing each other's
    private String name(Counted counted, Size size) {
        return PREFIX + counted.limit().name().toLowerCase(Locale.ROOT) + ":" + size.most() + "/"
                + size.window().toMillis() + ":" + hash(counted.key());
    }

    // an address is personal, and there are too few of them for a hash without a secret; the first line keeps what is
    // hashed here apart from what the same secret signs
    private String hash(String key) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC));
            var hash = mac.doFinal((PREFIX + "\n" + key).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, HASH_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(HMAC, e);
        }
    }
}
