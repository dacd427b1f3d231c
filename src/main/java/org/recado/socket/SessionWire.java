package org.recado.socket;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** The way to a client through the server's WebSocket. */
record SessionWire(Session session) implements Wire {

    private static final System.Logger LOG = System.getLogger(SessionWire.class.getName());
    private static final Duration PARTING = Duration.ofSeconds(10);

    @Override
    public void send(String text, Consumer<Optional<Throwable>> ended) {
        try {
            session.getAsyncRemote()
                    .sendText(text, result -> ended.accept(Optional.ofNullable(result.isOK() ? null : cause(result))));
        } catch (RuntimeException e) {
            // the session was closed meanwhile, and each server throws what it likes; one client's end is nobody else's
            ended.accept(Optional.of(e));
        }
    }

    private static Throwable cause(jakarta.websocket.SendResult result) {
        return result.getException() == null ? new IOException("not sent") : result.getException();
    }

    /** A client that does not answer the close in time is let go; a timeout before that would cost a timer a frame. */
    @Override
    public void close(CloseCode code, String detail) {
        try {
            session.setMaxIdleTimeout(PARTING.toMillis());
            session.close(new CloseReason(CloseCodes.getCloseCode(code.code()), detail));
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "the connection was gone before it could be closed: {0}", e.toString());
        }
    }
}
