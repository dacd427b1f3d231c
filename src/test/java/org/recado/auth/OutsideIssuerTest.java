package org.recado.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.recado.auth.Callers.Fault;
import org.recado.auth.Callers.Verdict;
import org.recado.id.UserId;

/** Tokens that another issuer made for us, and what others would pass off as such. */
class OutsideIssuerTest extends OutsideStage {

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "PS256", "ES256"})
    void tokenOfTheIssuerNamesItsUser(String algorithm) {
        startUp();
        var token = issuer.token(JWSAlgorithm.parse(algorithm), issuer.claims("zoe"), h -> h);
        assertThat(callers.verify(token)).isEqualTo(Verdict.yes(new Caller(new UserId("zoe"), Set.of())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWT", "jwt", "at+jwt", "application/at+jwt"})
    void accessTokensMaySayWhatTheyAre(String type) {
        startUp();
        var token = issuer.token(JWSAlgorithm.RS256, issuer.claims("zoe"), h -> h.type(new JOSEObjectType(type)));
        assertThat(callers.verify(token).caller()).isPresent();
    }

    @Test
    void oneOfSeveralAudiencesIsEnough() {
        startUp();
        assertThat(callers.verify(issuer.token(issuer.claims("zoe").audience(List.of("x", "another"))))
                        .caller())
                .isPresent();
    }

    @Test
    void clocksMayDifferAsMuchAsIsSet() {
        startUp();
        var now = Instant.now();
        assertThat(callers.verify(issuer.token(issuer.claims("zoe").expirationTime(Date.from(now.minusSeconds(2)))))
                        .caller())
                .isPresent();
        assertThat(callers.verify(issuer.token(issuer.claims("zoe").expirationTime(Date.from(now.minusSeconds(10))))))
                .isEqualTo(Verdict.no(Fault.EXPIRED));
    }

    static Stream<Map.Entry<String, Function<TestIssuer, String>>> attacks() {
        return Map.<String, Function<TestIssuer, String>>ofEntries(
                Map.entry("no signature", i -> new PlainJWT(i.claims("zoe").build()).serialize()),
                Map.entry("public key as a secret", OutsideIssuerTest::publicKeyAsSecret),
                Map.entry(
                        "another key by the same name",
                        i -> TestIssuer.signed(
                                JWSAlgorithm.RS256,
                                TestIssuer.rsaKey(),
                                i.claims("zoe"),
                                h -> h.keyID(i.rsa().getKeyID()))),
                Map.entry("a key of its own in the header", OutsideIssuerTest::keyInTheHeader),
                Map.entry("RS512", i -> i.token(JWSAlgorithm.RS512, i.claims("zoe"), h -> h)),
                Map.entry("other claims", OutsideIssuerTest::otherClaims),
                Map.entry("another issuer", i -> i.token(i.claims("zoe").issuer(i.name() + "/"))),
                Map.entry("no issuer", i -> i.token(i.claims("zoe").issuer(null))),
                Map.entry("another audience", i -> i.token(i.claims("zoe").audience("account"))),
                Map.entry("no audience", i -> i.token(i.claims("zoe").audience((String) null))),
                Map.entry("no end", i -> i.token(i.claims("zoe").expirationTime(null))),
                Map.entry(
                        "not yet",
                        i -> i.token(i.claims("zoe")
                                .notBeforeTime(Date.from(Instant.now().plusSeconds(30))))),
                Map.entry(
                        "a logout",
                        i -> i.token(
                                JWSAlgorithm.RS256, i.claims("zoe"), h -> h.type(new JOSEObjectType("logout+jwt")))),
                Map.entry("bound to a proof", i -> i.token(i.claims("zoe").claim("cnf", Map.of("jkt", "x")))),
                Map.entry(
                        "a critical header nobody knows",
                        i -> i.token(
                                JWSAlgorithm.RS256,
                                i.claims("zoe"),
                                h -> h.customParam("x", 1).criticalParams(Set.of("x")))))
                .entrySet()
                .stream();
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void tokenThatIsNotTheIssuersForUsIsInvalid(Map.Entry<String, Function<TestIssuer, String>> attack) {
        startUp();
        assertThat(callers.verify(issuer.token("bia")).caller()).isPresent();
        seen.clear();
        assertThat(callers.verify(attack.getValue().apply(issuer))).isEqualTo(Verdict.no(Fault.INVALID));
        assertThat(seen).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "..", "a.b.c", "e30.e30.e30", "rk_", "\u0000"})
    void nonsenseIsInvalid(String nonsense) {
        callers.keys = new KeyCheck();
        startUp();
        assertThat(callers.verify(nonsense)).isEqualTo(Verdict.no(Fault.INVALID));
        assertThat(issuer.asked()).isZero();
    }

    @Test
    void tokenThatNamesSomebodyElseHereIsInvalid() {
        outside.people = new OutsidePeople() {
            @Override
            boolean admit(OutsideTokens.User user) {
                return false;
            }
        };
        startUp();
        assertThat(callers.verify(issuer.token("ana"))).isEqualTo(Verdict.no(Fault.INVALID));
    }

    @Test
    void storeThatIsAwayMakesNobodyInvalid() {
        outside.people = new OutsidePeople() {
            @Override
            boolean admit(OutsideTokens.User user) {
                throw new IllegalStateException("played");
            }
        };
        startUp();
        assertThat(callers.verify(issuer.token("ana")).fault()).contains(Fault.UNAVAILABLE);
    }

    @Test
    void withoutAnIssuerOnlyOurOwnTokensCount() {
        settings.issuer = Optional.empty();
        startUp();
        assertThat(callers.verify(issuer.token("zoe"))).isEqualTo(Verdict.no(Fault.INVALID));
        assertThat(issuer.asked()).isZero();
    }

    private static String publicKeyAsSecret(TestIssuer issuer) {
        try {
            var token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.HS256)
                            .type(JOSEObjectType.JWT)
                            .keyID(issuer.rsa().getKeyID())
                            .build(),
                    issuer.claims("zoe").build());
            token.sign(new MACSigner(issuer.rsa().toRSAPublicKey().getEncoded()));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String keyInTheHeader(TestIssuer issuer) {
        var own = TestIssuer.rsaKey();
        return TestIssuer.signed(
                JWSAlgorithm.RS256,
                own,
                issuer.claims("zoe"),
                h -> h.keyID(issuer.rsa().getKeyID()).jwk(own.toPublicJWK()));
    }

    private static String otherClaims(TestIssuer issuer) {
        var token = issuer.token("zoe");
        var claims = issuer.claims("ana").build().toString().getBytes(StandardCharsets.UTF_8);
        return token.substring(0, token.indexOf('.') + 1)
                + Base64.getUrlEncoder().withoutPadding().encodeToString(claims)
                + token.substring(token.lastIndexOf('.'));
    }
}
