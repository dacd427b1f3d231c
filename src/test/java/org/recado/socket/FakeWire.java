package org.recado.socket;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A wire that keeps what was written, and ends a write when it is told to, or at once. */
final class FakeWire implements Wire {

    static final Entrance ENTRANCE = Entrance.now(Transport.WEBSOCKET, "192.0.2.7");

    final List<String> sent = new ArrayList<>();
    final List<CloseCode> closed = new ArrayList<>();
    private final boolean endsAtOnce;
    private Optional<Consumer<Optional<Throwable>>> inFlight = Optional.empty();

    private FakeWire(boolean endsAtOnce) {
        this.endsAtOnce = endsAtOnce;
    }

    static FakeWire fast() {
        return new FakeWire(true);
    }

    static FakeWire slow() {
        return new FakeWire(false);
    }

    @Override
    public void send(String text, Consumer<Optional<Throwable>> ended) {
        if (inFlight.isPresent()) {
            throw new IllegalStateException("two writes at once");
        }
        sent.add(text);
        if (endsAtOnce) {
            ended.accept(Optional.empty());
        } else {
            inFlight = Optional.of(ended);
        }
    }

    /** The write in flight has ended. */
    void ended(Optional<Throwable> failure) {
        var ended = inFlight.orElseThrow();
        inFlight = Optional.empty();
        ended.accept(failure);
    }

    /** Ends writes until nothing is in flight. */
    void drain() {
        while (inFlight.isPresent()) {
            ended(Optional.empty());
        }
    }

    @Override
    public void close(CloseCode code, String detail) {
        closed.add(code);
    }
}
