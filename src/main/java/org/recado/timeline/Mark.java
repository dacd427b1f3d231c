package org.recado.timeline;

import java.util.UUID;
import org.recado.id.ChannelId;
import org.recado.id.UserId;

/**
 * A message that was carried out.
 *
 * @param key of its command, as {@link #key} says it
 * @param place whose and where it is, as {@link #place} says it
 */
public record Mark(UUID message, long key, long place) {

    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    /** 64 bits for the key of a command, such as {@code c:} and a client id. */
    public static long key(String key) {
        return hash(OFFSET, key);
    }

    /** 64 bits for a sender in a channel. */
    public static long place(ChannelId channel, UserId sender) {
        return hash(hash(OFFSET, channel.value()) * PRIME, sender.value());
    }

    // FNV-1a: cheap enough for every message
    private static long hash(long from, String text) {
        var hash = from;
        for (var i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * PRIME;
        }
        return hash;
    }
}
