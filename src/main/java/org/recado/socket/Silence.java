package org.recado.socket;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.recado.platform.Begun;
import org.recado.platform.Rounds;

/**
 * Ends a connection that has said nothing for the idle timeout, however much it is told: a server's own timeout counts
 * both ways, so one whose client is gone would live as long as others talk.
 */
@ApplicationScoped
class Silence {

    private static final int LOOKS = 12;

    @Inject
    @ConfigProperty(name = "recado.socket.idle-timeout-ms")
    long idleTimeoutMs;

    @Inject
    Rounds rounds;

    private final Map<Connection, Long> heardAt = new ConcurrentHashMap<>();

    void start(@Observes Begun begun) {
        var pause = Duration.ofMillis(Math.max(1, idleTimeoutMs / LOOKS));
        rounds.every(pause, "silence", () -> look(System.nanoTime()));
    }

    /** The connection has opened, or said something. */
    void heard(Connection connection) {
        if (!connection.outbox().isShut()) {
            heardAt.put(connection, System.nanoTime());
        }
    }

    void closed(Connection connection) {
        heardAt.remove(connection);
    }

    /** Ends those that were last heard the idle timeout before {@code now}, in nanoseconds. */
    void look(long now) {
        var silent = now - TimeUnit.MILLISECONDS.toNanos(idleTimeoutMs);
        heardAt.forEach((connection, at) -> {
            if (at - silent <= 0 && heardAt.remove(connection, at)) {
                connection.outbox().close(CloseCode.SILENT, "idle");
            }
        });
    }
}
