package org.recado.notification;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whom a text names: {@code @} and a user's id, or their name without spaces, in whatever case; {@code @channel} is
 * everyone. Not within a word, so that an e-mail address names nobody. Only the first fifty names of a text count.
 *
 * @param names in lower case
 */
record Mentions(boolean everyone, Set<String> names) {

    static final int MOST = 50;

    private static final String EVERYONE = "channel";
    private static final Pattern NAME =
            Pattern.compile("(?<![\\p{L}\\p{N}\\p{M}_@.-])@([\\p{L}\\p{N}_][\\p{L}\\p{N}\\p{M}_.-]{0,63})");

    static Mentions in(String text) {
        var names = new LinkedHashSet<String>();
        var found = NAME.matcher(text);
        while (names.size() < MOST && found.find()) {
            names.add(withoutPunctuation(found.group(1)).toLowerCase(Locale.ROOT));
        }
        var everyone = names.remove(EVERYONE);
        return new Mentions(everyone, names);
    }

    // what ends a sentence is no part of the name
    private static String withoutPunctuation(String name) {
        var end = name.length();
        while (end > 1 && ".-".indexOf(name.charAt(end - 1)) >= 0) {
            end--;
        }
        return name.substring(0, end);
    }

    boolean isEmpty() {
        return !everyone && names.isEmpty();
    }
}
