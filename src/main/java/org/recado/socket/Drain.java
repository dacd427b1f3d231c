package org.recado.socket;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.recado.platform.Condition;

/**
 * The end of a node: first it is not ready and takes nobody in, then its clients are sent away in waves, so that the
 * other nodes are not met by all of them at once. Ends in its time, with nobody connected.
 */
@ApplicationScoped
public class Drain implements Condition {

    private static final System.Logger LOG = System.getLogger(Drain.class.getName());
    private static final String DETAIL = "the node is stopping";

    @Inject
    @ConfigProperty(name = "recado.socket.drain-delay-ms")
    long delayMs;

    @Inject
    @ConfigProperty(name = "recado.socket.drain-wave")
    int wave;

    @Inject
    @ConfigProperty(name = "recado.socket.drain-interval-ms")
    long intervalMs;

    @Inject
    @ConfigProperty(name = "recado.socket.drain-timeout-ms")
    long timeoutMs;

    @Inject
    Connections connections;

    private volatile boolean begun;

    @Override
    public String name() {
        return "drain";
    }

    @Override
    public Optional<String> trouble() {
        return begun ? Optional.of(DETAIL) : Optional.empty();
    }

    /** Whether the node is stopping. */
    boolean hasBegun() {
        return begun;
    }

    /** Returns when nobody is connected any more, or the time is over and the last have been cut off; may be repeated. */
    public synchronized void run() throws InterruptedException {
        begun = true;
        var many = connections.count();
        LOG.log(System.Logger.Level.INFO, "stopping: {0} clients are sent to the other nodes", many);
        connections.awaitNone(Duration.ofMillis(delayMs));
        var end = System.nanoTime() + Duration.ofMillis(timeoutMs).toNanos();
        var interval = Duration.ofMillis(intervalMs);
        while (!connections.awaitNone(Duration.ZERO) && left(end).compareTo(Duration.ZERO) > 0) {
            connections.staying(wave).forEach(Drain::sendAway);
            connections.awaitNone(least(interval, left(end)));
        }
        cutOff();
    }

    // a stopping server may refuse the thread for it: the client goes at once then, and the others in their turn
    private static void sendAway(Connection connection) {
        try {
            connection.leave(CloseCode.RESTART, DETAIL);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "connection {0} is cut off: {1}", connection.id(), e.toString());
            connection.outbox().close(CloseCode.RESTART, DETAIL);
        }
    }

    private void cutOff() {
        var late = connections.all();
        late.forEach(c -> c.outbox().close(CloseCode.RESTART, DETAIL));
        if (!late.isEmpty()) {
            LOG.log(System.Logger.Level.WARNING, "{0} clients were cut off at the end of the drain", late.size());
        }
    }

    private static Duration left(long end) {
        return Duration.ofNanos(end - System.nanoTime());
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
