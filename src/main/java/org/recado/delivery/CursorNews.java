package org.recado.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.recado.event.Event.Cursor;
import org.recado.event.Event.CursorsMoved;
import org.recado.event.EventCodec;
import org.recado.id.ChannelId;
import org.recado.id.UserId;
import org.recado.platform.Begun;
import org.recado.platform.Rounds;
import org.recado.socket.Connections;
import org.recado.socket.TopicName;

/**
 * Tells how far the others have read and have been told: each at most once a second, forward only, and a channel no more
 * frames a second than it can bear; what is over waits, and the latest counts.
 */
@ApplicationScoped
class CursorNews {

    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final int MOST_FRAMES_OF_A_CHANNEL = 1_000;
    private static final int CURSORS_REMEMBERED = 100_000;

    private record Place(ChannelId channel, UserId user) {}

    private final Map<ChannelId, Map<UserId, Cursor>> news = new LinkedHashMap<>();
    private final Cache<Place, Cursor> told = Caffeine.newBuilder()
            .expireAfterAccess(Duration.ofHours(1))
            .maximumSize(CURSORS_REMEMBERED)
            .build();

    @Inject
    Connections connections;

    @Inject
    Rounds rounds;

    void start(@Observes Begun begun) {
        rounds.every(EVERY, "receipts", this::tell);
    }

    synchronized void heard(CursorsMoved event) {
        if (connections.hear(TopicName.of(event.channel()))) {
            var ofChannel = news.computeIfAbsent(event.channel(), c -> new LinkedHashMap<>());
            event.cursors().forEach(c -> ofChannel.merge(c.user(), c, CursorNews::furthest));
        }
    }

    private static Cursor furthest(Cursor a, Cursor b) {
        return new Cursor(a.user(), Math.max(a.readSeq(), b.readSeq()), Math.max(a.deliveredSeq(), b.deliveredSeq()));
    }

    void tell() {
        due().forEach((channel, cursors) -> cursors.forEach(cursor ->
                connections.pass(TopicName.of(channel), cursor.user(), "receipt", g -> EventCodec.write(g, cursor))));
    }

    private synchronized Map<ChannelId, List<Cursor>> due() {
        var due = new LinkedHashMap<ChannelId, List<Cursor>>();
        news.forEach((channel, ofChannel) ->
                due.put(channel, due(channel, ofChannel.values().iterator())));
        news.values().removeIf(Map::isEmpty);
        return due;
    }

    private List<Cursor> due(ChannelId channel, Iterator<Cursor> waiting) {
        var most = Math.max(1, MOST_FRAMES_OF_A_CHANNEL / Math.max(1, connections.listeners(TopicName.of(channel))));
        var due = new ArrayList<Cursor>();
        while (waiting.hasNext() && due.size() < most) {
            forward(channel, waiting.next()).ifPresent(due::add);
            waiting.remove();
        }
        return due;
    }

    // nothing where the others know it already
    private Optional<Cursor> forward(ChannelId channel, Cursor cursor) {
        var place = new Place(channel, cursor.user());
        var before = Optional.ofNullable(told.getIfPresent(place));
        var now = before.map(b -> furthest(b, cursor)).orElse(cursor);
        told.put(place, now);
        return Optional.of(now).filter(n -> !before.equals(Optional.of(n)));
    }
}
