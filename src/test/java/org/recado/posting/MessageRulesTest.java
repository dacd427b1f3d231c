package org.recado.posting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.recado.command.Command;
import org.recado.command.Command.AddMember;
import org.recado.command.Command.CreateMessage;
import org.recado.command.Command.Cursor;
import org.recado.command.Command.EditMessage;
import org.recado.command.Command.MarkRead;
import org.recado.command.Command.MoveCursors;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.id.ChannelId;
import org.recado.id.MessageId;
import org.recado.id.UserId;

class MessageRulesTest {

    private static final UserId ANA = new UserId("ana");
    private static final ChannelId GENERAL = new ChannelId("general");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final MessageRules rules = Core.rules();

    @ParameterizedTest
    @ValueSource(strings = {"olá", "two\nlines\tand a tab", "\uD83D\uDE00"})
    void textThatPeopleWriteIsFine(String text) {
        assertThatCode(() -> rules.check(create(NOW, text), NOW)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\u0000", "\u001b[0m", "\u009f", "half a pair \uD83D"})
    void textThatIsNoTextIsMalformed(String text) {
        assertThat(refused(create(NOW, text)).reason()).isEqualTo(Reason.MALFORMED);
        assertThat(refused(new EditMessage(ANA, GENERAL, Optional.empty(), NOW, new MessageId(UUID.randomUUID()), text))
                        .reason())
                .isEqualTo(Reason.MALFORMED);
    }

    @Test
    void theLimitIsInBytes() {
        assertThatCode(() -> rules.check(create(NOW, "x".repeat(16_384)), NOW)).doesNotThrowAnyException();
        assertThat(refused(create(NOW, "x".repeat(16_385))).reason()).isEqualTo(Reason.TOO_LARGE);
        assertThat(refused(create(NOW, "á".repeat(8_193))).reason()).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void aClockFromAnotherCenturyIsMalformed() {
        assertThat(refused(create(Instant.parse("1999-12-31T23:59:59Z"), "hi")).detail())
                .startsWith("timestamp");
        assertThat(refused(create(NOW.plus(Duration.ofHours(25)), "hi")).detail())
                .startsWith("timestamp");
        assertThatCode(() -> rules.check(create(NOW.plus(Duration.ofHours(23)), "hi"), NOW))
                .doesNotThrowAnyException();
    }

    @Test
    void aRoleThatIsNoneAndASeqBelowZeroAreMalformed() {
        assertThat(refused(new AddMember(ANA, GENERAL, Optional.empty(), NOW, ANA, "king"))
                        .reason())
                .isEqualTo(Reason.MALFORMED);
        assertThat(refused(new MarkRead(ANA, GENERAL, Optional.empty(), NOW, -1))
                        .reason())
                .isEqualTo(Reason.MALFORMED);
        for (var cursor : List.of(new Cursor(ANA, -1, 1), new Cursor(ANA, 1, -1))) {
            assertThat(refused(new MoveCursors(ANA, GENERAL, Optional.empty(), NOW, List.of(cursor)))
                            .reason())
                    .isEqualTo(Reason.MALFORMED);
        }
    }

    @Test
    void aRefusalNeverQuotesTheText() {
        assertThat(refused(create(NOW, "secret\u0007")).detail()).doesNotContain("secret");
    }

    private Refused refused(Command command) {
        return catchThrowableOfType(Refused.class, () -> rules.check(command, NOW));
    }

    private static Command create(Instant at, String text) {
        return new CreateMessage(ANA, GENERAL, Optional.empty(), at, text);
    }
}
