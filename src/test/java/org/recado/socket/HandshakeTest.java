package org.recado.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.recado.auth.Caller;
import org.recado.auth.Callers;
import org.recado.id.UserId;

class HandshakeTest {

    private static final Caller ANA = new Caller(new UserId("ana"), Set.of());
    // holds a character that the two Base64 alphabets write in different ways
    private static final String TOKEN = "good?>~token";

    private final Handshake handshake = new Handshake();
    private Optional<Admission.Refusal> busy = Optional.empty();
    private Optional<Admission.Refusal> tooOften = Optional.empty();
    private int asked;
    private int verified;

    @SuppressWarnings("UnnecessaryAssignment") // the fields are injected in a container only
    @BeforeEach
    void start() {
        handshake.allowedOrigins = Optional.of("https://chat.example.org, null");
        handshake.admission = new Admission() {
            @Override
            Optional<Refusal> refusal(String address) {
                assertThat(address).isEqualTo("c6336407");
                asked++;
                return busy;
            }

            @Override
            Optional<Refusal> refusal(UserId user) {
                assertThat(user).isEqualTo(ANA.user());
                return tooOften;
            }
        };
        handshake.callers = new Callers() {
            @Override
            public Verdict verify(String token) {
                verified++;
                return switch (token) {
                    case TOKEN -> Verdict.yes(ANA);
                    case "old" -> Verdict.no(Fault.EXPIRED);
                    case "whose" -> Verdict.later(Duration.ofSeconds(5));
                    default -> Verdict.no(Fault.INVALID);
                };
            }
        };
    }

    @Test
    void tokenInTheQueryLetsItsCallerIn() {
        assertThat(handshake.check(request("2.0.0", null, TOKEN)).caller()).contains(ANA);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.0.0", "2.0.1", "2.0.17", "2.0.0+build"})
    void version2IsSpoken(String vsn) {
        assertThat(Handshake.isV2(vsn)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1.0.0", "2.1.0", "2.0", "2", "3.0.0", "2.0.x", "2.0.0-rc.1", "2.0.01"})
    void otherVersionsAreRefused(String vsn) {
        assertThat(handshake.check(request(vsn, null, TOKEN)).refusal()).isEqualTo("vsn");
    }

    @Test
    void missingVersionIsVersion1AndRefused() {
        assertThat(handshake.check(request(null, null, TOKEN)).refusal()).isEqualTo("vsn");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://chat.local",
                "https://chat.local",
                "http://CHAT.local:8080",
                "https://chat.example.org",
                "null"
            })
    void ownHostAndAllowedOriginsMayConnect(String origin) {
        assertThat(handshake.check(request("2.0.0", origin, TOKEN)).caller()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example",
                "http://chat.local.evil.example",
                "https://chat.example.org:444",
                "http://",
                "chat.local",
                "http://chat.local@evil.example"
            })
    void otherOriginsAreRefused(String origin) {
        assertThat(handshake.check(request("2.0.0", origin, TOKEN)).refusal()).isEqualTo("origin");
    }

    @ParameterizedTest
    @CsvSource({"old,expired token", "other,bad token"})
    void tokenThatIsNotGoodIsRefused(String token, String refusal) {
        assertThat(handshake.check(request("2.0.0", null, token)).refusal()).isEqualTo(refusal);
    }

    @Test
    void tokenThatCannotBeLookedUpIsRefusedForNow() {
        assertThat(handshake.check(request("2.0.0", null, "whose")))
                .isEqualTo(
                        new Handshake.Verdict(Optional.empty(), "no answer", 503, Optional.of(Duration.ofSeconds(5))));
    }

    @Test
    void busyNodeRefusesForNowAndLooksAtNoToken() {
        busy = Optional.of(Admission.Refusal.busy(Duration.ofSeconds(3)));
        assertThat(handshake.check(request("2.0.0", null, TOKEN)))
                .isEqualTo(new Handshake.Verdict(Optional.empty(), "busy", 429, Optional.of(Duration.ofSeconds(3))));
        assertThat(verified).isZero();
    }

    @Test
    void clientThatCanNeverComeInTakesNobodysPlace() {
        handshake.check(request("1.0.0", null, TOKEN));
        handshake.check(request("2.0.0", "http://evil.example", TOKEN));
        handshake.check(request("2.0.0", null, null));
        assertThat(asked).isZero();
    }

    @Test
    void userWhoConnectsTooOftenIsSentAwayForAWhile() {
        tooOften = Optional.of(Admission.Refusal.tooOften("user", Duration.ofSeconds(3)));
        var verdict = handshake.check(request("2.0.0", null, TOKEN));

        assertThat(verdict.caller()).isEmpty();
        assertThat(verdict.status()).isEqualTo(429);
        assertThat(verdict.retryAfter()).contains(Duration.ofSeconds(3));
        // whoever it is that has no good token
        assertThat(handshake.check(request("2.0.0", null, "bad")).status()).isEqualTo(403);
    }

    @Test
    void missingTokenIsRefused() {
        assertThat(handshake.check(request("2.0.0", null, null)).refusal()).isEqualTo("no token");
    }

    @Test
    void subprotocolTokenIsReadInBothAlphabets() {
        var bytes = TOKEN.getBytes(StandardCharsets.UTF_8);
        var standard = Base64.getEncoder().withoutPadding().encodeToString(bytes);
        var url = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);

        assertThat(standard).isNotEqualTo(url);
        assertThat(offering("phoenix, base64url.bearer.phx." + standard).caller())
                .contains(ANA);
        assertThat(offering("phoenix", "base64url.bearer.phx." + url).caller()).contains(ANA);
    }

    @Test
    void twoSubprotocolTokensAreNone() {
        assertThat(offering("phoenix,base64url.bearer.phx.eA,base64url.bearer.phx.eA")
                        .refusal())
                .isEqualTo("no token");
    }

    @Test
    void subprotocolTokenThatIsNoBase64IsNone() {
        assertThat(offering("phoenix,base64url.bearer.phx.***").refusal()).isEqualTo("no token");
    }

    @Test
    void otherSubprotocolsAreRefused() {
        assertThat(offering("graphql-ws").refusal()).isEqualTo("subprotocol");
    }

    @Test
    void phoenixIsAnsweredOnlyWhereItWasOffered() {
        var negotiation = new Negotiation();
        assertThat(negotiation.getNegotiatedSubprotocol(
                        List.of("phoenix"), List.of("phoenix", "base64url.bearer.phx.eA")))
                .isEqualTo("phoenix");
        assertThat(negotiation.getNegotiatedSubprotocol(List.of("phoenix"), List.of()))
                .isEmpty();
    }

    private Handshake.Verdict offering(String... protocols) {
        return handshake.check(new Handshake.Request(
                "c6336407",
                Optional.of("2.0.0"),
                Optional.empty(),
                "chat.local:8080",
                Optional.empty(),
                List.of(protocols)));
    }

    private static Handshake.Request request(String vsn, String origin, String token) {
        return new Handshake.Request(
                "c6336407",
                Optional.ofNullable(vsn),
                Optional.ofNullable(origin),
                "chat.local:8080",
                Optional.ofNullable(token),
                List.of());
    }
}
