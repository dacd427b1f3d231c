package org.recado.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.recado.platform.Outside;
import org.recado.stack.SharedStack;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.ScanParams;

/** What the limits promise of every Redis they are given, and of none. */
class LimitsTest {

    private static final UnifiedJedis REDIS = Outside.redis();
    private static final String TEN = "recado.limit.sign-ins-per-user";
    private static final String HUNDRED = "recado.limit.joins-per-user";
    private static final Map<String, Long> SIZES = Map.of(TEN, 10L, HUNDRED, 100L);

    private final String who = UUID.randomUUID().toString();
    private final Counted ten = Limit.SIGN_INS_PER_USER.of(who);
    private final Counted hundred = Limit.JOINS_PER_USER.of(who);

    @Test
    void twoNodesShareOneBucket() {
        var nodes = List.of(LimitsOf.node(REDIS, SIZES), LimitsOf.node(REDIS, SIZES));
        for (var i = 0; i < 10; i++) {
            assertThat(nodes.get(i % 2).check(ten)).isEmpty();
        }

        for (var node : nodes) {
            assertThat(node.check(ten))
                    .hasValueSatisfying(wait -> assertThat(wait)
                            .isGreaterThan(Duration.ofMinutes(5))
                            .isLessThanOrEqualTo(Duration.ofMinutes(6).plusMillis(1)));
        }
        assertThat(nodes.get(0).check(Limit.SIGN_INS_PER_USER.of(who, "another")))
                .isEmpty();
    }

    @Test
    void nodesTakePortionsAndLetThroughNoMoreThanTheLimitTogether() {
        var one = LimitsOf.node(REDIS, SIZES);
        var other = LimitsOf.node(REDIS, SIZES);
        assertThat(passed(one, hundred, 1)).isEqualTo(1);
        // the one holds what is left of its tenth
        assertThat(passed(other, hundred, 200)).isEqualTo(90);
        assertThat(passed(one, hundred, 200)).isEqualTo(9);
    }

