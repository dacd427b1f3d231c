package org.recado.ops;

import jakarta.ws.rs.QueryParam;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.recado.notification.Notification.State;
import org.recado.notification.Notifications.Lookup;
import org.recado.notification.Why;

/** What an operator narrows the outbox by; a wrong shape is {@code malformed} and names the parameter. */
public class OutboxQuery {

    @QueryParam("user")
    String user;

    @QueryParam("channel")
    String channel;

    @QueryParam("message")
    String message;

    @QueryParam("state")
    String state;

    @QueryParam("reason")
    String reason;

    @QueryParam("before")
    String before;

    Lookup lookup() {
        return new Lookup(
                Optional.ofNullable(user).map(Wanted::user),
                Optional.ofNullable(channel).map(c -> Wanted.channel("channel", c)),
                number("message", message),
                Optional.ofNullable(state).map(OutboxQuery::state),
                Optional.ofNullable(reason)
                        .map(r -> Why.ofWire(r).orElseThrow(() -> Wanted.malformed("reason: unknown"))));
    }

    Optional<Long> before() {
        return number("before", before);
    }

    private static State state(String text) {
        return Stream.of(State.values())
                .filter(s -> s.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> Wanted.malformed("state: planned, sent or suppressed"));
    }

    private static Optional<Long> number(String parameter, String text) {
        try {
            return Optional.ofNullable(text).map(Long::valueOf);
        } catch (NumberFormatException e) {
            throw Wanted.malformed(parameter + ": must be a whole number");
        }
    }
}
