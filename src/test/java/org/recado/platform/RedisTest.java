package org.recado.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.HashMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.recado.stack.SharedStack;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/** One Redis, or the Redis Cluster that {@code RECADO_REDIS_URI} names. */
class RedisTest {

    private static final UnifiedJedis REDIS = Outside.redis();
    private static final boolean IS_CLUSTER = REDIS instanceof RedisClusterClient;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://u:p@a:1,redis://u:p@b:2,redis://u:p@c:3",
                "redis://u:p@a:1, b:2, c:3",
                " redis://u:p@a:1 ,b:2,redis://u:p@c:3",
            })
    void severalNodesAreUrisOrHostsAfterAComma(String text) {
        var parsed = RedisAddresses.parse(text);
        assertThat(parsed.first()).isEqualTo(URI.create("redis://u:p@a:1"));
        assertThat(parsed.addresses())
                .containsExactlyInAnyOrder(new HostAndPort("a", 1), new HostAndPort("b", 2), new HostAndPort("c", 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a:1", "redis://u:secret@a", "redis://u:secret%@a:1", "http://u:secret@a:1"})
    void whatIsNoUriIsNamedWithoutItsPassword(String text) {
        assertThatThrownBy(() -> RedisAddresses.parse(text))
                .hasMessageContaining("recado.redis.uri: address 1 is no Redis URI")
                .hasMessageNotContaining("secret")
                .hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis://u:secret@a:1,", "redis://u:secret@a:1,b", "redis://u:secret@a:1,b:2x"})
    void theWrongOneIsNumbered(String text) {
        assertThatThrownBy(() -> RedisAddresses.parse(text))
                .hasMessageContaining("address 2 is no Redis URI and no host:port")
                .hasMessageNotContaining("secret");
    }

    @Test
    void pipelineGoesOverAllSlotsAndMoreThanOnce() {
        var sizes = new HashMap<String, Response<Long>>();
        try (var pipeline = REDIS.pipelined()) {
            for (var i = 0; i < 100; i++) {
                var key = "recado:test:" + UUID.randomUUID();
                pipeline.hset(key, "a", "b");
                sizes.put(key, pipeline.hlen(key));
            }
            pipeline.sync();
            sizes.forEach((key, size) -> assertThat(Redis.answered(size)).isEqualTo(1));
            sizes.keySet().forEach(pipeline::del);
            pipeline.sync();
        }
        assertThat(sizes.keySet()).noneMatch(REDIS::exists);
    }

    @Test
    void keysThatBelongTogetherAreWrittenAtOnce() {
        var prefix = Redis.together(REDIS, "recado:test:" + UUID.randomUUID());
        try (var all = Redis.transaction(REDIS, prefix)) {
            all.set(prefix + ":a", "1");
            all.set(prefix + ":b", "2");
            all.exec();
        }
        assertThat(REDIS.del(prefix + ":a", prefix + ":b")).isEqualTo(2);
    }

    @Test
    void aNodeOfAClusterThatIsTakenForARedisIsSaidToBeOne() {
        var first = SharedStack.setting("RECADO_REDIS_URI").split(",", -1)[0];
        try (var alone = Outside.redis(first)) {
            if (IS_CLUSTER) {
                assertThatThrownBy(() -> RedisServer.requireFit(alone))
                        .isInstanceOf(Unfit.class)
                        .hasMessageContaining("one node of a cluster");
            } else {
                assertThatCode(() -> RedisServer.requireFit(alone)).doesNotThrowAnyException();
            }
        }
        assertThatCode(() -> RedisServer.requireFit(REDIS)).doesNotThrowAnyException();
    }

    @Test
    void aClusterThatIsAwayIsAFailureLikeAnyOther() {
        var begun = System.nanoTime();
        try (var nowhere = Outside.redis("redis://127.0.0.1:1,127.0.0.1:2")) {
            assertThatThrownBy(() -> nowhere.get("x")).isInstanceOf(JedisException.class);
            assertThatThrownBy(() -> Redis.transaction(nowhere, "{x}")).isInstanceOf(JedisException.class);
            assertThatThrownBy(() -> {
                        try (var pipeline = nowhere.pipelined()) {
                            var size = pipeline.hlen("x");
                            pipeline.sync();
                            Redis.answered(size);
                        }
                    })
                    .isInstanceOf(JedisException.class);
        }
        assertThat(System.nanoTime() - begun).isLessThan(30_000_000_000L);
    }
}
