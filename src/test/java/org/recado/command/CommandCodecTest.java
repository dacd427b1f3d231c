package org.recado.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.recado.command.Command.AddMember;
import org.recado.command.Command.ArchiveChannel;
import org.recado.command.Command.BanMember;
import org.recado.command.Command.CreateMessage;
import org.recado.command.Command.Cursor;
import org.recado.command.Command.DeleteMessage;
import org.recado.command.Command.EditMessage;
import org.recado.command.Command.EraseMember;
import org.recado.command.Command.EraseMessage;
import org.recado.command.Command.MarkRead;
import org.recado.command.Command.MoveCursors;
import org.recado.command.Command.MuteMember;
import org.recado.command.Command.RemoveMember;
import org.recado.command.Command.RenameChannel;
import org.recado.command.Command.RetainMessages;
import org.recado.id.ChannelId;
import org.recado.id.ChannelName;
import org.recado.id.ClientId;
import org.recado.id.MessageId;
import org.recado.id.UserId;

class CommandCodecTest {

    private static final UserId ANA = new UserId("ana");
    private static final UserId BRUNO = new UserId("bruno");
    private static final ChannelId GENERAL = new ChannelId("general");
    private static final Optional<ClientId> KEY = Optional.of(new ClientId("k"));
    private static final Instant AT = Instant.parse("2025-01-03T12:00:00Z");
    private static final MessageId MESSAGE = new MessageId(UUID.fromString("01a20c6c-066f-73bd-9c62-8345701099c4"));

    private static final List<Command> ONE_OF_EACH = List.of(
            new CreateMessage(ANA, GENERAL, KEY, AT, "Olá, \"mundo\"!\n"),
            new EditMessage(ANA, GENERAL, KEY, AT, MESSAGE, "oi"),
            new DeleteMessage(ANA, GENERAL, Optional.empty(), AT, MESSAGE),
            new AddMember(ANA, GENERAL, KEY, AT, BRUNO, "reader"),
            new RemoveMember(ANA, GENERAL, KEY, AT, BRUNO),
            new MuteMember(ANA, GENERAL, KEY, AT, BRUNO, Optional.of(AT)),
            new BanMember(ANA, GENERAL, KEY, AT, BRUNO, false),
            new RenameChannel(ANA, GENERAL, KEY, AT, new ChannelName("Geral")),
            new ArchiveChannel(ANA, GENERAL, KEY, AT, false),
            new RetainMessages(ANA, GENERAL, KEY, AT, Optional.of(30)),
            new EraseMember(ANA, GENERAL, KEY, AT),
            new EraseMessage(ANA, GENERAL, KEY, AT, MESSAGE),
            new MarkRead(ANA, GENERAL, KEY, AT, 18),
            new MoveCursors(
                    ANA, GENERAL, Optional.empty(), AT, List.of(new Cursor(ANA, 17, 18), new Cursor(BRUNO, 0, 18))));

    @Test
    void everyKindOfCommandIsReadAsItWasWritten() {
        assertThat(ONE_OF_EACH)
                .allSatisfy(c ->
                        assertThat(CommandCodec.decode(CommandCodec.encode(c))).isEqualTo(c));
        assertThat(ONE_OF_EACH.stream().<Class<?>>map(Object::getClass))
                .containsExactlyInAnyOrderElementsOf(Kinds.of(Command.class));
    }

    @Test
    void banAndArchiveAreMeantWhereNothingIsSaid() {
        var of = "{\"sender_id\":\"ana\",\"channel_id\":\"general\",\"timestamp\":\"2025-01-03T12:00:00Z\",\"type\":";
        assertThat(decode(of + "\"member.ban\",\"user_id\":\"bruno\"}"))
                .isEqualTo(new BanMember(ANA, GENERAL, Optional.empty(), AT, BRUNO, true));
        assertThat(decode(of + "\"channel.archive\"}"))
                .isEqualTo(new ArchiveChannel(ANA, GENERAL, Optional.empty(), AT, true));
        assertThat(decode(of + "\"member.mute\",\"user_id\":\"bruno\"}"))
                .isEqualTo(new MuteMember(ANA, GENERAL, Optional.empty(), AT, BRUNO, Optional.empty()));
    }

