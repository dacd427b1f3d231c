package org.recado.id;

import java.text.Normalizer;
import java.util.Optional;

/** The shape of what people read: NFC, no space around it, 1 to 64 characters that can be seen, spaces and joiners. */
final class Label {

    private static final int LONGEST = 64;
    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    private Label() {}

    /** The text in this shape; an {@link IllegalArgumentException} where it has another. */
    static String of(String text) {
        var value = Normalizer.normalize(text, Normalizer.Form.NFC).strip();
        var length = value.codePointCount(0, value.length());
        if (length < 1 || length > LONGEST) {
            throw new IllegalArgumentException("a name has 1 to " + LONGEST + " characters");
        }
        if (!value.codePoints().allMatch(Label::isAllowed)) {
            throw new IllegalArgumentException("a name has no invisible characters");
        }
        if (isJoiner(value.codePointAt(0)) || isJoiner(value.codePointBefore(value.length()))) {
            throw new IllegalArgumentException("a joiner stands between two characters");
        }
        return value;
    }

    /** What remains of the text without what the shape does not allow; empty where nothing does. */
    static Optional<String> nearest(String text) {
        var seen = Normalizer.normalize(text, Normalizer.Form.NFC)
                .codePoints()
                .filter(Label::isAllowed)
                .toArray();
        var from = 0;
        while (from < seen.length && isEdge(seen[from])) {
            from++;
        }
        var to = Math.min(seen.length, from + LONGEST);
        while (to > from && isEdge(seen[to - 1])) {
            to--;
        }
        return to > from ? Optional.of(new String(seen, from, to - from)) : Optional.empty();
    }

    private static boolean isEdge(int c) {
        return isJoiner(c) || Character.isWhitespace(c);
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
}
