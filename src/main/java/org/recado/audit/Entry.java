package org.recado.audit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.recado.id.ChannelId;
import org.recado.id.UserId;

/**
 * One thing that was done or refused. It never holds the text of a message, a password or a token.
 *
 * @param actor who did it, where a token or the broker says so
 * @param subject what was acted on, such as {@code channel:general}
 * @param target whom or what within it, such as {@code user:ana}
 * @param result {@link #OK}, or a reason of the README's table
 * @param times how often, where the same was refused again
 * @param detail few and short; values are cut at {@value #LONGEST_VALUE} characters
 * @param address where it came from, where it came by HTTP
 */
public record Entry(
        Instant at,
        Optional<UserId> actor,
        Action action,
        String subject,
        Optional<String> target,
        String result,
        int times,
        Map<String, String> detail,
        Optional<String> address) {

    public static final String OK = "ok";

    private static final int LONGEST_VALUE = 200;
    private static final int LONGEST_ADDRESS = 64;

    public Entry {
        var shortened = new LinkedHashMap<String, String>();
        detail.forEach((name, value) -> shortened.put(name, cut(value, LONGEST_VALUE)));
        detail = Collections.unmodifiableMap(shortened);
        subject = cut(subject, LONGEST_VALUE);
        address = address.map(a -> cut(a, LONGEST_ADDRESS));
        at = at.truncatedTo(ChronoUnit.MILLIS);
    }

    /** Something that was done just now, by nobody yet. */
    public static Entry of(Action action, String subject) {
        return new Entry(
                Instant.now(), Optional.empty(), action, subject, Optional.empty(), OK, 1, Map.of(), Optional.empty());
    }

    /** A channel as a subject. */
    public static String channel(ChannelId id) {
        return "channel:" + id;
    }

    /** A user as a subject or a target. */
    public static String user(UserId id) {
        return "user:" + id;
    }

    public Entry at(Instant when) {
        return new Entry(when, actor, action, subject, target, result, times, detail, address);
    }

    public Entry by(UserId who) {
        return new Entry(at, Optional.of(who), action, subject, target, result, times, detail, address);
    }

    public Entry to(String whom) {
        return new Entry(at, actor, action, subject, Optional.of(whom), result, times, detail, address);
    }

    public Entry result(String ended) {
        return new Entry(at, actor, action, subject, target, ended, times, detail, address);
    }

    public Entry from(String where) {
        return new Entry(at, actor, action, subject, target, result, times, detail, Optional.of(where));
    }

    public Entry with(String name, String value) {
        var more = new LinkedHashMap<>(detail);
        more.put(name, value);
        return new Entry(at, actor, action, subject, target, result, times, more, address);
    }

    Entry times(int many) {
        return new Entry(at, actor, action, subject, target, result, many, detail, address);
    }

    // PostgreSQL keeps no NUL in a text
    private static String cut(String value, int longest) {
        var kept = value.replace('\0', '?');
        return kept.length() <= longest ? kept : kept.substring(0, longest);
    }
}