    @Test
    void daysAreACenturyAtMost() {
        var of = "{\"sender_id\":\"ana\",\"channel_id\":\"general\",\"timestamp\":\"2025-01-03T12:00:00Z\","
                + "\"type\":\"channel.retain\"";
        assertThat(decode(of + "}"))
                .isEqualTo(new RetainMessages(ANA, GENERAL, Optional.empty(), AT, Optional.empty()));
        for (var days : List.of("0", "-1", "36501", "1.5", "\"30\"")) {
            assertThat(malformed(of + ",\"days\":" + days + "}").detail()).startsWith("days:");
        }
    }

    @Test
    void thePlainestBodyIsACreation() {
        var command = decode("{\"sender_id\":\"123\",\"channel_id\":\"456\",\"message\":\"Olá, mundo!\","
                + "\"timestamp\":\"2025-01-03T12:00:00Z\",\"later_key\":[1]}");
        assertThat(command)
                .isEqualTo(new CreateMessage(
                        new UserId("123"), new ChannelId("456"), Optional.empty(), AT, "Olá, mundo!"));
    }

    @Test
    void anOffsetIsATimeLikeAnyOther() {
        assertThat(decode(plain("\"2025-01-03T09:00:00-03:00\"")).timestamp()).isEqualTo(AT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "[]",
                "7",
                "null",
                "{}",
                "{\"sender_id\":\"ana\"}",
                "{\"channel_id\":\"general\",\"message\":\"x\",\"timestamp\":\"2025-01-03T12:00:00Z\"}",
                "{\"sender_id\":5,\"channel_id\":\"general\"}",
                "{\"a\":1,\"a\":2}"
            })
    void whatNamesNoSenderAndChannelCannotBeAnswered(String body) {
        assertThat(malformed(body).answerable()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "null", "\"yesterday\"", "\"2025-01-03\"", "\"2025-13-03T12:00:00Z\"", "{}"})
    void aWrongTimeIsAnsweredWithItsField(String time) {
        var malformed = malformed(plain(time));
        assertThat(malformed.answerable()).isTrue();
        assertThat(malformed.reason()).isEqualTo(Reason.MALFORMED);
        assertThat(malformed.detail()).startsWith("timestamp: ");
    }

    @Test
    void anUnknownTypeIsMalformed() {
        assertThat(malformed(plain("\"2025-01-03T12:00:00Z\"").replace("{", "{\"type\":\"message.sing\","))
                        .detail())
                .startsWith("type: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{}",
                "[]",
                "[7]",
                "[{}]",
                "[{\"user_id\":\"\"}]",
                "[{\"user_id\":\"ana\",\"read_seq\":\"1\"}]",
                "[{\"user_id\":\"ana\",\"delivered_seq\":1.5}]",
                "[{\"user_id\":\"ana\",\"read_seq\":99999999999999999999}]"
            })
    void cursorsThatAreNoneAreAnswered(String cursors) {
        assertThat(malformed(move(cursors)).answerable()).isTrue();
    }

    @Test
    void cursorsOfOneCommandAreAThousandAtMost() {
        var one = "{\"user_id\":\"ana\",\"read_seq\":1}";
        assertThat(decode(move("[" + one + ("," + one).repeat(999) + "]"))).isInstanceOf(MoveCursors.class);
        assertThat(malformed(move("[" + one + ("," + one).repeat(1000) + "]")).detail())
                .startsWith("cursors: ");
    }

    private static String move(String cursors) {
        return "{\"type\":\"cursors.move\",\"sender_id\":\"ana\",\"channel_id\":\"general\","
                + "\"timestamp\":\"2025-01-03T12:00:00Z\",\"cursors\":" + cursors + "}";
    }

    @Test
    void aBodyOverFourMebibytesIsNotEvenParsed() {
        assertThatThrownBy(() -> CommandCodec.decode(new byte[CommandCodec.MAX_BODY_BYTES + 1]))
                .isInstanceOfSatisfying(
                        Malformed.class, m -> assertThat(m.reason()).isEqualTo(Reason.TOO_LARGE));
    }

    private static String plain(String time) {
        return "{\"sender_id\":\"ana\",\"channel_id\":\"general\",\"message\":\"x\",\"timestamp\":" + time + "}";
    }

    private static Command decode(String body) {
        return CommandCodec.decode(body.getBytes(UTF_8));
    }

    private static Malformed malformed(String body) {
        try {
            return fail("read as " + decode(body));
        } catch (Malformed e) {
            return e;
        }
    }
}
