package org.recado.ops;

import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import java.util.OptionalLong;
import org.recado.audit.Action;
import org.recado.audit.Lookup;

/** What an operator narrows the record by; a wrong shape is {@code malformed} and names the parameter. */
public class AuditQuery {

    @QueryParam("actor")
    String actor;

    @QueryParam("action")
    String action;

    @QueryParam("subject")
    String subject;

    @QueryParam("from")
    String from;

    @QueryParam("to")
    String to;

    Lookup lookup() {
        return new Lookup(
                Optional.ofNullable(actor).map(a -> Wanted.plain("actor", a)),
                Optional.ofNullable(action)
                        .map(a -> Action.ofWire(a).orElseThrow(() -> Wanted.malformed("action: unknown"))),
                Optional.ofNullable(subject).map(s -> Wanted.plain("subject", s)),
                Optional.ofNullable(from).map(t -> Wanted.time("from", t)),
                Optional.ofNullable(to).map(t -> Wanted.time("to", t)));
    }

    /** A row's place in the record, as a page names it. */
    static OptionalLong place(String text) {
        try {
            return text == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw Wanted.malformed("before: not the next of a page");
        }
    }
}
