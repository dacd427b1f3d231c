package org.recado.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.util.JedisURIHelper;

/** Makes the one Redis client of this node; it connects lazily and never waits long, so Redis may be gone at any time. */
@ApplicationScoped
class RedisProducer {

    @Inject
    @ConfigProperty(name = "recado.redis.uri")
    URI uri;

    @Inject
    @ConfigProperty(name = "recado.redis.timeout-ms")
    int timeoutMs;

    @Produces
    @Singleton
    RedisClient client() {
        var pool = new ConnectionPoolConfig();
        pool.setMaxWait(Duration.ofMillis(timeoutMs));
        return RedisClient.builder()
                .hostAndPort(JedisURIHelper.getHostAndPort(uri))
                .clientConfig(DefaultJedisClientConfig.builder(uri)
                        .timeoutMillis(timeoutMs)
                        .build())
                .poolConfig(pool)
                .build();
    }

    void close(@Disposes RedisClient client) {
        client.close();
    }
}
