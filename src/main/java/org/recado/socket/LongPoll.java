package org.recado.socket;

import java.time.Duration;
import java.util.Optional;

/** The session of one client that polls: its connection, the wire to it, and the one POST that is being handled. */
final class LongPoll {

    private final Connection connection;
    private final PollWire wire;
    private Optional<Post> current = Optional.empty();

    LongPoll(Connection connection, PollWire wire) {
        this.connection = connection;
        this.wire = wire;
    }

    Connection connection() {
        return connection;
    }

    PollWire wire() {
        return wire;
    }

    /** Takes a POST; false where another one is still handled, since the order of the two would be lost. */
    synchronized boolean begin(Post post) {
        if (current.isPresent()) {
            return false;
        }
        current = Optional.of(post);
        return true;
    }

    /** Answers a POST, unless it has been answered. */
    void answer(Post post, int status) {
        synchronized (this) {
            current = current.filter(c -> !c.equals(post));
        }
        post.answer(status);
    }

    private synchronized Optional<Post> current() {
        return current;
    }

    /** Answers what has waited for the whole window, and ends the session when it has not been polled for longer. */
    void tick(long now, Duration window) {
        wire.tick(now, window);
        current().filter(p -> p.age(now).compareTo(window) >= 0).ifPresent(p -> answer(p, PollAnswer.TIMEOUT));
        if (wire.silence(now).compareTo(window.multipliedBy(3).dividedBy(2)) >= 0) {
            end("no poll");
        }
    }

    /** Ends the session from our side; the client finds it gone. */
    void end(String why) {
        connection.outbox().close(CloseCode.FAILURE, why);
    }

    /** The session has ended. */
    void ended() {
        current().ifPresent(p -> answer(p, PollAnswer.GONE));
    }
}
