package org.recado.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.recado.auth.Caller;
import org.recado.id.UserId;

class DrainTest {

    private record Gone(String client, CloseCode code, long at, boolean ready) {}

    private final Connections connections = new Connections();
    private final Drain drain = new Drain();
    private final List<Gone> gone = new ArrayList<>();

    @SuppressWarnings("UnnecessaryAssignment") // the fields are injected in a container only
    @BeforeEach
    void start() {
        drain.connections = connections;
        drain.wave = 100;
        drain.timeoutMs = 20_000;
    }

    @Test
    void nodeIsReadyUntilItsDrainBegins() throws InterruptedException {
        assertThat(drain.trouble()).isEmpty();
        drain.run();
        assertThat(drain.trouble()).isPresent();
        assertThat(drain.hasBegun()).isTrue();
    }

    @Test
    void clientsStayUntilTheLoadBalancerHasSeenThatTheNodeIsNotReady() throws InterruptedException {
        drain.delayMs = 60;
        var begun = System.nanoTime();
        connect("a");
        drain.run();
        assertThat(gone).singleElement().satisfies(g -> {
            assertThat(g.ready()).isFalse();
            assertThat(g.at() - begun)
                    .isGreaterThanOrEqualTo(Duration.ofMillis(60).toNanos());
        });
    }

    @Test
    void clientsGoInWavesAndAreToldToComeBack() throws InterruptedException {
        drain.wave = 2;
        drain.intervalMs = 60;
        for (var client : List.of("a", "b", "c", "d", "e")) {
            connect(client);
        }
        drain.run();
        assertThat(gone).extracting(Gone::code).hasSize(5).containsOnly(CloseCode.RESTART);
        assertThat(gone.get(2).at() - gone.get(1).at())
                .isGreaterThanOrEqualTo(Duration.ofMillis(59).toNanos());
        assertThat(gone.get(4).at() - gone.get(3).at())
                .isGreaterThanOrEqualTo(Duration.ofMillis(59).toNanos());
    }

    @Test
    void clientThatReadsNothingIsCutOffWhenTheTimeIsOver() throws InterruptedException {
        drain.timeoutMs = 80;
        drain.intervalMs = 10;
        var stuck = connect("stuck");
        stuck.outbox().must(new Packet("never read", 1));
        connect("quick");
        drain.run();
        assertThat(gone).extracting(Gone::client).containsExactly("quick", "stuck");
        assertThat(connections.count()).isZero();
    }

    @Test
    void clientThatNoThreadIsLeftForGoesTooAndKeepsNobody() throws InterruptedException {
        connect("first", work -> {
            throw new IllegalStateException("no more threads");
        });
        connect("second");
        drain.run();
        assertThat(gone).extracting(Gone::client).containsExactlyInAnyOrder("first", "second");
        assertThat(gone).extracting(Gone::code).containsOnly(CloseCode.RESTART);
    }

    @Test
    void whoIsLetInButNotHereYetIsWaitedForAndSentAway() throws InterruptedException {
        drain.intervalMs = 20;
        var arrived = connections.arriving();
        var draining = new Thread(() -> {
            try {
                drain.run();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        draining.start();
        while (draining.isAlive() && draining.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        assertThat(draining.isAlive()).isTrue();
        connect("late");
        arrived.run();
        draining.join(Duration.ofSeconds(30).toMillis());
        assertThat(draining.isAlive()).isFalse();
        assertThat(gone).extracting(Gone::client).containsExactly("late");
    }

    @Test
    void whoWasNotLetInIsNotWaitedFor() throws InterruptedException {
        connections.arriving().run();
        drain.delayMs = 600_000;
        drain.run();
        assertThat(gone).isEmpty();
    }

    @Test
    void emptyNodeDoesNotWait() throws InterruptedException {
        drain.delayMs = 600_000;
        drain.run();
        assertThat(gone).isEmpty();
    }

    private Connection connect(String client) {
        return connect(client, Runnable::run);
    }

    /** Its wire takes one write and never says that it has ended. */
    private Connection connect(String client, Executor executor) {
        var wire = new Wire() {
            @Override
            public void send(String text, Consumer<Optional<Throwable>> ended) {}

            @Override
            public void close(CloseCode code, String detail) {
                gone.add(new Gone(
                        client, code, System.nanoTime(), drain.trouble().isEmpty()));
                connections.closed(connections.all().stream()
                        .filter(c -> c.id().equals(client))
                        .findFirst()
                        .orElseThrow());
            }
        };
        var connection = new Connection(
                client,
                new Caller(new UserId(client), Set.of()),
                new Outbox(wire, 1000),
                new Turns(executor, 1000),
                new Inflow(1 << 20, 1 << 20),
                FakeWire.ENTRANCE);
        connections.opened(connection);
        return connection;
    }
}
