package org.recado.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.UnifiedJedis;

/**
 * Makes the one Redis client of this node, for one Redis or a Redis Cluster; it connects lazily and never waits long, so
 * Redis may be gone at any time.
 */
@ApplicationScoped
class RedisProducer {

    private static final Duration TOPOLOGY = Duration.ofSeconds(5);
    // one for what MOVED says, one for what it says meanwhile
    private static final int ATTEMPTS = 3;

    @Inject
    @ConfigProperty(name = "recado.redis.uri")
    String uri;

    @Inject
    @ConfigProperty(name = "recado.redis.cluster")
    boolean isCluster;

    @Inject
    @ConfigProperty(name = "recado.redis.timeout-ms")
    int timeoutMs;

    @Produces
    @Singleton
    UnifiedJedis client() {
        var redis = RedisAddresses.parse(uri);
        var settings = DefaultJedisClientConfig.builder(redis.first())
                .timeoutMillis(timeoutMs)
                .build();
        var pool = new ConnectionPoolConfig();
        pool.setMaxWait(Duration.ofMillis(timeoutMs));
        if (isCluster || redis.addresses().size() > 1) {
            return cluster(redis, settings, pool);
        }
        return RedisClient.builder()
                .hostAndPort(redis.addresses().iterator().next())
                .clientConfig(settings)
                .poolConfig(pool)
                .build();
    }

    private RedisClusterClient cluster(RedisAddresses redis, JedisClientConfig settings, ConnectionPoolConfig pool) {
        // else the node would not start while all of the cluster is away
        System.setProperty(RedisClusterClient.INIT_NO_ERROR_PROPERTY, "true");
        return RedisClusterClient.builder()
                .nodes(redis.addresses())
                .clientConfig(settings)
                .poolConfig(pool)
                .maxAttempts(ATTEMPTS)
                .maxTotalRetriesDuration(Duration.ofMillis(2L * timeoutMs))
                .topologyRefreshPeriod(TOPOLOGY)
                .build();
    }

    // static: a server may end this bean before what it has made
    static void close(@Disposes UnifiedJedis client) {
        client.close();
    }
}