    @Test
    void bucketFillsUpAgain() {
        var limits = LimitsOf.node(REDIS, Map.of(TEN, 1L, TEN + "-window-ms", 50L));
        assertThat(limits.check(ten)).isEmpty();
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            while (limits.check(ten).isPresent()) {
                Thread.onSpinWait();
            }
        });
    }

    @Test
    void whatIsRefusedUnderOneLimitIsCountedUnderNone() {
        var limits = LimitsOf.node(REDIS, SIZES);
        assertThat(passed(limits, ten, 10)).isEqualTo(10);
        for (var i = 0; i < 200; i++) {
            assertThat(limits.check(hundred, ten)).isPresent();
        }

        assertThat(passed(limits, hundred, 200)).isEqualTo(100);
    }

    @Test
    void emptiedRedisFillsTheBucketsAndNothingElse() {
        var limits = LimitsOf.node(REDIS, SIZES);
        assertThat(passed(limits, ten, 5)).isEqualTo(5);
        keys("sign_ins_per_user").forEach(REDIS::del);

        assertThat(passed(limits, ten, 20)).isEqualTo(10);
    }

    @Test
    void keysSayWhoToNobodyAndEnd() {
        LimitsOf.node(REDIS, Map.of("recado.limit.requests-per-address", 77L))
                .check(Limit.REQUESTS_PER_ADDRESS.of("c6336407"));

        var keys = keys("requests_per_address:77/3600000");
        assertThat(keys).hasSize(1).allSatisfy(key -> {
            assertThat(key).doesNotContain("c6336407").matches(".*:[\\w-]{22}");
            assertThat(REDIS.ttl(key)).isBetween(1L, 3_600L);
            assertThat(new String(REDIS.get(key.getBytes(StandardCharsets.UTF_8)), StandardCharsets.ISO_8859_1))
                    .doesNotContain("c6336407");
        });
        REDIS.del(keys.get(0));
    }

    @Test
    void withoutRedisEachNodeCountsByItself() throws IOException {
        try (var redis = Outside.redis("redis://127.0.0.1:" + freePort())) {
            var one = LimitsOf.node(redis, SIZES);
            var other = LimitsOf.node(redis, SIZES);
            assertThat(passed(one, ten, 20)).isEqualTo(10);
            assertThat(passed(other, ten, 20)).isEqualTo(10);
            assertThat(passed(one, hundred, 200)).isEqualTo(100);
        }
    }

    @Test
    void nodesCountTogetherAgainOnceRedisIsBack() throws IOException {
        try (var away = new Gate();
                var redis = Outside.redis(away.uri())) {
            var node = LimitsOf.node(redis, Duration.ofNanos(1), SIZES);
            assertThat(passed(node, ten, 20)).isEqualTo(10);
            away.open();

            assertThat(passed(node, ten, 3)).isEqualTo(3);
            assertThat(passed(LimitsOf.node(REDIS, SIZES), ten, 20)).isEqualTo(7);
            assertThat(node.check(ten)).isPresent();
        }
    }

    @Test
    void frozenRedisIsAskedOnceAndNotByEachWhoAsks() throws IOException {
        try (var frozen = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var redis = Outside.redis("redis://127.0.0.1:" + frozen.getLocalPort())) {
            var limits = LimitsOf.node(redis, SIZES);
            // a thousand times the timeout would be minutes
            assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
                for (var i = 0; i < 1_000; i++) {
                    assertThat(limits.check(Limit.JOINS_PER_USER.of(who, Integer.toString(i))))
                            .isEmpty();
                }
            });
            assertThat(connected(frozen)).isEqualTo(1);
        }
    }

    @Test
    void connectionsAreCountedByTheirNodeAlone() {
        var settings = Map.of("recado.limit.joins-per-connection", 2L);
        var connection = Limit.JOINS_PER_CONNECTION.of(who);
        assertThat(passed(LimitsOf.node(REDIS, settings), connection, 5)).isEqualTo(2);
        assertThat(passed(LimitsOf.node(REDIS, settings), connection, 5)).isEqualTo(2);
        assertThat(keys("joins_per_connection")).isEmpty();
    }

    @Test
    void limitThatIsNoneIsRefusedAtTheStart() {
        assertThatThrownBy(() -> LimitsOf.node(REDIS, Map.of(TEN, 0L))).hasMessageContaining(TEN);
        assertThatThrownBy(() -> LimitsOf.node(REDIS, Map.of(TEN + "-window-ms", 0L)))
                .hasMessageContaining(TEN);
    }

    private static int passed(Limits limits, Counted counted, int times) {
        return (int) IntStream.range(0, times)
                .filter(i -> limits.check(counted).isEmpty())
                .count();
    }

    private static List<String> keys(String limit) {
        var pattern = new ScanParams().match("recado:limit:" + limit + "*").count(10_000);
        return REDIS.scan(ScanParams.SCAN_POINTER_START, pattern).getResult();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static int connected(ServerSocket server) throws IOException {
        server.setSoTimeout(1);
        var count = 0;
        try {
            while (true) {
                server.accept().close();
                count++;
            }
        } catch (SocketTimeoutException noMore) {
            return count;
        }
    }

    /** A way to the stack's Redis that is shut at first: who comes is sent away. */
    private static final class Gate implements AutoCloseable {

        private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final List<Socket> sockets = new CopyOnWriteArrayList<>();
        private volatile boolean isOpen;

        Gate() throws IOException {
            daemon(this::accept);
        }

        String uri() {
            return "redis://127.0.0.1:" + door.getLocalPort();
        }

        void open() {
            isOpen = true;
        }

        private void accept() {
            var redis = URI.create(SharedStack.setting("RECADO_REDIS_URI"));
            try {
                while (true) {
                    var from = door.accept();
                    if (isOpen) {
                        var to = new Socket(redis.getHost(), redis.getPort());
                        sockets.addAll(List.of(from, to));
                        daemon(() -> pump(from, to));
                        daemon(() -> pump(to, from));
                    } else {
                        from.close();
                    }
                }
            } catch (IOException closed) {
                sockets.forEach(Gate::close);
            }
        }

        private static void pump(Socket from, Socket to) {
            try (from;
                    to) {
                from.getInputStream().transferTo(to.getOutputStream());
            } catch (IOException e) {
                // one side is gone, so the other is closed
            }
        }

        private static void close(Socket socket) {
            try {
                socket.close();
            } catch (IOException e) {
                // it is gone
            }
        }

        private static void daemon(Runnable work) {
            var thread = new Thread(work, "gate");
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void close() throws IOException {
            door.close();
        }
    }
}
