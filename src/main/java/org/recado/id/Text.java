package org.recado.id;

import java.util.regex.Pattern;

/** The shapes an id may have (the contract, section 5). */
final class Text {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._~@+:-]{1,64}");
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,64}");

    private Text() {}

    /** A user's or channel's id: 1 to 64 letters, digits and {@code . _ ~ @ + : -}. */
    static String name(String what, String value) {
        return matching(NAME, what, value);
    }

    /** A sender's own key: 1 to 64 visible ASCII characters. */
    static String key(String what, String value) {
        return matching(KEY, what, value);
    }

    private static String matching(Pattern pattern, String what, String value) {
        if (!pattern.matcher(value).matches()) {
            throw new IllegalArgumentException(what + " must match " + pattern);
        }
        return value;
    }
}
