package org.recado.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.recado.auth.Wired.session;

import jakarta.persistence.PersistenceException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On a real PostgreSQL. */
class RevocationsTest {

    private static Wired wired;

    @BeforeAll
    static void open() throws ReflectiveOperationException {
        wired = new Wired();
    }

    @AfterAll
    static void close() {
        wired.close();
    }

    private static Pass ended() {
        var pass = wired.signedIn();
        wired.sessions.end(pass.caller().user(), session(pass));
        return pass;
    }

    @Test
    void endIsKnownHereAtOnceAndSaidOnce() {
        var pass = ended();
        wired.revocations.look();
        wired.revocations.look();

        assertThat(wired.revocations.isRevoked(session(pass))).isTrue();
        assertThat(wired.revoked).containsOnlyOnce(session(pass));
    }

    @Test
    void anotherNodeKnowsItByItsNextLook() {
        var node = wired.node();
        node.look();
        var pass = ended();
        assertThat(node.isRevoked(session(pass))).isFalse();
        node.look();

        assertThat(node.isRevoked(session(pass))).isTrue();
    }

    @Test
    void nodeThatStartsKnowsThoseWhoseTokensAreStillGood() {
        var pass = ended();
        wired.pass(Duration.ofMinutes(14));
        var node = wired.node();
        node.look();

        assertThat(node.isRevoked(session(pass))).isTrue();
    }

    @Test
    void sessionIsForgottenOnceItsTokensHaveEnded() {
        var pass = ended();
        var node = wired.node();
        node.look();
        wired.pass(Duration.ofSeconds(Wired.TOKEN_TTL_S).plusMinutes(6));
        node.look();

        assertThat(node.isRevoked(session(pass))).isFalse();
    }

    @Test
    void whileTheStoreIsAwayNothingEndsAndThenAllIsSeen() {
        var pass = wired.signedIn();
        var node = wired.node();
        node.look();
        node.rows = new SessionRows() {
            @Override
            Endings endedSince(Instant since) {
                throw new PersistenceException("away");
            }
        };
        assertThatThrownBy(node::look).isInstanceOf(PersistenceException.class);
        assertThat(node.isRevoked(session(pass))).isFalse();
        wired.sessions.end(pass.caller().user(), session(pass));
        wired.pass(Duration.ofMinutes(3));
        node.rows = wired.sessionRows;
        node.look();

        assertThat(node.isRevoked(session(pass))).isTrue();
    }
}
