package org.recado.auth;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a password that someone chooses must be, in the spirit of NIST SP 800-63B: long enough, not the first that a
 * guesser tries, and otherwise whatever they like.
 */
public final class PasswordPolicy {

    private static final int LEAST = 8;
    private static final int MOST = 128;

    // in lower case, of eight characters and more; the shorter ones of such lists are too short anyway
    private static final Set<String> COMMONEST = Stream.of("""
            00000000 0123456789 11111111 1122334455 11223344 12121212 12341234 123123123 12345678 123456789
            1234567890 1234567891 123456abc 123456789a 12345qwert 1q2w3e4r 1q2w3e4r5t 1qaz2wsx 22222222 55555555
            66666666 77777777 87654321 88888888 987654321 9876543210 99999999 aa123456 aa12345678 abc12345
            abcd1234 abcdefgh abcdefghi access14 administrator admin123 admin1234 administrador alexander asdfasdf
            asdfghjk asdfghjkl baseball basketball benfica1904 brasil123 butterfly changeme charlotte chocolate
            computer corinthians cristina danielle deusefiel dragonball familia123 fernanda flamengo football
            fortaleza garfield gabriela guilherme hellokitty iloveyou iloveyou1 internet jesuscristo jennifer
            jessica1 juliana1 letmein1 letmein123 liverpool manchester marianne mariana1 maverick melissa1
            meuamor123 michelle midnight minecraft mustang1 mypassword naruto123 nicole123 p@ssw0rd p@ssword
            palmeiras passw0rd password password! password1 password12 password123 password1234 portugal pokemon1
            princess princesa princess1 qazwsxedc qq123456 qwer1234 qwerasdf qwerty12 qwerty123 qwerty1234 qwertyui
            qwertyuiop recado123 samantha saopaulo senha123 senha1234 senha12345 snoopy12 spiderman starwars
            sunshine superman superman1 teste123 tinkerbell trustno1 victoria vitoria123 welcome1 welcome123
            whatever william1 zaq12wsx zxcvbnm1 zxcvbnm123""".split("\\s+")).collect(Collectors.toUnmodifiableSet());

    private PasswordPolicy() {}

    static Set<String> commonest() {
        return COMMONEST;
    }

    /**
     * Why this may not be a password, in a few words; empty where it may.
     *
     * @param names what the person is called: their user name, and their own name where it is known
     */
    public static Optional<String> objection(String password, Collection<String> names) {
        var length = password.codePointCount(0, password.length());
        if (length < LEAST || length > MOST) {
            return Optional.of("must have " + LEAST + " to " + MOST + " characters");
        }
        if (password.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
            return Optional.of("half a surrogate pair");
        }
        if (names.stream().anyMatch(password.strip()::equalsIgnoreCase)) {
            return Optional.of("must not be the user's own name");
        }
        return COMMONEST.contains(password.toLowerCase(Locale.ROOT))
                ? Optional.of("is one of the commonest passwords")
                : Optional.empty();
    }
}
