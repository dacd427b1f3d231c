package org.recado.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import jakarta.persistence.EntityManagerFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.deadletter.DeadLetter.State;
import org.recado.id.UserId;
import org.recado.platform.Amqp;
import org.recado.platform.Database;
import org.recado.platform.Outside;
import org.recado.platform.Topology;

/** On a real PostgreSQL and a real broker. */
class ReplayTest {

    private static final EntityManagerFactory DATABASE = Database.of(DeadLetter.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final UserId OPS = new UserId("ops");

    private static Amqp amqp;
    private static Channel broker;

    private final DeadLetters letters = Letters.on(DATABASE);
    private final DeadQueue queue = new DeadQueue() {
        @Override
        public void sweepSoon() {
            sweep();
        }
    };
    private final String unique = UUID.randomUUID().toString();

    @BeforeAll
    static void connect() throws Exception {
        amqp = Outside.amqp();
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (amqp.open(Amqp.Use.PUBLISH).isEmpty()
                || amqp.open(Amqp.Use.CONSUME).isEmpty()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(20);
        }
        broker = amqp.channel(Amqp.Use.PUBLISH);
        Outside.TOPOLOGY.declare(broker);
        broker.confirmSelect();
    }

    @AfterAll
    static void disconnect() {
        Outside.stop(amqp);
        DATABASE.close();
    }

    @BeforeEach
    void empty() throws Exception {
        broker.queuePurge(Topology.partition(0));
        broker.queuePurge(Topology.DEAD);
        queue.amqp = amqp;
        queue.letters = letters;
    }

    @Test
    void theOriginalGoesToTheChannelsPartition() throws Exception {
        var properties = new BasicProperties.Builder()
                .contentType("application/json")
                .messageId(unique)
                .replyTo("replies")
                .expiration("1")
                .headers(Map.of("n", 7L, "x-recado-reason", "malformed"))
                .build();
        var body = "{\"channel_id\":\"general\"}".getBytes(UTF_8);
        var letter = new Letter("recado.commands.0", properties, body, malformed(), Instant.now());
        letters.keep(List.of(letter));
        replay(amqp).one(letter.id(), Optional.empty(), OPS);

        var again = next(Topology.partition(0));
        assertThat(again.getEnvelope().getExchange()).isEqualTo(Topology.COMMANDS);
        assertThat(again.getEnvelope().getRoutingKey()).isEqualTo("general");
        assertThat(again.getBody()).isEqualTo(body);
        assertThat(again.getProps().getReplyTo()).isEqualTo("replies");
        assertThat(again.getProps().getMessageId()).isEqualTo(unique);
        assertThat(again.getProps().getHeaders()).containsEntry("n", 7L).doesNotContainKey("x-recado-reason");
        assertThat(letters.known(letter.id()).state()).isEqualTo(State.REPLAYED);
        var buriedAgain =
                new Letter(again.getEnvelope().getRoutingKey(), again.getProps(), body, malformed(), Instant.now());
        assertThat(buriedAgain.id()).isEqualTo(letter.id());
        assertThat(buriedAgain.properties().getHeaders()).isEqualTo(Map.of("n", 7L));
    }

    @Test
    void whatTwoOperatorsReplayAtOnceIsSentOnce() throws Exception {
        var all = List.of(letter("1"), letter("2"), letter("3"), letter("4"));
        letters.keep(all);
        var ids = Optional.of(Set.copyOf(all.stream().map(Letter::id).toList()));
        var selection = new Selection(Optional.empty(), ids, letters.now());
        var another = replay(amqp);
        another.letters = Letters.on(DATABASE);
        another.queue = new DeadQueue() {
            @Override
            public void sweepSoon() {}
        };
        var one = CompletableFuture.supplyAsync(() -> replay(amqp).some(selection, 10, OPS));
        var two = CompletableFuture.supplyAsync(() -> another.some(selection, 10, OPS));

        assertThat(one.join().replayed() + two.join().replayed()).isEqualTo(4);
        assertThat(one.join().failed() + two.join().failed()).isZero();
        for (var i = 0; i < 4; i++) {
            next(Topology.partition(0));
        }
        assertThat(broker.basicGet(Topology.partition(0), true)).isNull();
    }

    @Test
    void whoSeesAnotherStateThanItHasByNowSendsNothing() throws Exception {
        var letter = letter("1");
        letters.keep(List.of(letter));
        letters.discard(letter.id(), "late", OPS);

        assertThatThrownBy(() -> replay(amqp).one(letter.id(), Optional.of(State.WAITING), OPS))
                .isInstanceOfSatisfying(
                        Refused.class, r -> assertThat(r.reason()).isEqualTo(Reason.CONFLICT));
        assertThat(broker.basicGet(Topology.partition(0), true)).isNull();
        assertThat(letters.known(letter.id()).state()).isEqualTo(State.DISCARDED);
    }

    @Test
    void aSelectionIsReplayedPageByPageInItsOrder() throws Exception {
        var all = List.of(letter("1"), letter("2"), letter("3"), letter("4"), letter("5"));
        for (var letter : all) {
            letters.keep(List.of(letter));
        }
        var ids = Set.of(all.stream().map(Letter::id).toArray(UUID[]::new));
        var selection = new Selection(Optional.empty(), Optional.of(ids), letters.now());
        var replay = replay(amqp);
        assertThat(replay.some(selection, 3, OPS)).isEqualTo(new Replay.Done(3, 0, 2));
        assertThat(replay.some(selection, 3, OPS)).isEqualTo(new Replay.Done(2, 0, 0));
        assertThat(replay.some(selection, 3, OPS)).isEqualTo(new Replay.Done(0, 0, 0));
        for (var letter : all) {
            assertThat(next(Topology.partition(0)).getBody()).isEqualTo(letter.body());
        }
    }

    @Test
    void withoutABrokerNothingIsSettled() {
        var letter = letter("a");
        letters.keep(List.of(letter));
        var nowhere = Outside.amqp("amqp://guest:guest@127.0.0.1:1/");
        try {
            var replay = replay(nowhere);
            assertUnavailable(() -> replay.one(letter.id(), Optional.empty(), OPS));
            assertUnavailable(() -> replay.some(only(letter), 9, OPS));
        } finally {
            Outside.stop(nowhere);
        }
        assertThat(letters.known(letter.id()).state()).isEqualTo(State.WAITING);
    }

    @Test
    void nothingIsReplayedWhileThePartitionsAreOutOfOrder() throws Exception {
        var letter = letter("a");
        letters.keep(List.of(letter));
        var replay = replay(amqp);
        broker.exchangeDeclare(Topology.COMMANDS_HASH, "fanout", true);
        try {
            assertUnavailable(() -> replay.one(letter.id(), Optional.empty(), OPS));
            assertThat(letters.known(letter.id()).state()).isEqualTo(State.WAITING);
            broker.exchangeDeclare(Topology.COMMANDS_RING, "fanout", false);
            replay.one(letter.id(), Optional.empty(), OPS);
        } finally {
            broker.exchangeDelete(Topology.COMMANDS_HASH);
            broker.exchangeDelete(Topology.COMMANDS_RING);
        }
        assertThat(next(Topology.partition(0)).getBody()).isEqualTo(letter.body());
    }

    @Test
    void onlyTheCopiesOfSettledLettersLeaveTheQueue() throws Exception {
        var settled = letter("settled");
        var waiting = letter("waiting");
        letters.keep(List.of(settled, waiting));
        for (var letter : List.of(settled, waiting, settled)) {
            broker.basicPublish("", Topology.DEAD, letter.copy(), letter.body());
        }
        broker.basicPublish("", Topology.DEAD, new BasicProperties(), "somebody else's".getBytes(UTF_8));
        broker.waitForConfirmsOrDie(PATIENCE.toMillis());
        letters.discard(settled.id(), "spam", OPS);
        queue.sweep();

        // a broker may give back in another order
        assertThat(List.of(next(Topology.DEAD).getBody(), next(Topology.DEAD).getBody()))
                .containsExactlyInAnyOrder(waiting.body(), "somebody else's".getBytes(UTF_8));
        assertThat(broker.basicGet(Topology.DEAD, true)).isNull();
    }

    @Test
    void whatTheCopiesAreSweptForIsSettledForGoodByThen() throws Exception {
        var letter = letter("1");
        letters.keep(List.of(letter));
        broker.basicPublish("", Topology.DEAD, letter.copy(), letter.body());
        broker.waitForConfirmsOrDie(PATIENCE.toMillis());
        // on a connection of its own, as in the background
        queue.letters = Letters.on(DATABASE);
        replay(amqp).some(only(letter), 10, OPS);

        assertThat(broker.basicGet(Topology.DEAD, true)).isNull();
    }

    @Test
    void roundsGoOnWhileThereIsSomethingToTakeOutAndWhileAnotherNodeSweeps() throws Exception {
        var swept = new AtomicInteger();
        var taken = new DeadQueue() {
            @Override
            boolean sweep() {
                return swept.incrementAndGet() < 3;
            }
        };
        taken.letters = letters;
        for (var i = 0; i < 9; i++) {
            taken.round();
        }
        assertThat(swept).hasValue(0);
        taken.sweepSoon();
        var another = Letters.on(DATABASE);
        another.alone(() -> {
            taken.round();
            return true;
        });
        assertThat(swept).hasValue(0);
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (swept.get() < 3) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            taken.round();
        }
        for (var i = 0; i < 9; i++) {
            Thread.sleep(20);
            taken.round();
        }
        assertThat(swept).hasValue(3);
    }

