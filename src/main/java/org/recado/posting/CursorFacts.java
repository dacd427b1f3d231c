package org.recado.posting;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.recado.event.Event;
import org.recado.event.Event.Cursor;
import org.recado.event.Event.CursorsMoved;
import org.recado.event.Event.ReadMoved;
import org.recado.event.Told;
import org.recado.id.ChannelId;

/** What there is to tell of cursors that a batch has moved: few events, however many cursors. */
final class CursorFacts {

    private static final int MOST_OF_ONE_EVENT = 500;

    private CursorFacts() {}

    /** One event a channel, for the others in it; and for each who has read, one to their own devices. */
    static List<Told> told(List<Cursors.Moved> moved, Map<ChannelId, Long> lastSeqs) {
        var byChannel = new LinkedHashMap<ChannelId, List<Cursor>>();
        var events = new ArrayList<Event>();
        for (var m : moved) {
            byChannel
                    .computeIfAbsent(m.channel(), c -> new ArrayList<>())
                    .add(new Cursor(m.user(), m.read(), m.delivered()));
            if (m.isRead()) {
                events.add(new ReadMoved(m.user(), m.channel(), m.read(), lastSeqs.get(m.channel())));
            }
        }
        byChannel.forEach((channel, cursors) -> {
            for (var i = 0; i < cursors.size(); i += MOST_OF_ONE_EVENT) {
                var end = Math.min(cursors.size(), i + MOST_OF_ONE_EVENT);
                events.add(new CursorsMoved(channel, List.copyOf(cursors.subList(i, end))));
            }
        });
        return events.stream().map(Told::of).toList();
    }
}
