package org.recado.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.recado.auth.Caller;
import org.recado.id.UserId;
import org.recado.platform.Meters;

class ClientsTest {

    private final FakeWire wire = FakeWire.fast();
    private final Connection ana = new Connection(
            "c",
            new Caller(new UserId("ana"), Set.of()),
            new Outbox(wire, 1 << 20),
            new Turns(Runnable::run, 1 << 20),
            new Inflow(1 << 20, 1 << 20),
            FakeWire.ENTRANCE);
    private final Clients clients = new Clients();

    ClientsTest() {
        clients.maxFrameBytes = 64;
        clients.meters = new Meters();
    }

    @Test
    void whoSendsFasterThanAllowedIsClosedAndMayComeBack() {
        var beat = "[null,\"1\",\"phoenix\",\"heartbeat\",{}]";
        for (var i = 0; i < 100_000 && wire.closed.isEmpty(); i++) {
            clients.text(ana, beat);
        }

        assertThat(wire.closed).containsExactly(CloseCode.TOO_SLOW);
        assertThat(wire.sent).hasSizeGreaterThan(3_000);
    }

    @Test
    void whatComesAfterTheCloseIsNotRead() {
        clients.text(ana, "x".repeat(65));
        clients.received(ana, 1, () -> {
            throw new AssertionError("read");
        });

        assertThat(wire.closed).containsExactly(CloseCode.TOO_BIG);
    }
}
