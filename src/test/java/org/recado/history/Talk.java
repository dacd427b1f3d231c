package org.recado.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.recado.event.Event;
import org.recado.event.Told;
import org.recado.id.ChannelId;
import org.recado.id.ClientId;
import org.recado.id.MessageId;
import org.recado.id.UserId;

/** A channel of its own for a test, and the events that happen in it, each with the next seq. */
final class Talk {

    static final UserId ANA = new UserId("ana");
    private static final Instant START = Instant.parse("2025-01-03T12:00:00.123Z");

    final ChannelId channel = new ChannelId("talk-" + UUID.randomUUID());
    final List<Event.OfChannel> events = new ArrayList<>();
    private final Map<Long, MessageId> ids = new HashMap<>();

    long lastSeq() {
        return events.size();
    }

    private long next() {
        return events.size() + 1L;
    }

    private <E extends Event.OfChannel> E happened(E event) {
        events.add(event);
        return event;
    }

    Event.MessageCreated created(String text) {
        var id = new MessageId(UUID.randomUUID());
        ids.put(next(), id);
        return happened(new Event.MessageCreated(channel, next(), id, key(next()), ANA, text, START, at(next())));
    }

    Event.MessageEdited edited(long place, String text) {
        return happened(new Event.MessageEdited(
                channel, next(), ids.get(place), key(place), ANA, text, START, at(place), place, at(next())));
    }

    Event.MessageDeleted deleted(long place) {
        return happened(new Event.MessageDeleted(
                channel, next(), ids.get(place), key(place), ANA, START, at(place), place, at(next())));
    }

    Event.MemberJoined joined() {
        return happened(new Event.MemberJoined(channel, next(), new UserId("bruno"), "member", ANA, at(next())));
    }

    Event.MemberLeft left() {
        return happened(new Event.MemberLeft(channel, next(), new UserId("bruno"), ANA, at(next())));
    }

    /** Where each message is, as it is now. */
    List<Message> messages() {
        var messages = new java.util.TreeMap<Long, Message>();
        for (var event : events) {
            if (event instanceof Event.OfMessage e) {
                messages.put(e.messageSeq(), Message.after(e));
            }
        }
        return List.copyOf(messages.values());
    }

    private static Optional<ClientId> key(long place) {
        return place % 2 == 0 ? Optional.empty() : Optional.of(new ClientId("k" + place));
    }

    private static Instant at(long seq) {
        return START.plusSeconds(seq);
    }

    static List<Told> told(List<? extends Event> events) {
        return events.stream().map(Told::of).toList();
    }
}
