package org.recado.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.recado.auth.Caller;
import org.recado.id.UserId;

class SilenceTest {

    private final FakeWire wire = FakeWire.fast();
    private final Connection ana = new Connection(
            "c",
            new Caller(new UserId("ana"), Set.of()),
            new Outbox(wire, 1 << 20),
            new Turns(Runnable::run, 1 << 20),
            new Inflow(1 << 20, 1 << 20),
            FakeWire.ENTRANCE);
    private final Silence silence = new Silence();

    @SuppressWarnings("UnnecessaryAssignment") // the field is injected in a container only
    @BeforeEach
    void start() {
        silence.idleTimeoutMs = 60_000;
        silence.heard(ana);
    }

    @Test
    void clientThatSaysNothingIsClosedWithACodeThatLetsItComeBack() {
        silence.look(in(59));
        assertThat(wire.closed).isEmpty();

        silence.look(in(61));
        silence.look(in(62));

        assertThat(wire.closed).containsExactly(CloseCode.SILENT);
    }

    @Test
    void clientThatIsGoneIsForgotten() {
        silence.closed(ana);
        silence.look(in(61));

        assertThat(wire.closed).isEmpty();
    }

    private static long in(int seconds) {
        return System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    }
}
