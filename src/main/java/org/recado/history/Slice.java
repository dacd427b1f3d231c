package org.recado.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.recado.event.Event;

/** A stretch of one channel's log: which seqs are there, and for each the message it is about, as it is now. */
final class Slice {

    private static final long NO_MESSAGE = 0;

    private final NavigableMap<Long, Long> places = new TreeMap<>();
    private final Map<Long, Message> messages = new HashMap<>();

    /** The stretch that these events make, in seq order; its messages are as the last of the events left them. */
    static Slice of(List<Event.OfChannel> events) {
        var slice = new Slice();
        for (var event : events) {
            if (event instanceof Event.OfMessage e) {
                slice.add(e.seq(), e.messageSeq());
                slice.add(Message.after(e));
            } else {
                slice.add(event.seq());
            }
        }
        return slice;
    }

    /** A change of the message at {@code place} is at {@code seq}. */
    void add(long seq, long place) {
        places.put(seq, place);
    }

    /** Something that is no message is at {@code seq}. */
    void add(long seq) {
        places.put(seq, NO_MESSAGE);
    }

    /** How a message is now. */
    void add(Message message) {
        messages.merge(message.seq(), message, (a, b) -> a.changedSeq() > b.changedSeq() ? a : b);
    }

    /** Adds another stretch of the same channel. */
    void add(Slice other) {
        places.putAll(other.places);
        other.messages.values().forEach(this::add);
    }

    /** The seqs that are there. */
    NavigableSet<Long> seqs() {
        return places.navigableKeySet();
    }

    /** The place of the message that {@code seq} is about. */
    Optional<Long> place(long seq) {
        return Optional.ofNullable(places.get(seq)).filter(place -> place != NO_MESSAGE);
    }

    Optional<Message> message(long place) {
        return Optional.ofNullable(messages.get(place));
    }

    /** The messages whose own place is in {@code [from, to]}, in order. */
    List<Message> born(long from, long to) {
        var born = new ArrayList<Message>();
        for (var entry : places.subMap(from, true, to, true).entrySet()) {
            if (entry.getKey().equals(entry.getValue())) {
                message(entry.getValue()).ifPresent(born::add);
            }
        }
        return born;
    }

    /** The places that are spoken of, and whose message is not here. */
    Set<Long> unknown() {
        var unknown = new HashSet<>(places.values());
        unknown.remove(NO_MESSAGE);
        unknown.removeAll(messages.keySet());
        return unknown;
    }
}
