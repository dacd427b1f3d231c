package org.recado.id;

/**
 * Who someone is, to every part of the road.
 *
 * @param value 1 to 64 letters, digits and {@code . _ ~ @ + : -}; anything else is an {@link IllegalArgumentException}
 */
public record UserId(String value) {

    public UserId {
        Text.name("a user id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
