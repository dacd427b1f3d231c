package org.recado.id;

/**
 * What a channel is called, for people to read; what it is known by is its {@link ChannelId}.
 *
 * @param value in Unicode's form NFC without space around it: 1 to 64 characters that can be seen, and spaces and joiners
 *     between them; anything else is an {@link IllegalArgumentException}
 */
public record ChannelName(String value) {

    public ChannelName {
        value = Label.of(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
