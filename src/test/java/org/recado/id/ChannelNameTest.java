package org.recado.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelNameTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "Ana & Bruno",
                "Olá, mundo",
                "general \uD83D\uDE80",
                "\uD83D\uDC69\u200D\uD83D\uDCBB",
                "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645"
            })
    void whatPeopleWriteIsAName(String name) {
        assertThat(new ChannelName(name).value()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \t ",
                "a\nb",
                "a\u0000",
                "gen\u200Beral",
                "\u202Elareneg",
                "\uFEFFgeneral",
                "\u2066x\u2069",
                "\uE000",
                "\uD83D",
                "\u2028",
                "general\u200D",
                "\u200C"
            })
    void whatIsNotToBeSeenIsNone(String name) {
        assertThatThrownBy(() -> new ChannelName(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void charactersAreCountedAsPeopleCount() {
        assertThat(new ChannelName("\uD83D\uDE80".repeat(64)).value()).hasSize(128);
        assertThatThrownBy(() -> new ChannelName("x".repeat(65))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sameLettersAreTheSameName() {
        assertThat(new ChannelName(" cafe\u0301 ")).isEqualTo(new ChannelName("caf\u00E9"));
    }
}
