package org.recado.id;

import java.util.function.IntPredicate;

/** The shapes an id may have (the contract, section 5). */
final class Text {

    private static final int MAX = 64;
    private static final String MARKS = "._~@+:-";

    private Text() {}

    /** A user's or channel's id: 1 to 64 letters, digits and {@code . _ ~ @ + : -}. */
    static String name(String what, String value) {
        return made("1 to 64 letters, digits and " + MARKS, Text::isOfName, what, value);
    }

    /** A sender's own key: 1 to 64 visible ASCII characters. */
    static String key(String what, String value) {
        return made("1 to 64 visible ASCII characters", c -> c >= '!' && c <= '~', what, value);
    }

    private static boolean isOfName(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || MARKS.indexOf(c) >= 0;
    }

    // asked several times a message, so no regular expression
    private static String made(String of, IntPredicate isFit, String what, String value) {
        if (value.isEmpty() || value.length() > MAX || !value.chars().allMatch(isFit)) {
            throw new IllegalArgumentException(what + " must be " + of);
        }
        return value;
    }
}
