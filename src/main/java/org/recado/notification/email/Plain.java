package org.recado.notification.email;

/** What people wrote, made fit to stand in a line beside our own words. */
final class Plain {

    private Plain() {}

    /** One line, without control characters and without what turns the writing around. */
    static String line(String text) {
        var line = new StringBuilder();
        text.codePoints().map(Plain::seen).filter(c -> c >= 0).forEach(line::appendCodePoint);
        return line.toString().replaceAll(" {2,}", " ").strip();
    }

    // a space for whatever breaks a line; less than nothing for what is left out
    private static int seen(int c) {
        if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
            return ' ';
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.SURROGATE, Character.UNASSIGNED -> -1;
            case Character.FORMAT -> turns(c) ? -1 : c;
            default -> c;
        };
    }

    private static boolean turns(int c) {
        return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E || c == 0x200F;
    }

    /** At most so many characters of a line, and a sign that it goes on. */
    static String line(String text, int most) {
        var line = line(text);
        return line.codePointCount(0, line.length()) <= most
                ? line
                : line.substring(0, line.offsetByCodePoints(0, most)) + "…";
    }
}
