package org.recado.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.recado.command.Kinds;
import org.recado.id.ChannelId;
import org.recado.id.ChannelName;
import org.recado.id.ClientId;
import org.recado.id.MessageId;
import org.recado.id.UserId;
import org.recado.platform.Fields;

class EventCodecTest {

    private static final UserId ANA = new UserId("ana");
    private static final UserId BRUNO = new UserId("bruno");
    private static final ChannelId GENERAL = new ChannelId("general");
    private static final MessageId ID = new MessageId(UUID.fromString("01a20c6c-066f-73bd-9c62-8345701099c4"));
    private static final Optional<ClientId> KEY = Optional.of(new ClientId("k"));
    private static final Instant AT = Instant.parse("2025-01-03T12:00:00Z");

    private static final List<Event> ONE_OF_EACH = List.of(
            new Event.MessageCreated(GENERAL, 18, ID, KEY, ANA, "Olá!", AT, AT),
            new Event.MessageEdited(GENERAL, 19, ID, Optional.empty(), ANA, "oi", AT, AT, 18, AT),
            new Event.MessageDeleted(GENERAL, 20, ID, KEY, ANA, AT, AT, 18, AT),
            new Event.MemberJoined(GENERAL, 21, ANA, "member", ANA, AT),
            new Event.MemberLeft(GENERAL, 22, ANA, ANA, AT),
            new Event.CommandRejected(ANA, KEY, GENERAL, "conflict", "why"),
            new Event.ChannelAdded(ANA, GENERAL),
            new Event.ChannelRemoved(ANA, GENERAL),
            new Event.ReadMoved(ANA, GENERAL, 18, 20),
            new Event.CursorsMoved(GENERAL, List.of(new Event.Cursor(ANA, 18, 20))),
            new Event.MemberTyping(GENERAL, ANA, AT),
            new Event.MemberMuted(GENERAL, 23, ANA, Optional.of(AT), ANA, AT),
            new Event.MemberBanned(GENERAL, 24, ANA, false, ANA, AT),
            new Event.ChannelRenamed(GENERAL, 25, new ChannelName("Geral"), ANA, AT),
            new Event.ChannelArchived(GENERAL, 26, true, ANA, AT),
            new Event.ChannelRetained(GENERAL, 27, Optional.of(30), ANA, AT),
            new Event.MemberMentioned(ANA, GENERAL, 18),
            new Event.MemberNotified(ANA, "7", GENERAL, 18, 20, 3, true, BRUNO, AT));

    @Test
    void everyKindOfEventIsReadAsItWasWritten() {
        assertThat(ONE_OF_EACH)
                .allSatisfy(
                        e -> assertThat(EventCodec.decode(EventCodec.encode(e))).isEqualTo(e));
        assertThat(ONE_OF_EACH.stream().<Class<?>>map(Object::getClass))
                .containsExactlyInAnyOrderElementsOf(Kinds.of(Event.class));
    }

    @Test
    void aDeletionSaysNoText() {
        assertThat(new String(EventCodec.encode(ONE_OF_EACH.get(2)), UTF_8)).doesNotContain("\"message\":");
    }

    @Test
    void aLaterVersionsEventIsUnfit() {
        assertThatThrownBy(() -> EventCodec.decode("{\"type\":\"message.sung\"}".getBytes(UTF_8)))
                .isInstanceOf(Fields.Unfit.class);
    }

    @Test
    void theShardOfAnIdNeverChanges() {
        assertThat(Shard.of("general")).isEqualTo("10");
        assertThat(EventPublisher.routingKey(ONE_OF_EACH.get(0))).isEqualTo("channel.10.general");
        assertThat(EventPublisher.routingKey(ONE_OF_EACH.get(6))).isEqualTo("user.34.ana");
    }

    @Test
    void whatPassesIsNotAmongTheEventsOfItsChannel() {
        assertThat(EventPublisher.routingKey(ONE_OF_EACH.get(9))).isEqualTo("passing.10.general");
        assertThat(EventPublisher.routingKey(ONE_OF_EACH.get(10))).isEqualTo("passing.10.general");
        assertThat(ONE_OF_EACH.subList(9, 11))
                .allSatisfy(
                        e -> assertThat(new String(EventCodec.encode(e), UTF_8)).doesNotContain("\"seq\""));
    }

    @Test
    void whatIsUnreadIsTheChannelsEndLessWhatWasRead() {
        assertThat(new Event.ReadMoved(ANA, GENERAL, 18, 20).unread()).isEqualTo(2);
        assertThat(new String(EventCodec.encode(ONE_OF_EACH.get(8)), UTF_8)).contains("\"unread\":2");
    }
}
