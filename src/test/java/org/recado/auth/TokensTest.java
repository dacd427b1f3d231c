package org.recado.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.recado.id.UserId;

class TokensTest {

    private static final Caller OPS = new Caller(new UserId("ops"), Set.of(Caller.OPERATOR));

    private final Tokens tokens = tokens("0123456789abcdef0123456789abcdef", 60);

    @Test
    void aTokenSaysWhoWasMeant() {
        assertThat(tokens.verify(tokens.issue(OPS).token()).caller()).contains(OPS);
    }

    @Test
    void aTokenOfAnotherSecretIsInvalid() {
        var others = tokens("another secret of thirty-two bytes", 60).issue(OPS);
        assertThat(tokens.verify(others.token()).fault()).contains(Tokens.Fault.INVALID);
    }

    @Test
    void anOldTokenIsExpired() {
        var old = tokens("0123456789abcdef0123456789abcdef", -1).issue(OPS);
        assertThat(tokens.verify(old.token()))
                .isEqualTo(new Tokens.Verdict(Optional.empty(), Optional.of(Tokens.Fault.EXPIRED)));
    }

    @Test
    void nonsenseAndUnsignedTokensAreInvalid() {
        var unsigned = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJvcHMiLCJpc3MiOiJyZWNhZG8iLCJleHAiOjk5OTk5OTk5OTl9.";
        assertThat(tokens.verify("").fault()).contains(Tokens.Fault.INVALID);
        assertThat(tokens.verify("a.b.c").fault()).contains(Tokens.Fault.INVALID);
        assertThat(tokens.verify(unsigned).fault()).contains(Tokens.Fault.INVALID);
    }

    @Test
    void aShortSecretStopsTheDeployment() {
        assertThatThrownBy(() -> tokens("short", 60))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("recado.auth.token-secret");
    }

    private static Tokens tokens(String secret, long ttlSeconds) {
        var tokens = new Tokens();
        tokens.secret = secret;
        tokens.ttlSeconds = ttlSeconds;
        tokens.start();
        return tokens;
    }
}
