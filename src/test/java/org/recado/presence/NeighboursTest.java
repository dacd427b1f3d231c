package org.recado.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.recado.platform.Outside;
import org.recado.platform.Redis;
import org.recado.stack.SharedStack;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.args.ClientPauseMode;

/** Nodes that share one Redis; {@code RECADO_REDIS_URI} gives another than the stack's. */
class NeighboursTest {

    private static final UnifiedJedis REDIS = Outside.redis();
    private static final String KEYS = Redis.together(REDIS, "recado:presence");
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration BOUND = Duration.ofSeconds(15);
    private static final long PATIENCE_SECONDS = 20;

    private final String channel = UUID.randomUUID().toString();
    private final Client ana = new Client("ana", channel);
    private final Client bruno = new Client("bruno", channel);
    private final Edge one = new Edge("one", REDIS, LONG);
    private final Edge two = new Edge("two", REDIS, LONG);

    @BeforeEach
    @AfterEach
    void forgetAll() {
        var keys = REDIS.keys(KEYS + ":*");
        if (!keys.isEmpty()) {
            REDIS.del(keys.toArray(String[]::new));
        }
    }

    @Test
    void connectionsOfAllNodesAreTold() {
        var anas = one.join(ana);
        one.beat();
        assertThat(ana.news()).containsExactly(state("ana", anas));
        var brunos = two.join(bruno);
        two.beat();
        assertThat(bruno.news()).singleElement().asString().contains(anas, brunos);

        later(one);
        assertThat(ana.news()).containsExactly(joined("bruno", brunos));
        two.leave(bruno);
        two.beat();
        later(one);
        assertThat(ana.news()).containsExactly(left("bruno", brunos));
    }

    @Test
    void nodeThatEndsIsGoneAtOnce() {
        together();
        pastGrace(one);
        two.end();
        later(one);

        assertThat(ana.news())
                .singleElement()
                .asString()
                .startsWith("all presence_diff {\"joins\":{},\"leaves\":{\"bruno\"");
    }

    @Test
    void nodeThatStartsAgainUnderItsNameHasNoGhosts() {
        together();
        var again = new Edge("two", REDIS, LONG);
        var carla = new Client("carla", channel);
        var carlas = again.join(carla);
        again.beat();
        later(one);

        assertThat(ana.news())
                .singleElement()
                .asString()
                .startsWith("all presence_diff {\"joins\":{\"carla\":{\"metas\":[{\"phx_ref\":\"" + carlas + "\"")
                .contains("\"leaves\":{\"bruno\"");
    }

    @Test
    void deadNodeIsGoneWhenItsLeaseEnds() {
        var lease = Duration.ofSeconds(2);
        var dying = new Edge("dying", REDIS, lease);
        one.join(ana);
        one.beat();
        dying.join(bruno);
        dying.beat();
        var died = System.nanoTime();
        later(one);
        assertThat(ana.news()).last().asString().contains("\"joins\":{\"bruno\"");
        pastGrace(one);

        until(() -> ana.told.stream().anyMatch(t -> t.contains("\"leaves\":{\"bruno\"")), one);

        var took = Duration.ofNanos(System.nanoTime() - died);
        assertThat(took)
                .isBetween(lease.minusMillis(500), lease.plus(Place.PACE).plusSeconds(3));
        assertThat(REDIS.smembers(KEYS + ":nodes")).containsExactly("one");
        assertThat(REDIS.exists(KEYS + ":sheet:dying")).isFalse();
    }

    /** A lease renewed just before death; then Redis found empty just before the lease ends; and the rest of the way. */
    @Test
    void ghostsOfAKilledNodeAreGoneWithinFifteenSeconds() throws IOException {
        var defaults = new Properties();
        try (var in = Files.newInputStream(Path.of("src/main/resources/META-INF/microprofile-config.properties"))) {
            defaults.load(in);
        }
        var lease = ms(defaults, "recado.presence.lease-ms");
        var beat = ms(defaults, "recado.presence.beat-ms");
        var redis = ms(defaults, "recado.redis.timeout-ms");

        assertThat(lease.plus(Neighbours.GRACE).plus(beat).plus(redis).plus(Place.PACE))
                .isLessThanOrEqualTo(BOUND);
    }

    private static Duration ms(Properties defaults, String key) {
        return Duration.ofMillis(Long.parseLong(defaults.getProperty(key)));
    }

    @Test
    void redisThatLostEverythingIsWrittenAnewAndNobodySeemsToGo() {
        together();
        pastGrace(one, two);
        forgetAll();
        one.skip(Place.PACE);
        one.beat();
        two.beat();
        later(one);
        later(two);
        assertThat(List.of(ana.news(), bruno.news())).containsOnly(List.of());

        var carla = new Client("carla", channel);
        var third = new Edge("three", REDIS, LONG);
        third.join(carla);
        third.beat();
        assertThat(carla.news()).singleElement().asString().contains("\"ana\"", "\"bruno\"", "\"carla\"");
    }

