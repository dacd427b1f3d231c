package org.recado.notification.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.notification.email.LinkTokens.Purpose;

class LinkTokensTest {

    private final UUID address = UUID.randomUUID();
    private final LinkTokens tokens = Settled.tokens();

    private static Reason refusal(LinkTokens tokens, Purpose purpose, String token) {
        return catchThrowableOfType(Refused.class, () -> tokens.address(purpose, token))
                .reason();
    }

    @Test
    void aTokenNamesItsAddressForItsPurposeOnly() {
        var token = tokens.sign(Purpose.UNSUBSCRIBE, address, Optional.empty());
        assertThat(tokens.address(Purpose.UNSUBSCRIBE, token)).isEqualTo(address);
        assertThat(refusal(tokens, Purpose.CONFIRM, token)).isEqualTo(Reason.NOT_FOUND);
        assertThat(token).matches("[A-Za-z0-9_-]+");
    }

    @Test
    void aTokensTimeEnds() {
        var later = Instant.now().plusSeconds(60);
        assertThat(tokens.address(Purpose.CONFIRM, tokens.sign(Purpose.CONFIRM, address, Optional.of(later))))
                .isEqualTo(address);
        var over =
                tokens.sign(Purpose.CONFIRM, address, Optional.of(Instant.now().minusSeconds(2)));
        assertThat(refusal(tokens, Purpose.CONFIRM, over)).isEqualTo(Reason.EXPIRED);
    }

    @Test
    void aChangeOfAnyByteIsSeen() {
        var good = Base64.getUrlDecoder().decode(tokens.sign(Purpose.CONFIRM, address, Optional.empty()));
        for (var i = 0; i < good.length; i++) {
            var forged = good.clone();
            forged[i] ^= 1;
            var token = Base64.getUrlEncoder().withoutPadding().encodeToString(forged);
            assertThat(refusal(tokens, Purpose.CONFIRM, token)).as("byte %s", i).isEqualTo(Reason.NOT_FOUND);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "****", "AAAA", "é"})
    void whatIsNoTokenIsRefused(String token) {
        assertThat(refusal(tokens, Purpose.CONFIRM, token)).isEqualTo(Reason.NOT_FOUND);
    }

    @Test
    void aSecretOfBeforeCountsWhileItIsKnown() {
        var token = tokens.sign(Purpose.UNSUBSCRIBE, address, Optional.empty());
        var next = "another secret of the tests long enough";
        assertThat(Settled.tokens(next, Optional.of("x, " + Settled.SECRET)).address(Purpose.UNSUBSCRIBE, token))
                .isEqualTo(address);
        assertThat(refusal(Settled.tokens(next, Optional.empty()), Purpose.UNSUBSCRIBE, token))
                .isEqualTo(Reason.NOT_FOUND);
    }
}
