package org.recado.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** Payara only. Where its timers cannot be stilled it has changed: see {@code docs/decisions/idle-timers.md}. */
class IdleTimersIT extends RunningServer {

    private static final String HEARTBEAT = "[null,\"1\",\"phoenix\",\"heartbeat\",{}]";

    @Test
    void theServersIdleTimersAreStilled() throws Exception {
        try (var socket = RawSocket.as("ana")) {
            socket.text(HEARTBEAT);
            assertThat(socket.next()).isPresent();
        }
        assertThat(Files.readString(Server.LOG, StandardCharsets.ISO_8859_1))
                .isNotEmpty()
                .doesNotContain("idle timers cannot be stilled");
    }
}
