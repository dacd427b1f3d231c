package org.recado.id;

/**
 * Which chat channel.
 *
 * @param value 1 to 64 letters, digits and {@code . _ ~ @ + : -}; anything else is an {@link IllegalArgumentException}
 */
public record ChannelId(String value) {

    public ChannelId {
        Text.name("a channel id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
