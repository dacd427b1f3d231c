package org.recado.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.recado.auth.Wired.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On a real PostgreSQL. */
class SessionsTest {

    private static Wired wired;

    @BeforeAll
    static void open() throws ReflectiveOperationException {
        wired = new Wired();
    }

    @AfterAll
    static void close() {
        wired.close();
    }

    private static Pass refreshed(Pass pass) {
        return wired.sessions.refresh(pass.refreshToken()).orElseThrow();
    }

    @Test
    void refreshTokenIsRotatedAndTheSessionIsTheSame() {
        var first = wired.signedIn();
        wired.pass(Duration.ofMinutes(12));
        var second = refreshed(first);

        assertThat(second.caller()).isEqualTo(first.caller());
        assertThat(second.refreshToken()).isNotEqualTo(first.refreshToken());
        assertThat(second.refreshExpiresAt()).isEqualTo(first.refreshExpiresAt().plus(Duration.ofMinutes(12)));
        assertThat(wired.isGood(second)).isTrue();
    }

    @Test
    void tokenItselfIsNowhere() {
        var pass = wired.signedIn();

        assertThat(pass.refreshToken()).hasSize(43);
        assertThat(wired.count("refresh_token", "digest", pass.refreshToken())).isZero();
        assertThat(wired.count("refresh_token", "digest", RefreshToken.digest(pass.refreshToken())))
                .isEqualTo(1);
    }

    @Test
    void spentTokenIsTakenAgainForTenSeconds() {
        var pass = wired.signedIn();
        var one = refreshed(pass);
        wired.pass(Duration.ofSeconds(10));
        var other = refreshed(pass);

        assertThat(other.refreshToken()).isNotEqualTo(one.refreshToken());
        assertThat(refreshed(one).caller()).isEqualTo(refreshed(other).caller());
        assertThat(wired.isGood(one)).isTrue();
    }

    @Test
    void spentTokenThatComesLaterEndsTheSession() {
        var pass = wired.signedIn();
        var successor = refreshed(pass);
        wired.pass(Duration.ofSeconds(11));

        assertThat(wired.sessions.refresh(pass.refreshToken())).isEmpty();
        assertThat(wired.sessions.refresh(successor.refreshToken())).isEmpty();
        assertThat(wired.isGood(pass)).isFalse();
        assertThat(wired.isGood(successor)).isFalse();
        assertThat(wired.revoked).contains(session(pass));
    }

    @Test
    void manyTabsAtOnceAllGetASuccessor() throws Exception {
        var pass = wired.signedIn();
        var executor = Executors.newFixedThreadPool(4);
        try {
            var tabs = new ArrayList<Callable<Pass>>();
            for (var i = 0; i < 8; i++) {
                tabs.add(() -> refreshed(pass));
            }
            var successors = new HashSet<String>();
            for (var tab : executor.invokeAll(tabs)) {
                successors.add(tab.get().refreshToken());
            }
            assertThat(successors).hasSize(8);
        } finally {
            executor.shutdown();
        }
    }

    @Test
    void oldAndUnknownTokensAreRefusedAndEndNothing() {
        var pass = wired.signedIn();

        assertThat(wired.sessions.refresh("")).isEmpty();
        assertThat(wired.sessions.refresh(RefreshToken.random())).isEmpty();
        assertThat(wired.sessions.refresh(RefreshToken.digest(pass.refreshToken())))
                .isEmpty();
        wired.pass(Duration.ofSeconds(Wired.REFRESH_TTL_S));
        assertThat(wired.sessions.refresh(pass.refreshToken())).isEmpty();
        assertThat(wired.revoked).doesNotContain(session(pass));
    }

    @Test
    void peopleSeeAndEndTheirOwnSessionsOnly() {
        var user = wired.someone();
        var phone = wired.signIn(user).orElseThrow();
        wired.pass(Duration.ofSeconds(1));
        var desk = wired.signIn(user).orElseThrow();
        var other = wired.signedIn();

        assertThat(wired.sessions.of(user)).extracting(Session::id).containsExactly(session(desk), session(phone));
        assertThat(wired.sessions.end(user, session(other))).isFalse();
        assertThat(wired.sessions.end(user, session(phone))).isTrue();
        assertThat(wired.sessions.end(user, session(phone))).isFalse();
        assertThat(wired.sessions.of(user)).extracting(Session::id).containsExactly(session(desk));
        assertThat(wired.isGood(phone)).isFalse();
        assertThat(wired.isGood(desk)).isTrue();
        assertThat(wired.isGood(other)).isTrue();
    }

    @Test
    void whatIsGoodForNothingIsRemovedInBatches() {
        var user = wired.someone();
        var first = wired.signIn(user).orElseThrow();
        refreshed(refreshed(first));
        var id = session(first);
        assertThat(wired.count("refresh_token", "session_id", id)).isEqualTo(3);
        wired.pass(Duration.ofSeconds(Wired.REFRESH_TTL_S + 1L));
        var later = wired.signIn(user).orElseThrow();

        assertThat(wired.sessionRows.sweep(1)).isLessThanOrEqualTo(2);
        wired.sessions.sweep();
        assertThat(wired.count("refresh_token", "session_id", id)).isZero();
        assertThat(wired.count("session", "id", id)).isZero();
        assertThat(wired.sessions.refresh(later.refreshToken())).isPresent();
    }
}
