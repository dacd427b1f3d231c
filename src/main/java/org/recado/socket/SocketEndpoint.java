package org.recado.socket;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where clients connect: open, frame, close, error. It decides nothing. A bean, since Open Liberty injects into nothing else. */
@Dependent
@ServerEndpoint(value = "/socket/websocket", subprotocols = Handshake.SUBPROTOCOL, configurator = Negotiation.class)
public class SocketEndpoint {

    private static final System.Logger LOG = System.getLogger(SocketEndpoint.class.getName());
    private static final String CONNECTION = "recado.connection";

    @Inject
    @ConfigProperty(name = "recado.socket.max-frame-bytes")
    int maxFrameBytes;

    @Inject
    Clients clients;

    @Inject
    Silence silence;

    @OnOpen
    public void open(Session session) {
        IdleTimers.still(session);
        session.setMaxTextMessageBufferSize(maxFrameBytes);
        session.setMaxBinaryMessageBufferSize(maxFrameBytes);
        var admitted = (HandshakeFilter.Admitted) session.getUserPrincipal();
        var entrance = Entrance.now(Transport.WEBSOCKET, admitted.address());
        var connection = clients.opened(admitted.caller(), new SessionWire(session), entrance);
        admitted.arrived().run();
        session.getUserProperties().put(CONNECTION, connection);
        silence.heard(connection);
    }

    @OnMessage
    public void text(String text, Session session) {
        clients.text(heard(session), text);
    }

    @OnMessage
    public void bytes(ByteBuffer bytes, Session session) {
        clients.bytes(heard(session), bytes);
    }

    private Connection heard(Session session) {
        var connection = opened(session).orElseThrow();
        silence.heard(connection);
        return connection;
    }

    @OnClose
    public void close(Session session) {
        opened(session).ifPresent(connection -> {
            silence.closed(connection);
            clients.closed(connection);
        });
    }

    /** What the server found wrong with a connection, which it then closes: a torn line, mostly. */
    @OnError
    public void error(Session session, Throwable cause) {
        var id = opened(session).map(Connection::id).orElse("(not open)");
        LOG.log(System.Logger.Level.INFO, "connection {0} broke: {1}", id, cause.toString());
    }

    private static Optional<Connection> opened(Session session) {
        return Optional.ofNullable((Connection) session.getUserProperties().get(CONNECTION));
    }
}
