package org.recado.id;

import java.text.Normalizer;

/**
 * What a channel is called, for people to read; what it is known by is its {@link ChannelId}.
 *
 * @param value in Unicode's form NFC without space around it: 1 to 64 characters that can be seen, and spaces and joiners
 *     between them; anything else is an {@link IllegalArgumentException}
 */
public record ChannelName(String value) {

    private static final int LONGEST = 64;
    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    public ChannelName {
        value = Normalizer.normalize(value, Normalizer.Form.NFC).strip();
        var length = value.codePointCount(0, value.length());
        if (length < 1 || length > LONGEST) {
            throw new IllegalArgumentException("a name has 1 to " + LONGEST + " characters");
        }
        if (!value.codePoints().allMatch(ChannelName::isAllowed)) {
            throw new IllegalArgumentException("a name has no invisible characters");
        }
        if (isJoiner(value.codePointAt(0)) || isJoiner(value.codePointBefore(value.length()))) {
            throw new IllegalArgumentException("a joiner stands between two characters");
        }
    }

    // what is not to be seen could make two names look the same, or turn the writing around
    private static boolean isAllowed(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.FORMAT -> isJoiner(c);
            default -> true;
        };
    }

    // Persian and emoji need them
    private static boolean isJoiner(int c) {
        return c == ZERO_WIDTH_JOINER || c == ZERO_WIDTH_NON_JOINER;
    }

    @Override
    public String toString() {
        return value;
    }
}
