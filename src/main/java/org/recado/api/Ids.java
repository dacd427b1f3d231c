package org.recado.api;

import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.id.ChannelId;
import org.recado.id.ClientId;
import org.recado.id.UserId;

/** Ids from a request's path; a wrong shape is {@code malformed}. */
final class Ids {

    private Ids() {}

    static ChannelId channel(String text) {
        return of("channel", text, ChannelId::new);
    }

    static UserId user(String text) {
        return of("user_id", text, UserId::new);
    }

    static UUID address(String text) {
        return of("id", text, UUID::fromString);
    }

    /** A key for a command that a request makes: nobody asks for it again. */
    static Optional<ClientId> newKey() {
        return Optional.of(new ClientId(UUID.randomUUID().toString()));
    }

    private static <T> T of(String what, String text, Function<String, T> made) {
        try {
            return made.apply(text);
        } catch (IllegalArgumentException e) {
            throw new Refused(Reason.MALFORMED, what + ": wrong shape");
        }
    }
}
