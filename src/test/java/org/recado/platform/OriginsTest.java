package org.recado.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginsTest {

    private static final String HOST = "chat.example.org:8080";

    @Test
    void theListedAndTheServersOwnMayAskAndNobodyElse() {
        var origins = Origins.of(" https://app.example.org , https://other.example.org");
        assertThat(origins.mayAsk(Optional.of("https://APP.example.org"), HOST)).isTrue();
        assertThat(origins.mayAsk(Optional.of("https://chat.example.org"), HOST))
                .isTrue();
        assertThat(origins.mayAsk(Optional.empty(), HOST)).isTrue();
        assertThat(origins.mayAsk(Optional.of("https://evil.example.org"), HOST))
                .isFalse();
        assertThat(origins.mayAsk(Optional.of("https://app.example.org.evil.example"), HOST))
                .isFalse();
        assertThat(origins.mayAsk(Optional.of("null"), HOST)).isFalse();
        assertThat(origins.mayAsk(Optional.of("not an origin"), HOST)).isFalse();
    }

    @Test
    void theServersOwnIsNotListed() {
        assertThat(Origins.of("https://app.example.org").has("https://chat.example.org"))
                .isFalse();
        assertThat(Origins.of("").has("")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "https://app.example.org,*"})
    void allOfThemCannotBeListed(String list) {
        assertThatThrownBy(() -> Origins.of(list)).hasMessageContaining("* is no origin");
    }
}
