package org.recado.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a client may do below the frames, where a library would not. */
@Tag("every-server")
class WireIT extends RunningServer {

    private static final String HEARTBEAT = "[null,\"1\",\"phoenix\",\"heartbeat\",{}]";
    private static final String ANOTHER = "[null,\"2\",\"phoenix\",\"heartbeat\",{}]";

    /** More than a server has threads for HTTP. */
    private static final int MANY = 64;

    /** Open Liberty waits half a minute for the answer to a close, whatever it is told. */
    private static final Duration PARTING = Duration.ofSeconds(Server.isLiberty() ? 40 : 20);

    /** Open Liberty's WebSocket reads anew after the upgrade, and drops what was read with it. */
    @Test
    @Tag("not-on-liberty")
    void framesThatLeaveTogetherWithTheUpgradeAreAnswered() throws IOException {
        var sockets = new ArrayList<RawSocket>();
        try {
            for (var i = 0; i < MANY; i++) {
                var socket = RawSocket.hasty("ana", HEARTBEAT);
                sockets.add(socket);
                socket.patience(Duration.ofSeconds(20));
                assertThat(socket.next().orElseThrow().text()).contains("phx_reply");
            }
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void manyWhoSpeakTooSoonAreHeardWhenTheySpeakAgain() throws IOException {
        var sockets = new ArrayList<RawSocket>();
        try {
            for (var i = 0; i < MANY; i++) {
                sockets.add(RawSocket.hasty("ana", HEARTBEAT));
            }
            for (var socket : sockets) {
                socket.patience(Duration.ofSeconds(20));
                socket.text(ANOTHER);
                var said = socket.next().orElseThrow().text();
                // the answer to the first comes before it, where there is one
                assertThat(said.contains("\"1\"") ? socket.next().orElseThrow().text() : said)
                        .contains("\"2\"")
                        .contains("phx_reply");
            }
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void whoDoesNotAnswerTheCloseIsLetGo() throws IOException {
        try (var socket = RawSocket.as("ana")) {
            socket.patience(PARTING);
            socket.text("no frame");

            assertThat(socket.closeCode()).hasValue(1007);
            assertThat(socket.next()).isEmpty();
        }
    }
}
