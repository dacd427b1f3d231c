package org.recado.socket;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The way to a client that polls. It holds one write until a poll takes it, together with those that are queued behind
 * it; so what waits for the client waits in its outbox, which is bounded. Times are of {@link System#nanoTime}.
 */
final class PollWire implements Wire {

    /** An answer takes no further frame once it has so many characters: a slow link must read it within 20 s. */
    private static final int ANSWER_CHARS = 64 * 1024;

    private record Held(String text, Consumer<Optional<Throwable>> ended) {}

    private final Executor executor;
    private Optional<Held> held = Optional.empty();
    private Optional<Poll> waiting = Optional.empty();
    private long polledAt;
    private boolean closed;
    private Runnable onClose = () -> {};

    PollWire(Executor executor, long now) {
        this.executor = executor;
        this.polledAt = now;
    }

    /** What is done when the wire is closed, once and without a lock held; at once where it is closed already. */
    void onClose(Runnable work) {
        synchronized (this) {
            if (!closed) {
                onClose = work;
                return;
            }
        }
        work.run();
    }

    @Override
    public void send(String text, Consumer<Optional<Throwable>> ended) {
        boolean late;
        boolean wanted;
        synchronized (this) {
            late = closed;
            held = late ? Optional.empty() : Optional.of(new Held(text, ended));
            wanted = waiting.isPresent();
        }
        if (late) {
            ended.accept(Optional.of(new IOException("closed")));
        } else if (wanted) {
            // elsewhere: whoever tells many clients must not encode the answer of each
            executor.execute(this::answer);
        }
    }

    /** A poll has come; it is answered at once where there is anything. One that still waits has been given up. */
    void poll(Poll poll, long now) {
        boolean late;
        Optional<Poll> older;
        synchronized (this) {
            late = closed;
            older = waiting;
            waiting = late ? Optional.empty() : Optional.of(poll);
            polledAt = now;
        }
        older.ifPresent(p -> p.answer(List.of()));
        if (late) {
            poll.gone();
        } else {
            answer();
        }
    }

    private void answer() {
        wanted().ifPresent(poll -> poll.answer(gathered()));
    }

    private synchronized Optional<Poll> wanted() {
        return held.isPresent() ? taken() : Optional.empty();
    }

    private synchronized Optional<Poll> taken() {
        var poll = waiting;
        waiting = Optional.empty();
        return poll;
    }

    // the end of a write brings the next one, mostly before it returns
    private List<String> gathered() {
        var frames = new ArrayList<String>();
        var chars = 0;
        for (var next = next(); next.isPresent(); next = chars < ANSWER_CHARS ? next() : Optional.empty()) {
            frames.add(next.get().text());
            chars += next.get().text().length();
            next.get().ended().accept(Optional.empty());
        }
        return frames;
    }

    private synchronized Optional<Held> next() {
        var next = held;
        held = Optional.empty();
        return next;
    }

    /** Answers a poll that has waited for the whole window. */
    void tick(long now, Duration window) {
        overdue(now, window).ifPresent(poll -> poll.answer(List.of()));
    }

    private synchronized Optional<Poll> overdue(long now, Duration window) {
        return silence(now).compareTo(window) >= 0 ? taken() : Optional.empty();
    }

    /** How long ago the last poll came. */
    synchronized Duration silence(long now) {
        return Duration.ofNanos(now - polledAt);
    }

    synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public void close(CloseCode code, String detail) {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            held = Optional.empty();
        }
        taken().ifPresent(Poll::gone);
        onClose.run();
    }
}
