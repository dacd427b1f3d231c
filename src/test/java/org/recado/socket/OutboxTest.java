package org.recado.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.recado.platform.Json;

class OutboxTest {

    private static final int MAX = 100;

    private final FakeWire slow = FakeWire.slow();
    private final Outbox outbox = new Outbox(slow, MAX);
    private final Outbox.Cursor one = new Outbox.Cursor("channel:1", Json.value("1"));
    private final Outbox.Cursor two = new Outbox.Cursor("channel:2", Json.value("2"));

    @Test
    void oneWriteIsInFlightAtATimeAndOrderIsKept() {
        outbox.must(packet("a", 1));
        outbox.must(packet("b", 1));
        outbox.must(packet("c", 1));

        assertThat(slow.sent).containsExactly("a");
        slow.drain();
        assertThat(slow.sent).containsExactly("a", "b", "c");
    }

    @Test
    void writesThatEndAtOnceDoNotDeepenTheStack() {
        var fast = FakeWire.fast();
        var eager = new Outbox(fast, Integer.MAX_VALUE);
        for (var i = 0; i < 100_000; i++) {
            eager.must(packet("x", 1));
        }
        assertThat(fast.sent).hasSize(100_000);
    }

    @Test
    void eventsOverTheLimitAreDroppedAndEachTopicIsToldOnceFromWhere() {
        outbox.joined(one, 4, packet("answer one", 1));
        outbox.joined(two, 9, packet("answer two", 1));
        outbox.event(one, 5, packet("1/5", 40));
        slow.ended(Optional.empty());
        slow.ended(Optional.empty());
        assertThat(slow.sent).containsExactly("answer one", "answer two", "1/5");

        outbox.event(one, 6, packet("1/6", 60));
        outbox.event(two, 10, packet("2/10", 30));
        outbox.event(two, 11, packet("2/11", 30));
        outbox.event(one, 7, packet("1/7", 30));
        slow.drain();

        assertThat(slow.sent.subList(3, slow.sent.size()))
                .containsExactly(
                        "[\"1\",null,\"channel:1\",\"resync\",{\"last_seq\":5}]",
                        "[\"2\",null,\"channel:2\",\"resync\",{\"last_seq\":9}]");
        assertThat(slow.closed).isEmpty();
    }

    @Test
    void repliesSurviveAResync() {
        outbox.must(packet("in flight", 1));
        outbox.must(packet("reply", 10));
        outbox.event(one, 1, packet("1/1", 80));
        outbox.event(one, 2, packet("1/2", 80));
        slow.drain();

        assertThat(slow.sent)
                .containsExactly("in flight", "reply", "[\"1\",null,\"channel:1\",\"resync\",{\"last_seq\":0}]");
    }

    @Test
    void topicThatIsJoinedAgainHearsItsEventsAgain() {
        outbox.lose(one);
        var again = new Outbox.Cursor("channel:1", Json.value("8"));
        outbox.joined(again, 3, packet("answer", 1));
        outbox.event(again, 4, packet("1/4", 1));
        slow.drain();

        assertThat(slow.sent).endsWith("answer", "1/4");
    }

    @Test
    void clientThatReadsNothingAtAllIsClosedSoThatItComesBack() {
        outbox.must(packet("in flight", 1));
        outbox.must(packet("x", 2 * MAX));
        assertThat(slow.closed).isEmpty();

        outbox.must(packet("y", 1));
        outbox.must(packet("z", 1));

        assertThat(slow.closed).containsExactly(CloseCode.TOO_SLOW);
    }

    @Test
    void answerLargerThanTheQueueIsWrittenWhereLittleElseWaits() {
        outbox.must(packet("in flight", 1));
        outbox.joined(one, 7, packet("answer", 8 * MAX));
        slow.drain();

        assertThat(slow.sent).containsExactly("in flight", "answer");
        assertThat(slow.closed).isEmpty();
    }

    @Test
    void whatIsPassingIsNotTakenIntoAQueueThatIsHalfFull() {
        var dropped = new ArrayList<String>();
        outbox.must(packet("in flight", 1));
        outbox.passing(packet("typing", 30), () -> dropped.add("typing"));
        outbox.passing(packet("presence", 30), () -> dropped.add("presence"));

        assertThat(dropped).containsExactly("presence");
        assertThat(outbox.hasRoom(20)).isTrue();
        assertThat(outbox.hasRoom(21)).isFalse();
        slow.drain();
        assertThat(slow.sent).containsExactly("in flight", "typing");
        assertThat(dropped).containsExactly("presence");
    }

    @Test
    void whatIsPassingMakesRoomBeforeAnEventIsLost() {
        var dropped = new ArrayList<String>();
        outbox.must(packet("in flight", 1));
        outbox.passing(packet("typing", 40), () -> dropped.add("typing"));
        outbox.event(one, 1, packet("1/1", 50));
        outbox.event(one, 2, packet("1/2", 50));
        slow.drain();

        assertThat(dropped).containsExactly("typing");
        assertThat(slow.sent).containsExactly("in flight", "1/1", "1/2");
    }

    @Test
    void finishedOutboxWritesWhatWaitsThenClosesAndTakesNothingMore() {
        outbox.must(packet("in flight", 1));
        outbox.event(one, 1, packet("1/1", 1));
        outbox.finish(CloseCode.RESTART, "");
        outbox.must(packet("late", 1));
        outbox.event(one, 2, packet("1/2", 1));
        outbox.lose(two);

        assertThat(slow.closed).isEmpty();
        slow.drain();
        assertThat(slow.sent).containsExactly("in flight", "1/1");
        assertThat(slow.closed).containsExactly(CloseCode.RESTART);
    }

    @Test
    void failedWriteClosesTheConnection() {
        outbox.must(packet("a", 1));
        outbox.must(packet("b", 1));
        slow.ended(Optional.of(new IOException("torn")));

        assertThat(slow.closed).containsExactly(CloseCode.FAILURE);
        assertThat(slow.sent).containsExactly("a");
    }

    private static Packet packet(String text, int bytes) {
        return new Packet(text, bytes);
    }
}
