package org.recado.platform;

import java.util.List;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisAccessControlException;

/** What a Redis says of itself that answers a ping well and yet takes no keys of ours. */
final class RedisServer {

    private static final System.Logger LOG = System.getLogger(RedisServer.class.getName());

    static final String READ_ONLY = "this Redis is a read-only replica: recado.redis.uri must lead to its master";
    static final String ONE_OF_A_CLUSTER = "this Redis is one node of a cluster, and recado.redis.uri names it as if it"
            + " were alone: name several nodes of the cluster, comma separated, or set recado.redis.cluster";

    private RedisServer() {}

    /**
     * Whether it is there; a user that may not ask more than that is believed.
     *
     * @throws Unfit where it is part of something else than what is configured
     */
    static void requireFit(UnifiedJedis redis) throws Unfit {
        redis.ping();
        if (redis instanceof RedisClusterClient) {
            return;
        }
        String info;
        try {
            info = redis.info();
        } catch (JedisAccessControlException e) {
            LOG.log(System.Logger.Level.DEBUG, "Redis does not let its user ask for INFO", e);
            return;
        }
        require(info);
    }

    static void require(String info) throws Unfit {
        var lines = info.lines().map(String::strip).toList();
        if (lines.contains("cluster_enabled:1")) {
            throw new Unfit(ONE_OF_A_CLUSTER);
        }
        if (lines.containsAll(List.of("role:slave", "slave_read_only:1"))) {
            throw new Unfit(READ_ONLY);
        }
    }
}
