package org.recado.platform;

import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.Response;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.util.JedisClusterCRC16;

/** What a Redis Cluster wants otherwise than one Redis. */
public final class Redis {

    private Redis() {}

    /** What all keys begin with that are used together; in a cluster the braces keep them on one node. */
    public static String together(UnifiedJedis redis, String prefix) {
        return redis instanceof RedisClusterClient ? "{" + prefix + "}" : prefix;
    }

    /** A transaction on keys that all begin with what {@link #together} gave; to be closed. */
    public static AbstractTransaction transaction(UnifiedJedis redis, String together) {
        return redis instanceof RedisClusterClient cluster
                ? new Transaction(cluster.getConnectionFromSlot(JedisClusterCRC16.getSlot(together)), true, true)
                : redis.multi();
    }

    /** An answer of a pipeline; in a cluster a node that is away gives none to those that were for it. */
    public static <T> T answered(Response<T> response) {
        try {
            return response.get();
        } catch (IllegalStateException e) {
            throw new JedisConnectionException("a node of the Redis Cluster did not answer", e);
        }
    }
}
