package org.recado.presence;

import jakarta.json.JsonObject;
import jakarta.json.stream.JsonGenerator;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/**
 * One connection of a user in a channel: Phoenix's meta.
 *
 * @param id of the join, unique among all nodes and starts
 * @param version how often the client has changed what it says of itself
 * @param since when it joined, RFC 3339
 * @param own what the client says of itself
 * @param told the ref under which it was told before this version
 */
record Meta(String user, String id, int version, String since, JsonObject own, Optional<String> told) {

    // a property that every JavaScript object has is taken for a key that is there, by clients before 1.8.9
    private static final Set<String> NO_KEYS = Set.of(
            "__proto__",
            "__defineGetter__",
            "__defineSetter__",
            "__lookupGetter__",
            "__lookupSetter__",
            "constructor",
            "hasOwnProperty",
            "isPrototypeOf",
            "propertyIsEnumerable",
            "toLocaleString",
            "toString",
            "valueOf");

    static final Comparator<Meta> OLDEST_FIRST =
            Comparator.comparing(Meta::since).thenComparing(Meta::id);

    Meta(String user, String id, String since) {
        this(user, id, 0, since, JsonObject.EMPTY_JSON_OBJECT, Optional.empty());
    }

    /** Whether the user's id can be a key on every client. */
    boolean isShown() {
        return !NO_KEYS.contains(user);
    }

    /** The {@code phx_ref}: another for each version, the same on all nodes. */
    String ref() {
        return version == 0 ? id : id + "." + version;
    }

    Meta saying(JsonObject changed) {
        return new Meta(user, id, version + 1, since, changed, told);
    }

    Meta after(Meta before) {
        return new Meta(user, id, version, since, own, Optional.of(before.ref()));
    }

    /** As an object of a {@code metas} array. */
    void write(JsonGenerator g) {
        g.writeStartObject();
        g.write("phx_ref", ref());
        told.ifPresent(before -> g.write("phx_ref_prev", before));
        g.write("online_at", since);
        own.forEach(g::write);
        g.writeEnd();
    }
}
