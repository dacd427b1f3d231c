package org.recado.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.recado.auth.Caller;
import org.recado.id.UserId;

class ConnectionTest {

    private final FakeWire wire = FakeWire.slow();
    private final Connection connection = new Connection(
            "c",
            new Caller(new UserId("ana"), Set.of()),
            new Outbox(wire, 1000),
            new Turns(Runnable::run, 1000),
            new Inflow(1 << 20, 1 << 20),
            FakeWire.ENTRANCE);

    @Test
    void whoLeavesHearsTheAnswersOfAllItsCommandsFirst() {
        var first = connection.command();
        var second = connection.command();
        connection.leave(CloseCode.RESTART, "");

        answer(second, "two");
        wire.drain();
        assertThat(wire.closed).isEmpty();
        answer(first, "one");
        assertThat(wire.closed).isEmpty();
        wire.drain();

        assertThat(wire.sent).containsExactly("two", "one");
        assertThat(wire.closed).containsExactly(CloseCode.RESTART);
    }

    @Test
    void whoHasNothingToWaitForLeavesAtOnce() {
        connection.leave(CloseCode.RESTART, "");
        assertThat(connection.isLeaving()).isTrue();
        assertThat(wire.closed).containsExactly(CloseCode.RESTART);
    }

    private void answer(String command, String text) {
        connection.outbox().must(new Packet(text, 1));
        connection.confirmed(command);
    }
}
