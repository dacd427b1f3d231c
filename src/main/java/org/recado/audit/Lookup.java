package org.recado.audit;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which rows someone asks for; what is empty does not narrow.
 *
 * @param subject matches a row's target as well
 * @param from its instant counts
 * @param to its instant does not
 */
public record Lookup(
        Optional<String> actor,
        Optional<Action> action,
        Optional<String> subject,
        Optional<Instant> from,
        Optional<Instant> to) {

    /** Everything. */
    public static Lookup all() {
        return new Lookup(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** What it narrows by, as it was asked. */
    public Map<String, String> said() {
        var said = new LinkedHashMap<String, String>();
        actor.ifPresent(a -> said.put("actor", a));
        action.ifPresent(a -> said.put("action", a.wire()));
        subject.ifPresent(s -> said.put("subject", s));
        from.ifPresent(f -> said.put("from", f.toString()));
        to.ifPresent(t -> said.put("to", t.toString()));
        return said;
    }
}
