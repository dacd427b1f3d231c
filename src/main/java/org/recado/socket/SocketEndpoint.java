package org.recado.socket;

import jakarta.inject.Inject;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.recado.platform.Meters;

/** Where clients connect: open, frame, close, error. It decides nothing. */
@ServerEndpoint(value = "/socket/websocket", subprotocols = Handshake.SUBPROTOCOL, configurator = Negotiation.class)
public class SocketEndpoint {

    private static final System.Logger LOG = System.getLogger(SocketEndpoint.class.getName());
    private static final String CONNECTION = "recado.connection";

    @Inject
    @ConfigProperty(name = "recado.socket.max-frame-bytes")
    int maxFrameBytes;

    @Inject
    @ConfigProperty(name = "recado.socket.max-queued-bytes")
    int maxQueuedBytes;

    @Inject
    @ConfigProperty(name = "recado.socket.idle-timeout-ms")
    long idleTimeoutMs;

    @Inject
    Protocol protocol;

    @Inject
    Connections connections;

    @Inject
    Workers workers;

    @Inject
    Meters meters;

    @OnOpen
    public void open(Session session) {
        session.setMaxIdleTimeout(idleTimeoutMs);
        session.setMaxTextMessageBufferSize(maxFrameBytes);
        session.setMaxBinaryMessageBufferSize(maxFrameBytes);
        var caller = ((HandshakeFilter.Admitted) session.getUserPrincipal()).caller();
        var connection = new Connection(
                UUID.randomUUID().toString(),
                caller,
                new Outbox(new SessionWire(session), maxQueuedBytes),
                new Turns(workers, maxQueuedBytes));
        session.getUserProperties().put(CONNECTION, connection);
        connections.opened(connection);
    }

    @OnMessage
    public void text(String text, Session session) {
        var packet = Packet.of(text);
        received(session, packet.bytes(), () -> FrameCodec.decode(text));
    }

    @OnMessage
    public void bytes(ByteBuffer bytes, Session session) {
        received(session, bytes.remaining(), () -> FrameCodec.decode(bytes));
    }

    private void received(Session session, int size, Supplier<Frame> decoded) {
        var connection = opened(session).orElseThrow();
        meters.count("recado.socket.frames", "direction", "in");
        if (size > maxFrameBytes) {
            connection.outbox().close(CloseCode.TOO_BIG, "a frame over the limit");
            return;
        }
        try {
            var frame = decoded.get();
            if (Protocol.isHeartbeat(frame)) {
                Protocol.beat(connection, frame);
            } else if (!connection.turns().offer(size, () -> protocol.received(connection, frame))) {
                connection.outbox().close(CloseCode.TOO_SLOW, "too fast");
            }
        } catch (Unreadable e) {
            LOG.log(System.Logger.Level.INFO, "connection {0} sent no frame: {1}", connection.id(), e.getMessage());
            connection.outbox().close(e.code(), "no frame");
        }
    }

    @OnClose
    public void close(Session session) {
        opened(session).ifPresent(connection -> {
            connections.closed(connection);
            connection.turns().add(() -> protocol.closed(connection));
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
