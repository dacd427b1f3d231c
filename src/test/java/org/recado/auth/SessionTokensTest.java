package org.recado.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.recado.id.UserId;

class SessionTokensTest {

    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final SessionTokens tokens = tokens(SECRET);

    @Test
    void tokenNamesItsSessionOnAnyNode() {
        assertThat(tokens(SECRET).session(tokens.issue("s1", MINUTE))).contains("s1");
    }

    @Test
    void oldTokenNamesNothingButIsStillOurs() {
        var old = tokens.issue("s1", MINUTE.negated());

        assertThat(tokens.session(old)).isEmpty();
        assertThat(tokens.isOurs(old)).isTrue();
    }

    @Test
    void tokenOfAnotherSecretAndNonsenseNameNothing() {
        var others = tokens("another secret of thirty-two bytes").issue("s1", MINUTE);

        for (var token : new String[] {others, "", "a.b.c", "s1", "null"}) {
            assertThat(tokens.session(token)).isEmpty();
            assertThat(tokens.isOurs(token)).isFalse();
        }
    }

    @Test
    void newSecretLosesNoSession() {
        var rotated = new SessionTokens();
        rotated.secret = "another secret of thirty-two bytes";
        rotated.previousSecrets = Optional.of(SECRET);
        rotated.start();

        assertThat(rotated.session(tokens.issue("s1", MINUTE))).contains("s1");
    }

    @Test
    void callersAndSessionsAreNotTakenForEachOther() {
        var callers = new Tokens();
        callers.secret = SECRET;
        callers.ttlSeconds = 60;
        callers.start();
        var ana = callers.issue(new Caller(new UserId("ana"), Set.of())).token();

        assertThat(tokens.isOurs(ana)).isFalse();
        assertThat(callers.verify(tokens.issue("ana", MINUTE)).fault()).contains(Tokens.Fault.INVALID);
    }

    private static SessionTokens tokens(String secret) {
        var tokens = new SessionTokens();
        tokens.secret = secret;
        tokens.start();
        return tokens;
    }
}
