package org.recado.presence;

import jakarta.json.JsonObject;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.recado.socket.Attendee;

/** The topics that someone here has joined, by name, and what is still to be done about them. For one thread. */
final class Places {

    private final int limit;
    private final Consumer<Attendee> dropped;
    private final Map<String, Place> places = new HashMap<>();
    private final Set<String> unwritten = new HashSet<>();
    private final Set<String> unread = new LinkedHashSet<>();
    private final Set<String> untold = new HashSet<>();

    /**
     * @param limit the most connections of a topic that are listed
     * @param dropped called, from any thread, where a client reads too slowly to be told
     */
    Places(int limit, Consumer<Attendee> dropped) {
        this.limit = limit;
        this.dropped = dropped;
    }

    void joined(Attendee attendee, Meta meta) {
        places.computeIfAbsent(name(attendee), name -> open(name, attendee)).join(attendee, meta);
        changed(name(attendee));
    }

    private Place open(String name, Attendee first) {
        unread.add(name);
        return new Place(first.place(), limit, dropped);
    }

    void left(Attendee attendee) {
        find(attendee).ifPresent(place -> {
            place.leave(attendee);
            if (place.isEmpty()) {
                places.remove(name(attendee));
            }
            changed(name(attendee));
        });
    }

    void updated(Attendee attendee, JsonObject own) {
        find(attendee).ifPresent(place -> {
            place.update(attendee, own);
            changed(name(attendee));
        });
    }

    /** Something that was told to this one did not reach it. */
    void missed(Attendee attendee) {
        find(attendee).ifPresent(place -> {
            place.missed(attendee);
            untold.add(name(attendee));
        });
    }

    // the place, where this one is in it
    private Optional<Place> find(Attendee attendee) {
        return Optional.ofNullable(places.get(name(attendee))).filter(place -> place.has(attendee));
    }

    private static String name(Attendee attendee) {
        return attendee.place().toString();
    }

    private void changed(String name) {
        unwritten.add(name);
        untold.add(name);
    }

    int size() {
        return places.size();
    }

    /** What this node has to say of all topics. */
    Map<String, Sheet> sheets() {
        return sheets(places.keySet());
    }

    /** What this node has to say of the topics that have changed since they were {@link #written}. */
    Map<String, Sheet> changedSheets() {
        return sheets(unwritten);
    }

    private Map<String, Sheet> sheets(Set<String> names) {
        var sheets = new HashMap<String, Sheet>();
        names.forEach(name -> sheets.put(
                name, Optional.ofNullable(places.get(name)).map(Place::sheet).orElse(Sheet.EMPTY)));
        return sheets;
    }

    void written() {
        unwritten.clear();
    }

    /** Other nodes may have something new to say of these topics. */
    void read(Collection<String> names) {
        names.stream().filter(places::containsKey).forEach(unread::add);
    }

    /** Other nodes may have something new to say of any topic. */
    void readAll() {
        unread.addAll(places.keySet());
    }

    /** Some of the topics to ask the other nodes about. */
    List<String> unread(int most) {
        return unread.stream().limit(most).toList();
    }

    /** What a node says of a topic; nothing where nobody is in it there. */
    void heard(String node, String name, Optional<Sheet> sheet) {
        if (places.containsKey(name) && places.get(name).heard(node, sheet)) {
            untold.add(name);
        }
    }

    /** The other nodes have been asked about these topics. */
    void wereRead(Collection<String> names) {
        known(names);
        List.copyOf(names).forEach(unread::remove);
    }

    /** The other nodes cannot be asked for now: what is known has to do. */
    void cannotBeRead() {
        known(unread);
    }

    private void known(Collection<String> names) {
        names.forEach(name -> Optional.ofNullable(places.get(name)).ifPresent(Place::known));
    }

    /** A node is gone. */
    void gone(String node) {
        places.keySet().forEach(name -> heard(node, name, Optional.empty()));
    }

    /** Tells everyone here what is new to them; {@code now} as in {@link Place#tell}. */
    void tell(long now) {
        untold.removeIf(name -> !places.containsKey(name) || places.get(name).tell(now));
    }
}
