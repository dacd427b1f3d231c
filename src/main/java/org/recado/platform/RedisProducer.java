package org.recado.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import redis.clients.jedis.RedisClient;

/** Makes the one Redis client of this node; it connects lazily, so Redis may be gone at any time. */
@ApplicationScoped
class RedisProducer {

    @Inject
    @ConfigProperty(name = "recado.redis.uri")
    URI uri;

    @Produces
    @Singleton
    RedisClient client() {
        return RedisClient.create(uri);
    }

    void close(@Disposes RedisClient client) {
        client.close();
    }
}