    @Test
    void whatComesAgainMeanwhileIsNotReplayedTwice() throws Exception {
        var all = List.of(letter("1"), letter("2"), letter("3"));
        letters.keep(all);
        var ids = Optional.of(Set.copyOf(all.stream().map(Letter::id).toList()));
        var selection = new Selection(Optional.empty(), ids, letters.now());
        var replay = replay(amqp);
        assertThat(replay.some(selection, 2, OPS)).isEqualTo(new Replay.Done(2, 0, 1));
        letters.keep(all.stream()
                .filter(l -> letters.known(l.id()).state() == State.REPLAYED)
                .map(l -> new Letter(l.routingKey(), l.properties(), l.body(), malformed(), Instant.EPOCH))
                .toList());
        assertThat(letters.count(new Selection(Optional.empty(), ids, letters.now())))
                .isEqualTo(3);
        assertThat(replay.some(selection, 9, OPS)).isEqualTo(new Replay.Done(1, 0, 0));
    }

    private Selection only(Letter letter) {
        return new Selection(Optional.empty(), Optional.of(Set.of(letter.id())), letters.now());
    }

    private Replay replay(Amqp to) {
        var replay = new Replay();
        replay.amqp = to;
        replay.topology = Outside.TOPOLOGY;
        replay.gateways = Outside.gateways(to);
        replay.letters = letters;
        replay.queue = queue;
        replay.deadlines = Outside.deadlines();
        replay.confirmTimeoutMs = 5_000;
        replay.start();
        return replay;
    }

    private static void assertUnavailable(Runnable work) {
        assertThatThrownBy(work::run).isInstanceOfSatisfying(Refused.class, r -> {
            assertThat(r.reason()).isEqualTo(Reason.UNAVAILABLE);
            assertThat(r.retryAfter()).isPresent();
        });
    }

    private Letter letter(String body) {
        var properties = new BasicProperties.Builder().messageId(unique).build();
        return new Letter("key", properties, body.getBytes(UTF_8), malformed(), Instant.now());
    }

    private static Refused malformed() {
        return new Refused(Reason.MALFORMED, "no JSON");
    }

    private static GetResponse next(String from) throws Exception {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            var response = broker.basicGet(from, true);
            if (response != null) {
                return response;
            }
            Thread.sleep(20);
        }
        throw new AssertionError("nothing came to " + from);
    }
}
