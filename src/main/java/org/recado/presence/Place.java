package org.recado.presence;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.recado.socket.Announcement;
import org.recado.socket.Attendee;
import org.recado.socket.TopicName;

/**
 * One topic that someone here has joined: who is in it and what its clients have been told. For one thread. What is told
 * changes at most once in {@link #PACE}; a client that has missed something gets the whole state again.
 */
final class Place {

    static final Duration PACE = Duration.ofSeconds(1);

    private final TopicName topic;
    private final int limit;
    private final Consumer<Attendee> dropped;
    private final Map<Attendee, Meta> here = new HashMap<>();
    private final Map<String, Sheet> elsewhere = new HashMap<>();
    private final Set<Attendee> waiting = new HashSet<>();
    private Roll told = Roll.EMPTY;
    private Optional<Announcement> state = Optional.empty();
    private boolean isKnown;
    private Optional<Long> lastTold = Optional.empty();

    /**
     * @param limit the most connections that are listed
     * @param dropped called, from any thread, where a client reads too slowly to be told
     */
    Place(TopicName topic, int limit, Consumer<Attendee> dropped) {
        this.topic = topic;
        this.limit = limit;
        this.dropped = dropped;
    }

    /** Someone has joined, and hears the state: at once where it is known, else with the first {@link #tell}. */
    void join(Attendee attendee, Meta meta) {
        here.put(attendee, meta);
        if (isKnown) {
            tellState(attendee);
        } else {
            waiting.add(attendee);
        }
    }

    void leave(Attendee attendee) {
        here.remove(attendee);
        waiting.remove(attendee);
    }

    /** Something that was told to this one, who is here, did not reach it. */
    void missed(Attendee attendee) {
        waiting.add(attendee);
    }

    /** The client of this one says something else of itself. */
    void update(Attendee attendee, JsonObject own) {
        here.computeIfPresent(attendee, (a, meta) -> meta.saying(own));
    }

    boolean has(Attendee attendee) {
        return here.containsKey(attendee);
    }

    boolean isEmpty() {
        return here.isEmpty();
    }

    /** What this node says of the topic. */
    Sheet sheet() {
        return Sheet.of(here.values().stream().filter(Meta::isShown).toList(), limit);
    }

    /**
     * What another node says of the topic; nothing where nobody is in it there.
     *
     * @return whether that is something else than before
     */
    boolean heard(String node, Optional<Sheet> sheet) {
        var before = sheet.isPresent() ? elsewhere.put(node, sheet.get()) : elsewhere.remove(node);
        return !sheet.equals(Optional.ofNullable(before));
    }

    /** All that can be known of the other nodes for now has been {@link #heard}. */
    void known() {
        isKnown = true;
    }

    /**
     * Tells what has changed.
     *
     * @param now of a clock that only goes forward, in nanoseconds
     * @return whether everyone knows everything; else it is to be called again
     */
    boolean tell(long now) {
        if (!isKnown || lastTold.filter(t -> now - t < PACE.toNanos()).isPresent()) {
            return false;
        }
        var isNew = tellAll();
        if (tellWaiting() || isNew) {
            lastTold = Optional.of(now);
        }
        return waiting.isEmpty();
    }

    private boolean tellAll() {
        var next = roll();
        var news = next.isCounted() == told.isCounted() ? news(next) : turned();
        if (!next.equals(told)) {
            told = next;
            state = Optional.empty();
        }
        news.ifPresent(n -> here.keySet().stream()
                .filter(a -> !waiting.contains(a))
                .forEach(a -> a.pass(n, () -> dropped.accept(a))));
        return news.isPresent();
    }

    private Roll roll() {
        List<Sheet> sheets = new ArrayList<>(elsewhere.values());
        sheets.add(sheet());
        return Roll.of(sheets, told, limit);
    }

    private Optional<Announcement> news(Roll next) {
        if (next.isCounted()) {
            return next.equals(told) ? Optional.empty() : next.count(topic);
        }
        return next.diff(topic, told);
    }

    // from a list to a count or back: nobody can go on from what was told
    private Optional<Announcement> turned() {
        waiting.addAll(here.keySet());
        return Optional.empty();
    }

    private boolean tellWaiting() {
        var now = waiting.stream()
                .filter(a -> a.hasRoom(state().payload().length()))
                .toList();
        now.forEach(waiting::remove);
        now.forEach(this::tellState);
        return !now.isEmpty();
    }

    private void tellState(Attendee attendee) {
        attendee.passOwn(state(), () -> dropped.accept(attendee));
        told.count(topic).ifPresent(count -> attendee.pass(count, () -> dropped.accept(attendee)));
    }

    private Announcement state() {
        if (state.isEmpty()) {
            state = Optional.of(told.state(topic));
        }
        return state.get();
    }
}
