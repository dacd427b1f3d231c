package org.recado.id;

import java.util.UUID;

/** The id a message got from the ledger when it was stored: a UUID of version 7, so ids sort by the time of storing. */
public record MessageId(UUID value) {

    /** Reads the canonical form; anything else is an {@link IllegalArgumentException}. */
    public static MessageId parse(String text) {
        var value = UUID.fromString(text);
        if (!value.toString().equalsIgnoreCase(text)) {
            throw new IllegalArgumentException("a message id is a UUID in its canonical form");
        }
        return new MessageId(value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
