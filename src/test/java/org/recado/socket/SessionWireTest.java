package org.recado.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import jakarta.websocket.Session;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionWireTest {

    /** As Tyrus answers once the other end is gone. */
    private final Session gone = (Session) Proxy.newProxyInstance(
            SessionWireTest.class.getClassLoader(), new Class<?>[] {Session.class}, (proxy, method, arguments) -> {
                throw new RuntimeException("Socket is not connected.");
            });

    @Test
    void clientThatIsGoneEndsItsWriteAndStopsNobody() {
        var ended = new ArrayList<Optional<Throwable>>();
        new SessionWire(gone).send("text", ended::add);
        assertThat(ended).hasSize(1).allSatisfy(e -> assertThat(e).isPresent());
    }

    @Test
    void clientThatIsGoneIsClosedInPeace() {
        assertThatCode(() -> new SessionWire(gone).close(CloseCode.FAILURE, "not written"))
                .doesNotThrowAnyException();
    }
}
