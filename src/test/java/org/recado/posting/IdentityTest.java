package org.recado.posting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.recado.command.Command;
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
import org.recado.command.Kinds;
import org.recado.id.ChannelId;
import org.recado.id.ChannelName;
import org.recado.id.ClientId;
import org.recado.id.MessageId;
import org.recado.id.UserId;

class IdentityTest {

    private static final UserId ANA = new UserId("ana");
    private static final ChannelId GENERAL = new ChannelId("general");
    private static final Instant SENT = Instant.parse("2025-01-03T12:00:00Z");
    private static final MessageId ID = new MessageId(UUID.randomUUID());

    @Test
    void theSendersOwnKeyComesFirstThenTheMessageIdThenAHash() {
        assertThat(Identity.key(create(Optional.of(new ClientId("k1")), SENT, "hi"), Optional.of("m1")))
                .isEqualTo("c:k1");
        assertThat(Identity.key(create(Optional.empty(), SENT, "hi"), Optional.of("m1")))
                .isEqualTo("m:m1");
        assertThat(Identity.key(create(Optional.empty(), SENT, "hi"), Optional.empty()))
                .matches("h:[0-9a-f]{64}");
    }

    @Test
    void anyMessageIdFitsTheColumn() {
        for (var id : List.of("x".repeat(65), "x".repeat(255), "com espaço", "nul\u0000", "\uD800")) {
            assertThat(Identity.key(create(Optional.empty(), SENT, "hi"), Optional.of(id)))
                    .matches("m:[0-9a-f]{64}")
                    .hasSizeLessThanOrEqualTo(80);
        }
    }

    @Test
    void theHashDependsOnAllThatWasSaidAndWhen() {
        var key = Identity.key(create(Optional.empty(), SENT, "hi"), Optional.empty());
        assertThat(Identity.key(create(Optional.empty(), SENT, "hi"), Optional.empty()))
                .isEqualTo(key);
        assertThat(Identity.key(create(Optional.empty(), SENT.plusMillis(1), "hi"), Optional.empty()))
                .isNotEqualTo(key);
        assertThat(Identity.key(create(Optional.empty(), SENT, "hi!"), Optional.empty()))
                .isNotEqualTo(key);
    }

    @Test
    void theDigestForgetsTheClockOnly() {
        assertThat(Identity.digest(create(Optional.empty(), SENT.plusSeconds(1), "hi")))
                .isEqualTo(Identity.digest(create(Optional.empty(), SENT, "hi")));
        List<Command> different = List.of(
                create(Optional.empty(), SENT, "hi"),
                create(Optional.empty(), SENT, "hi "),
                new EditMessage(ANA, GENERAL, Optional.empty(), SENT, ID, "hi"),
                new EditMessage(ANA, GENERAL, Optional.empty(), SENT, ID, "hi!"),
                new DeleteMessage(ANA, GENERAL, Optional.empty(), SENT, ID),
                new AddMember(ANA, GENERAL, Optional.empty(), SENT, ANA, "member"),
                new AddMember(ANA, GENERAL, Optional.empty(), SENT, ANA, "reader"),
                new RemoveMember(ANA, GENERAL, Optional.empty(), SENT, ANA),
                new MuteMember(ANA, GENERAL, Optional.empty(), SENT, ANA, Optional.empty()),
                new MuteMember(ANA, GENERAL, Optional.empty(), SENT, ANA, Optional.of(SENT)),
                new BanMember(ANA, GENERAL, Optional.empty(), SENT, ANA, true),
                new BanMember(ANA, GENERAL, Optional.empty(), SENT, ANA, false),
                new RenameChannel(ANA, GENERAL, Optional.empty(), SENT, new ChannelName("a")),
                new RenameChannel(ANA, GENERAL, Optional.empty(), SENT, new ChannelName("b")),
                new ArchiveChannel(ANA, GENERAL, Optional.empty(), SENT, true),
                new ArchiveChannel(ANA, GENERAL, Optional.empty(), SENT, false),
                new RetainMessages(ANA, GENERAL, Optional.empty(), SENT, Optional.empty()),
                new RetainMessages(ANA, GENERAL, Optional.empty(), SENT, Optional.of(30)),
                new EraseMember(ANA, GENERAL, Optional.empty(), SENT),
                new EraseMessage(ANA, GENERAL, Optional.empty(), SENT, ID),
                new MarkRead(ANA, GENERAL, Optional.empty(), SENT, 1),
                new MarkRead(ANA, GENERAL, Optional.empty(), SENT, 2),
                new MoveCursors(ANA, GENERAL, Optional.empty(), SENT, List.of(new Cursor(ANA, 1, 2))),
                new MoveCursors(ANA, GENERAL, Optional.empty(), SENT, List.of(new Cursor(ANA, 2, 2))));
        assertThat(different.stream().<Class<?>>map(Object::getClass).distinct())
                .as("every kind of command")
                .containsExactlyInAnyOrderElementsOf(Kinds.of(Command.class));
        assertThat(different.stream()
                        .map(c -> java.util.HexFormat.of().formatHex(Identity.digest(c)))
                        .distinct())
                .hasSize(different.size());
    }

    private static Command create(Optional<ClientId> key, Instant at, String text) {
        return new CreateMessage(ANA, GENERAL, key, at, text);
    }
}
