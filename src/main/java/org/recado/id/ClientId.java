package org.recado.id;

/**
 * The sender's own key for one command; the same key again is the same command.
 *
 * @param value 1 to 64 visible ASCII characters; anything else is an {@link IllegalArgumentException}
 */
public record ClientId(String value) {

    public ClientId {
        Text.key("a client_id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