    @Test
    void nodeThatDiedWithRedisIsGoneAfterTheGrace() {
        together();
        pastGrace(one);
        forgetAll();
        later(one);
        assertThat(ana.news()).isEmpty();
        pastGrace(one);
        later(one);

        assertThat(ana.news()).singleElement().asString().contains("\"leaves\":{\"bruno\"");
    }

    @Test
    void whileRedisHangsThisNodesPeopleComeAndGoAndTheOthersStay() {
        together();
        pause(Duration.ofSeconds(2));
        var carla = new Client("carla", channel);
        one.join(carla);
        assertThat(carla.news()).singleElement().asString().contains("\"ana\"", "\"bruno\"");
        later(one);
        assertThat(ana.news()).singleElement().asString().contains("\"joins\":{\"carla\"", "\"leaves\":{}");
        two.leave(bruno);

        until(() -> ana.told.stream().anyMatch(t -> t.contains("\"leaves\":{\"bruno\"")), one, two);
        var dora = new Client("dora", channel);
        two.join(dora);
        until(() -> !dora.told.isEmpty(), two);
        assertThat(dora.news()).singleElement().asString().contains("\"ana\"", "\"carla\"");
    }

    @Test
    void withoutRedisThisNodesPeopleAreToldAndLittleTimeIsLost() {
        var alone = new Edge("alone", Outside.redis("redis://127.0.0.1:1"), LONG);
        var anas = alone.join(ana);
        var begun = System.nanoTime();
        for (var i = 0; i < 1_000; i++) {
            alone.beat();
        }

        assertThat(ana.news()).containsExactly(state("ana", anas));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void signalThatWasLostIsMadeUpFor() {
        together();
        REDIS.hset(
                KEYS + ":sheet:two",
                "channel:" + channel,
                SheetCodec.encode(Sheet.of(List.of(new Meta("dora", "d", "2026-01-01T00:00:00Z")), Edge.LIMIT)));
        later(one);
        assertThat(ana.news()).isEmpty();
        one.skip(Duration.ofMinutes(1));
        one.beat();

        assertThat(ana.news()).singleElement().asString().contains("\"joins\":{\"dora\"", "\"leaves\":{\"bruno\"");
    }

    @Test
    void whatCannotBeReadIsPassedOver() {
        one.join(ana);
        one.beat();
        two.join(bruno);
        two.beat();
        REDIS.hset(KEYS + ":sheet:two", "channel:" + channel, "{\"later\":1}");
        ana.news();
        later(one);

        assertThat(ana.news()).isEmpty();
    }

    @Test
    void topicNobodyIsInLeavesNothingBehind() {
        together();
        one.leave(ana);
        one.beat();

        assertThat(REDIS.hkeys(KEYS + ":sheet:one")).containsExactly(".");
        assertThat(REDIS.pttl(KEYS + ":sheet:one")).isBetween(1L, LONG.toMillis());
        assertThat(REDIS.pttl(KEYS + ":changes")).isPositive();
    }

    @Test
    void moreTopicsThanAreReadAtOnceAreAllRead() {
        var brunos = two.join(bruno);
        two.beat();
        for (var i = 0; i < 2_500; i++) {
            one.join(new Client("ana", "many-" + i));
        }
        one.join(ana);
        until(() -> !ana.told.isEmpty(), one);

        assertThat(ana.news()).singleElement().asString().contains(brunos);
    }

    private void together() {
        one.join(ana);
        one.beat();
        two.join(bruno);
        two.beat();
        later(one);
        assertThat(ana.news()).last().asString().contains("\"joins\":{\"bruno\"");
        assertThat(bruno.news()).last().asString().contains("\"ana\"", "\"bruno\"");
    }

    private static void later(Edge edge) {
        edge.skip(Place.PACE);
        edge.beat();
    }

    private static void pastGrace(Edge... edges) {
        for (var edge : edges) {
            edge.skip(Neighbours.GRACE);
        }
    }

    /** Redis answers nobody for so long. */
    private static void pause(Duration time) {
        // in a cluster the node that has this place's keys is not known: all of them are asked
        for (var address : SharedStack.setting("RECADO_REDIS_URI").split(",", -1)) {
            pause(URI.create(address), time);
        }
    }

    private static void pause(URI address, Duration time) {
        try (var jedis = new Jedis(address)) {
            jedis.clientPause(time.toMillis(), ClientPauseMode.ALL);
        }
    }

    private static void until(BooleanSupplier condition, Edge... edges) {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time is up").isLessThan(deadline);
            for (var edge : edges) {
                edge.beat();
            }
            Edge.pause();
        }
    }

    private static String state(String user, String ref) {
        return "own presence_state {" + key(user, ref) + "}";
    }

    private static String joined(String user, String ref) {
        return "all presence_diff {\"joins\":{" + key(user, ref) + "},\"leaves\":{}}";
    }

    private static String left(String user, String ref) {
        return "all presence_diff {\"joins\":{},\"leaves\":{" + key(user, ref) + "}}";
    }

    private static String key(String user, String ref) {
        return "\"" + user + "\":{\"metas\":[{\"phx_ref\":\"" + ref + "\",\"online_at\":\"2026-01-01T00:00:00Z\"}]}";
    }
}
