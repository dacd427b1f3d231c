package org.recado.socket;

import jakarta.json.JsonValue;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/**
 * What waits to be written to one client, counted in bytes, with one writer. Where the client reads too slowly, first what
 * is passing (presence, typing) is dropped; then queued events of channels, and each of their topics is told once from
 * where to join again; where that is not enough, the connection is closed so that the client comes back.
 */
final class Outbox {

    /** How far one join of a topic has been written; known to this outbox only. */
    static final class Cursor {
        private final String topic;
        private final JsonValue joinRef;
        private long written;
        private boolean lost;

        Cursor(String topic, JsonValue joinRef) {
            this.topic = topic;
            this.joinRef = joinRef;
        }
    }

    private record Entry(Packet packet, Optional<Cursor> cursor, long seq, Optional<Runnable> dropped) {
        static Entry must(Packet packet) {
            return new Entry(packet, Optional.empty(), 0, Optional.empty());
        }
    }

    private final Wire wire;
    private final long maxBytes;
    private final Queue<Entry> queue = new ArrayDeque<>();
    private long bytes;
    private long sent;
    private boolean inFlight;
    private boolean draining;
    // nothing more is taken; who drains ends the connection when the queue is empty
    private Optional<Runnable> last = Optional.empty();
    private boolean closed;

    Outbox(Wire wire, int maxBytes) {
        this.wire = wire;
        this.maxBytes = maxBytes;
    }

    /** Queues what must not be dropped: a reply, or what ends something. */
    void must(Packet packet) {
        List<Runnable> dropped;
        boolean tooSlow;
        synchronized (this) {
            if (isShut()) {
                return;
            }
            dropped = roomFor(packet);
            // what waits already: one answer may be larger than the whole queue
            tooSlow = bytes > 2 * maxBytes;
            add(Entry.must(packet));
        }
        dropped.forEach(Runnable::run);
        if (tooSlow) {
            close(CloseCode.TOO_SLOW, "too slow");
        } else {
            drain();
        }
    }

    /**
     * Queues what is of use only now, unless the queue is half full.
     *
     * @param dropped called where it is not written after all, be it now or later; without a lock held
     */
    void passing(Packet packet, Runnable dropped) {
        synchronized (this) {
            if (isShut()) {
                return;
            }
            if (hasRoom(packet.bytes())) {
                add(new Entry(packet, Optional.empty(), 0, Optional.of(dropped)));
                dropped = () -> {};
            }
        }
        dropped.run();
        drain();
    }

    /** Whether {@link #passing} would take so many bytes. */
    synchronized boolean hasRoom(int size) {
        return !closed && bytes + size <= maxBytes / 2;
    }

    /** Queues the answer to a join: from here on the client has everything up to {@code seq}. */
    void joined(Cursor cursor, long seq, Packet packet) {
        synchronized (this) {
            cursor.written = seq;
        }
        must(packet);
    }

    /** Queues an event of a channel; dropped where the topic has lost events already. */
    void event(Cursor cursor, long seq, Packet packet) {
        List<Runnable> dropped;
        synchronized (this) {
            if (cursor.lost || isShut()) {
                return;
            }
            dropped = roomFor(packet);
            if (bytes + packet.bytes() > maxBytes) {
                dropEvents(cursor);
            } else {
                add(new Entry(packet, Optional.of(cursor), seq, Optional.empty()));
            }
        }
        dropped.forEach(Runnable::run);
        drain();
    }

    /** How many frames have been handed to the wire. */
    synchronized long sent() {
        return sent;
    }

    /** Up to which seq the join has been written to the client. */
    synchronized long written(Cursor cursor) {
        return cursor.written;
    }

    /** Tells the topic to join again, since its events cannot be told without a hole. */
    void lose(Cursor cursor) {
        synchronized (this) {
            if (!cursor.lost && !isShut()) {
                queue.stream()
                        .filter(e -> isOf(cursor, e))
                        .forEach(e -> bytes -= e.packet().bytes());
                queue.removeIf(e -> isOf(cursor, e));
                resync(cursor);
            }
        }
        drain();
    }

    /** Whether it takes nothing more: the client has been sent away, whatever it still says. */
    synchronized boolean isShut() {
        return closed || last.isPresent();
    }

    private static boolean isOf(Cursor cursor, Entry entry) {
        return entry.cursor().isPresent() && entry.cursor().get() == cursor;
    }

    // drops what is passing where the packet would not fit beside it, and returns whom to tell
    private List<Runnable> roomFor(Packet packet) {
        if (bytes + packet.bytes() <= maxBytes) {
            return List.of();
        }
        var passing = queue.stream().filter(e -> e.dropped().isPresent()).toList();
        queue.removeIf(e -> e.dropped().isPresent());
        passing.forEach(e -> bytes -= e.packet().bytes());
        return passing.stream().map(e -> e.dropped().orElseThrow()).toList();
    }

    private void dropEvents(Cursor alsoLost) {
        Set<Cursor> losers = new LinkedHashSet<>();
        for (var entry : queue) {
            if (entry.cursor().isPresent()) {
                losers.add(entry.cursor().get());
                bytes -= entry.packet().bytes();
            }
        }
        queue.removeIf(e -> e.cursor().isPresent());
        losers.add(alsoLost);
        losers.forEach(this::resync);
    }

    private void resync(Cursor cursor) {
        cursor.lost = true;
        var from = cursor.written;
        add(Entry.must(FrameCodec.push(
                cursor.joinRef, JsonValue.NULL, cursor.topic, "resync", g -> g.write("last_seq", from))));
    }

    private void add(Entry entry) {
        queue.add(entry);
        bytes += entry.packet().bytes();
    }

    // a write may end on the same stack, so this loops instead of recursing
    private void drain() {
        synchronized (this) {
            if (draining) {
                return;
            }
            draining = true;
        }
        for (var next = next(); next.isPresent(); next = next()) {
            wire.send(next.get().text(), this::ended);
        }
        whenAllIsWritten().ifPresent(Runnable::run);
    }

    private synchronized Optional<Runnable> whenAllIsWritten() {
        return inFlight || !queue.isEmpty() ? Optional.empty() : last;
    }

    private synchronized Optional<Packet> next() {
        if (inFlight || closed || queue.isEmpty()) {
            draining = false;
            return Optional.empty();
        }
        inFlight = true;
        sent++;
        var entry = queue.remove();
        bytes -= entry.packet().bytes();
        entry.cursor().ifPresent(c -> c.written = entry.seq());
        return Optional.of(entry.packet());
    }

    private void ended(Optional<Throwable> failure) {
        synchronized (this) {
            inFlight = false;
        }
        if (failure.isPresent()) {
            close(CloseCode.FAILURE, "not written");
        } else {
            drain();
        }
    }

    /** Takes nothing more, and ends the connection when what waits has been written. */
    void finish(CloseCode code, String detail) {
        synchronized (this) {
            last = Optional.of(() -> close(code, detail));
        }
        drain();
    }

    /** Drops what waits and ends the connection. */
    void close(CloseCode code, String detail) {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            queue.clear();
            bytes = 0;
        }
        wire.close(code, detail);
    }
}
