package org.recado.platform;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RedisServerTest {

    @Test
    void aRedisAloneOrAMasterWillDo() {
        assertThatCode(() -> RedisServer.require(Outside.redis().info())).doesNotThrowAnyException();
        assertThatCode(() -> RedisServer.require("role:master\r\ncluster_enabled:0\r\n"))
                .doesNotThrowAnyException();
        assertThatCode(() -> RedisServer.require("role:slave\r\nslave_read_only:0\r\n"))
                .doesNotThrowAnyException();
    }

    @Test
    void oneNodeOfAClusterIsNamedAsThat() {
        assertThatThrownBy(() -> RedisServer.require("role:master\r\n# Cluster\r\ncluster_enabled:1\r\n"))
                .isInstanceOf(Unfit.class)
                .hasMessageContaining("one node of a cluster");
    }

    @Test
    void aReadOnlyReplicaIsNamedAsThat() {
        assertThatThrownBy(() -> RedisServer.require("role:slave\r\nslave_read_only:1\r\ncluster_enabled:0\r\n"))
                .isInstanceOf(Unfit.class)
                .hasMessageContaining("read-only replica");
    }
}
