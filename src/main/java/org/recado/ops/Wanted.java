package org.recado.ops;

import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.recado.auth.Scope;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.deadletter.DeadLetter;
import org.recado.id.ChannelId;
import org.recado.id.MessageId;
import org.recado.id.UserId;

/** What an operator asks for in a query or a body; a wrong shape is {@code malformed} and names the parameter. */
public final class Wanted {

    private static final int LONGEST_NOTE = 500;

    private Wanted() {}

    /** The id of a letter or a message. */
    public static UUID id(String text) {
        try {
            return MessageId.parse(text).value();
        } catch (IllegalArgumentException e) {
            throw malformed("id: not a UUID");
        }
    }

    /** A whole number from 1 to {@code most}. */
    public static int limit(String text, int otherwise, int most) {
        try {
            var limit = text == null ? otherwise : Integer.parseInt(text);
            if (limit >= 1 && limit <= most) {
                return limit;
            }
        } catch (NumberFormatException e) {
            throw malformed("limit: must be a whole number");
        }
        throw malformed("limit: 1 to " + most);
    }

    static DeadLetter.State state(String text) {
        return Arrays.stream(DeadLetter.State.values())
                .filter(s ->
                        text == null ? s == DeadLetter.State.WAITING : s.wire().equals(text))
                .findFirst()
                .orElseThrow(() -> malformed("state: waiting, replayed or discarded"));
    }

    /** A reason by its name on the wire. */
    public static Optional<Reason> reason(String text) {
        return Optional.ofNullable(text).map(r -> Reason.ofWire(r).orElseThrow(() -> malformed("reason: unknown")));
    }

    /** True, or {@link Refused}: for what is done only where it could be. */
    static boolean isTrue(boolean done, Reason reason, String detail) {
        if (!done) {
            throw new Refused(reason, detail);
        }
        return true;
    }

    /** A text to look for, which PostgreSQL can compare with: it keeps no NUL in one. */
    static String plain(String parameter, String text) {
        if (text.indexOf('\0') >= 0) {
            throw malformed(parameter + ": holds a NUL");
        }
        return text;
    }

    /** Why an operator does something: it must be said. */
    public static String note(Optional<String> text) {
        var note = text.map(String::strip).filter(n -> !n.isEmpty()).orElseThrow(() -> malformed("note: missing"));
        if (note.length() > LONGEST_NOTE || note.chars().anyMatch(Character::isISOControl)) {
            throw malformed("note: at most " + LONGEST_NOTE + " characters and no control characters");
        }
        return note;
    }

    static Instant time(String text) {
        return time("until", text);
    }

    static Instant time(String parameter, String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw malformed(parameter + ": not a time");
        }
    }

    static Optional<Set<UUID>> ids(JsonValue value, int most) {
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof JsonArray array) || array.isEmpty() || array.size() > most) {
            throw malformed("ids: must be a list of 1 to " + most);
        }
        var ids = new LinkedHashSet<UUID>();
        for (var id : array) {
            ids.add(id(id instanceof JsonString s ? s.getString() : ""));
        }
        return Optional.of(ids);
    }

    /** Whose id it is in a path. */
    static UserId user(String text) {
        try {
            return new UserId(text);
        } catch (IllegalArgumentException e) {
            throw malformed("id: wrong shape");
        }
    }

    /** Which channel a parameter names. */
    static ChannelId channel(String parameter, String text) {
        try {
            return new ChannelId(text);
        } catch (IllegalArgumentException e) {
            throw malformed(parameter + ": wrong shape");
        }
    }

    /** The scopes of a key: a list of names, with one at least that lets it do something. */
    static Set<Scope> scopes(JsonValue value) {
        if (!(value instanceof JsonArray array)) {
            throw malformed("scopes: must be a list");
        }
        var scopes = EnumSet.noneOf(Scope.class);
        for (var name : array) {
            scopes.add(Scope.ofWire(name instanceof JsonString s ? s.getString() : "")
                    .orElseThrow(() -> malformed("scopes: read, write or operator")));
        }
        if (!scopes.contains(Scope.READ) && !scopes.contains(Scope.WRITE)) {
            throw malformed("scopes: read or write must be among them");
        }
        return scopes;
    }

    static Refused malformed(String detail) {
        return new Refused(Reason.MALFORMED, detail);
    }
}
