package org.recado.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.recado.platform.Json;

class PollWireTest {

    private static final Duration WINDOW = Duration.ofSeconds(10);

    private final List<Runnable> later = new ArrayList<>();
    private final PollWire wire = new PollWire(later::add, 0);
    private final Outbox outbox = new Outbox(wire, 100);

    @Test
    void pollTakesAllThatIsQueuedInOrder() {
        IntStream.rangeClosed(1, 5).forEach(i -> outbox.must(packet("f" + i, 1)));

        assertThat(polled(1).frames).contains(List.of("f1", "f2", "f3", "f4", "f5"));
        assertThat(polled(2).isWaiting()).isTrue();
    }

    @Test
    void waitingPollIsAnsweredByAnotherThreadThanTheTellers() {
        var poll = polled(1);
        outbox.must(packet("f1", 1));
        outbox.must(packet("f2", 1));

        assertThat(poll.isWaiting()).isTrue();
        work();
        assertThat(poll.frames).contains(List.of("f1", "f2"));
    }

    @Test
    void pollIsAnsweredEmptyWhenItsWindowIsOver() {
        var poll = polled(seconds(1));
        wire.tick(seconds(10), WINDOW);
        assertThat(poll.isWaiting()).isTrue();
        wire.tick(seconds(11), WINDOW);
        assertThat(poll.frames).contains(List.of());
    }

    @Test
    void laterPollTakesThePlaceOfTheOneBefore() {
        var first = polled(1);
        var second = polled(2);
        outbox.must(packet("f1", 1));
        work();

        assertThat(first.frames).contains(List.of());
        assertThat(second.frames).contains(List.of("f1"));
    }

    @Test
    void largeQueueIsTakenByMorePolls() {
        var roomy = new Outbox(wire, 1 << 20);
        IntStream.rangeClosed(1, 5).forEach(i -> roomy.must(packet(i + "x".repeat(40_000), 40_001)));

        assertThat(polled(1).frames.orElseThrow()).hasSize(2);
        assertThat(polled(2).frames.orElseThrow()).hasSize(2);
        assertThat(polled(3).frames.orElseThrow()).hasSize(1);
    }

    @Test
    void clientThatDoesNotPollIsToldToJoinAgainFromWhereItWas() {
        var cursor = new Outbox.Cursor("channel:1", Json.value("7"));
        for (var seq = 1; seq <= 4; seq++) {
            outbox.event(cursor, seq, packet("e" + seq, 40));
        }

        assertThat(polled(1).frames).contains(List.of("e1", "[\"7\",null,\"channel:1\",\"resync\",{\"last_seq\":1}]"));
    }

    @Test
    void clientThatDoesNotPollIsEndedWhenRepliesPileUp() {
        var ends = new ArrayList<String>();
        wire.onClose(() -> ends.add("closed"));
        IntStream.rangeClosed(1, 9).forEach(i -> outbox.must(packet("reply" + i, 40)));

        assertThat(ends).containsExactly("closed");
        assertThat(polled(1).gone).isTrue();
    }

    @Test
    void waitingPollHearsTheEndOnce() {
        var poll = polled(1);
        outbox.close(CloseCode.TOO_BIG, "");
        outbox.close(CloseCode.FAILURE, "");
        outbox.must(packet("late", 1));
        work();

        assertThat(poll.gone).isTrue();
        assertThat(polled(2).gone).isTrue();
    }

    @Test
    void endThatCameFirstIsNotMissed() {
        var ends = new ArrayList<String>();
        outbox.close(CloseCode.FAILURE, "");
        wire.onClose(() -> ends.add("closed"));

        assertThat(ends).containsExactly("closed");
    }

    @Test
    void silenceIsCountedFromTheLastPoll() {
        polled(seconds(3));

        assertThat(wire.silence(seconds(10))).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void nothingIsLostBetweenManyThreadsAndAPoller() throws InterruptedException {
        var pool = Executors.newFixedThreadPool(3);
        var racing = new PollWire(pool, 0);
        var box = new Outbox(racing, 1 << 20);
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        pool.execute(() -> IntStream.range(0, 20_000).forEach(i -> box.must(packet("f" + i, 1))));

        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (heard.size() < 20_000 && System.nanoTime() < deadline) {
            var poll = new RacingPoll(heard);
            racing.poll(poll, System.nanoTime());
            assertThat(poll.answered.await(20, TimeUnit.SECONDS)).isTrue();
        }
        pool.shutdownNow();

        assertThat(heard)
                .containsExactlyElementsOf(
                        IntStream.range(0, 20_000).mapToObj(i -> "f" + i).toList());
    }

    private static final class RacingPoll implements Poll {
        final CountDownLatch answered = new CountDownLatch(1);
        private final Queue<String> heard;

        RacingPoll(Queue<String> heard) {
            this.heard = heard;
        }

        @Override
        public void answer(List<String> frames) {
            heard.addAll(frames);
            answered.countDown();
        }

        @Override
        public void gone() {
            throw new IllegalStateException("gone");
        }
    }

    private FakePoll polled(long now) {
        var poll = new FakePoll();
        wire.poll(poll, now);
        return poll;
    }

    private void work() {
        List.copyOf(later).forEach(Runnable::run);
        later.clear();
    }

    private static long seconds(long n) {
        return TimeUnit.SECONDS.toNanos(n);
    }

    private static Packet packet(String text, int bytes) {
        return new Packet(text, bytes);
    }
}
