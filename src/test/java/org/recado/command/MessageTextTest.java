package org.recado.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTextTest {

    private final MessageText text = Texts.upTo(16);

    @ParameterizedTest
    @ValueSource(strings = {"a", "a\n\tb", "olá", "👍", "1234567890123456"})
    void whatPeopleWriteIsFine(String fine) {
        assertThatCode(() -> text.check(fine)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n", "a\u0000", "a\u0007b", "\u001b[0m", "a\u0085", "\ud83d", "\udc4da", "a\r\nb"})
    void emptyControlAndHalfCharactersAreMalformed(String bad) {
        assertThat(refusal(bad)).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void theLimitCountsBytesOfUtf8() {
        assertThat(refusal("12345678901234567")).isEqualTo(Reason.TOO_LARGE);
        assertThat(refusal("ááááááááá")).isEqualTo(Reason.TOO_LARGE);
        assertThatCode(() -> text.check("áááááááá")).doesNotThrowAnyException();
    }

    private Reason refusal(String bad) {
        return catchThrowableOfType(Refused.class, () -> text.check(bad)).reason();
    }
}
