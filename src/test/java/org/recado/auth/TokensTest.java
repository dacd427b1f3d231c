package org.recado.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.recado.id.UserId;

class TokensTest {

    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final String NEW_SECRET = "fedcba9876543210fedcba9876543210";
    private static final Caller OPS = new Caller(new UserId("ops"), Set.of(Caller.OPERATOR));

    private final Tokens tokens = tokens(SECRET, 60);
    private final Set<UUID> revoked = new HashSet<>();

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
        var old = tokens(SECRET, -1).issue(OPS);
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
    void tokenOfASessionIsGoodUntilTheSessionEnds() {
        var session = UUID.randomUUID();
        var caller = new Caller(OPS.user(), OPS.roles(), Optional.of(session));
        var token = tokens.issue(caller).token();

        assertThat(tokens.verify(token).caller()).contains(caller);
        revoked.add(session);
        assertThat(tokens.verify(token).fault()).contains(Tokens.Fault.INVALID);
    }

    @Test
    void newSecretSignsNobodyOut() {
        var old = tokens.issue(OPS).token();
        var rotated = tokens(NEW_SECRET, 60, SECRET + " , yet another secret of thirty-two bytes");

        assertThat(rotated.verify(old).caller()).contains(OPS);
        assertThat(tokens.verify(rotated.issue(OPS).token()).fault()).contains(Tokens.Fault.INVALID);
        assertThat(tokens(SECRET, 60, NEW_SECRET)
                        .verify(rotated.issue(OPS).token())
                        .caller())
                .contains(OPS);
        assertThat(tokens(NEW_SECRET, 60).verify(old).fault()).contains(Tokens.Fault.INVALID);
    }

    @Test
    void keyIdNamesTheSecretAndDoesNotHoldIt() throws Exception {
        var one = SignedJWT.parse(tokens.issue(OPS).token()).getHeader().getKeyID();
        var other = SignedJWT.parse(tokens(NEW_SECRET, 60).issue(OPS).token())
                .getHeader()
                .getKeyID();

        assertThat(one).hasSize(16).isNotEqualTo(other);
        assertThat(SECRET).doesNotContain(one);
    }

    @Test
    void tokensOfTheReleaseBeforeNameNoKeyAndAreKnown() throws Exception {
        assertThat(tokens.verify(signed(SECRET, Optional.empty(), good()))
                        .caller()
                        .map(Caller::user))
                .contains(OPS.user());
        var rotated = tokens(NEW_SECRET, 60, SECRET);
        assertThat(rotated.verify(signed(SECRET, Optional.empty(), good())).caller())
                .isPresent();
    }

    @Test
    void keyIdOfNobodyIsInvalidWhoeverSigned() throws Exception {
        assertThat(tokens.verify(signed(SECRET, Optional.of("../../dev/null"), good()))
                        .fault())
                .contains(Tokens.Fault.INVALID);
    }

    @Test
    void tokensOfOthersOrForLaterAreInvalid() throws Exception {
        var later = Date.from(Instant.now().plusSeconds(30));
        for (var claims : List.of(
                good().issuer("another"),
                good().issuer(null),
                good().subject(null),
                good().subject("no user id"),
                good().expirationTime(null),
                good().notBeforeTime(later),
                good().claim("groups", "operator"),
                good().claim("sid", "no uuid"))) {
            assertThat(tokens.verify(signed(SECRET, Optional.empty(), claims)).fault())
                    .as(claims.build().toString())
                    .contains(Tokens.Fault.INVALID);
        }
    }

    private static JWTClaimsSet.Builder good() {
        return new JWTClaimsSet.Builder()
                .issuer("recado")
                .subject("ops")
                .expirationTime(Date.from(Instant.now().plusSeconds(60)));
    }

    private static String signed(String secret, Optional<String> keyId, JWTClaimsSet.Builder claims)
            throws JOSEException {
        var header = new JWSHeader.Builder(JWSAlgorithm.HS256);
        keyId.ifPresent(header::keyID);
        var jwt = new SignedJWT(header.build(), claims.build());
        jwt.sign(new MACSigner(secret));
        return jwt.serialize();
    }

    @Test
    void aShortPreviousSecretStopsTheDeployment() {
        assertThatThrownBy(() -> tokens(SECRET, 60, "short"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("recado.auth.previous-token-secrets")
                .hasMessageNotContaining("short");
    }

    @Test
    void aShortSecretStopsTheDeployment() {
        assertThatThrownBy(() -> tokens("short", 60))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("recado.auth.token-secret");
    }

    private Tokens tokens(String secret, long ttlSeconds, String... previous) {
        var tokens = new Tokens();
        tokens.previousSecrets = Optional.of(String.join(",", previous));
        tokens.revocations = new Revocations() {
            @Override
            public boolean isRevoked(UUID session) {
                return revoked.contains(session);
            }
        };
        tokens.secret = secret;
        tokens.ttlSeconds = ttlSeconds;
        tokens.start();
        return tokens;
    }
}
