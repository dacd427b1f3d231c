package org.recado.id;

import java.util.Optional;

/**
 * What someone is called, for people to read; what they are known by is their {@link UserId}.
 *
 * @param value as of a {@link ChannelName}; anything else is an {@link IllegalArgumentException}
 */
public record PersonName(String value) {

    public PersonName {
        value = Label.of(value);
    }

    /** A name out of what another system calls someone; empty where nothing of it can be seen. */
    public static Optional<PersonName> nearest(String text) {
        return Label.nearest(text).map(PersonName::new);
    }

    @Override
    public String toString() {
        return value;
    }
}
