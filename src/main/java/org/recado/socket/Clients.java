package org.recado.socket;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.recado.auth.Caller;
import org.recado.platform.Meters;

/** What every door does with a client, whatever the wire to it: refused or opened, a frame, gone. */
@ApplicationScoped
class Clients {

    private static final System.Logger LOG = System.getLogger(Clients.class.getName());

    @Inject
    @ConfigProperty(name = "recado.socket.max-frame-bytes")
    int maxFrameBytes;

    @Inject
    @ConfigProperty(name = "recado.socket.max-queued-bytes")
    int maxQueuedBytes;

    @Inject
    @ConfigProperty(name = "recado.socket.bytes-per-second")
    long bytesPerSecond;

    @Inject
    @ConfigProperty(name = "recado.socket.burst-bytes")
    long burstBytes;

    @Inject
    Protocol protocol;

    @Inject
    Connections connections;

    @Inject
    SignedOut signedOut;

    @Inject
    Workers workers;

    @Inject
    Meters meters;

    /** Counts someone who was not let in; {@code why} is one of a few words and holds nothing that was sent. */
    void refused(String why) {
        meters.count("recado.socket.refused", "why", why);
        LOG.log(System.Logger.Level.DEBUG, "a connection was refused: {0}", why);
    }

    Connection opened(Caller caller, Wire wire, Entrance entrance) {
        var connection = new Connection(
                UUID.randomUUID().toString(),
                caller,
                new Outbox(wire, maxQueuedBytes),
                new Turns(workers, maxQueuedBytes),
                new Inflow(bytesPerSecond, burstBytes),
                entrance);
        connections.opened(connection);
        signedOut.opened(connection);
        return connection;
    }

    void text(Connection connection, String text) {
        received(connection, Packet.of(text).bytes(), () -> FrameCodec.decode(text));
    }

    void bytes(Connection connection, ByteBuffer bytes) {
        received(connection, bytes.remaining(), () -> FrameCodec.decode(bytes));
    }

    /** A frame of so many bytes; {@code decoded} reads it and may throw {@link Unreadable}. */
    void received(Connection connection, int size, Supplier<Frame> decoded) {
        meters.count("recado.socket.frames", "direction", "in");
        connection.heard();
        if (connection.outbox().isShut()) {
            return;
        }
        if (!connection.inflow().takes(size)) {
            connection.outbox().close(CloseCode.TOO_SLOW, "too fast");
            return;
        }
        if (size > maxFrameBytes) {
            connection.outbox().close(CloseCode.TOO_BIG, "a frame over the limit");
            return;
        }
        try {
            var frame = decoded.get();
            if (Protocol.isHeartbeat(frame)) {
                Protocol.beat(connection, frame);
            } else if (!connection.isLeaving()
                    && !connection.turns().offer(size, () -> protocol.received(connection, frame))) {
                connection.outbox().close(CloseCode.TOO_SLOW, "too fast");
            }
        } catch (Unreadable e) {
            LOG.log(System.Logger.Level.INFO, "connection {0} sent no frame: {1}", connection.id(), e.getMessage());
            connection.outbox().close(e.code(), "no frame");
        }
    }

    /** The wire is gone, whoever ended it; said once. */
    void closed(Connection connection) {
        connections.closed(connection);
        connection.turns().add(() -> protocol.closed(connection));
    }
}
