package org.recado.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.recado.channel.Channel;
import org.recado.channel.Channels.Roll;
import org.recado.channel.Kind;
import org.recado.channel.Membership;
import org.recado.channel.Role;
import org.recado.event.Event;
import org.recado.event.Event.Cursor;
import org.recado.event.Event.MemberJoined;
import org.recado.event.Event.MemberLeft;
import org.recado.id.ChannelId;
import org.recado.id.ChannelName;
import org.recado.id.UserId;

class RoomTest {

    private static final ChannelId CHANNEL = new ChannelId("1");
    private static final UserId ANA = new UserId("ana");
    private static final UserId BRUNO = new UserId("bruno");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Room room = new Room();

    @Test
    void eventsThatComeWhilePostgresIsAskedAreTakenAfterIt() {
        room.open(() -> {}, () -> {
            room.heard(new MemberLeft(CHANNEL, 5, ANA, ANA, NOW));
            room.heard(joined(6, BRUNO, "member"));
            return whole(5, member(ANA));
        });

        assertThat(room.lastSeq()).isEqualTo(6);
        assertThat(room.membership(BRUNO, RoomTest::unasked)).isPresent();
        assertThat(room.membership(ANA, RoomTest::unasked))
                .as("the event of seq 5 is in the answer")
                .isPresent();
        assertThat(room.isLost()).isFalse();
    }

    @Test
    void membersComeChangeAndGoByTheEvents() {
        open(whole(5, member(ANA)));
        room.heard(joined(6, BRUNO, "member"));
        room.heard(joined(7, BRUNO, "reader"));
        room.heard(new MemberLeft(CHANNEL, 8, ANA, ANA, NOW));

        assertThat(room.membership(BRUNO, RoomTest::unasked).orElseThrow().role())
                .isEqualTo(Role.READER);
        assertThat(room.membership(ANA, RoomTest::unasked)).isEmpty();
        assertThat(room.lastSeq()).isEqualTo(8);
    }

    @Test
    void moderationIsHeard() {
        open(whole(5, member(ANA), member(BRUNO)));
        room.heard(new Event.MemberMuted(CHANNEL, 6, ANA, Optional.of(NOW), BRUNO, NOW));
        room.heard(joined(7, ANA, "reader"));
        room.heard(new Event.MemberBanned(CHANNEL, 8, BRUNO, true, ANA, NOW));
        room.heard(new Event.ChannelRenamed(CHANNEL, 9, new ChannelName("Two"), ANA, NOW));
        room.heard(new Event.ChannelArchived(CHANNEL, 10, true, ANA, NOW));

        var ana = room.actor(ANA).orElseThrow();
        assertThat(ana.membership().orElseThrow().mutedAt(NOW.minusMillis(1))).contains(NOW);
        assertThat(room.actor(BRUNO).orElseThrow().membership()).isEmpty();
        assertThat(room.channel().name()).isEqualTo("Two");
        assertThat(room.channel().isArchived()).isTrue();
        room.heard(new Event.ChannelArchived(CHANNEL, 11, false, ANA, NOW));
        assertThat(room.channel().isArchived()).isFalse();
    }

    @Test
    void nothingIsSaidOfWhomTheRoomDoesNotKnow() {
        assertThat(room.actor(ANA)).isEmpty();
        open(new Roll(new Channel(CHANNEL, new ChannelName("One"), Kind.PUBLIC, NOW), List.of(), false));
        assertThat(room.actor(ANA)).isEmpty();
        room.membership(ANA, user -> Optional.of(member(user)));
        assertThat(room.actor(ANA)).isPresent();
        room.lose();
        assertThat(room.actor(ANA)).isEmpty();
    }

    @Test
    void newRoleKeepsWhatWasRead() {
        var ana = member(ANA);
        ana.reach(4, 0);
        open(whole(5, ana));
        room.heard(joined(6, ANA, "owner"));

        assertThat(room.membership(ANA, RoomTest::unasked).orElseThrow().readSeq())
                .isEqualTo(4);
    }

    @Test
    void cursorsMoveWithTheEventsAndThoseOfTheMeantimeCount() {
        room.open(() -> {}, () -> {
            room.moved(List.of(new Cursor(ANA, 3, 4)));
            return whole(5, member(ANA));
        });
        assertThat(room.membership(ANA, RoomTest::unasked).orElseThrow().readSeq())
                .isEqualTo(3);

        room.moved(List.of(new Cursor(ANA, 2, 5), new Cursor(BRUNO, 5, 5)));
        var ana = room.membership(ANA, RoomTest::unasked).orElseThrow();
        assertThat(List.of(ana.readSeq(), ana.deliveredSeq())).containsExactly(3L, 5L);
        assertThat(room.membership(BRUNO, RoomTest::unasked)).isEmpty();
    }

    @Test
    void eventThatCameBeforeChangesNothing() {
        open(whole(5, member(ANA)));
        room.heard(new MemberLeft(CHANNEL, 4, ANA, ANA, NOW));
        room.heard(new MemberLeft(CHANNEL, 5, ANA, ANA, NOW));

        assertThat(room.membership(ANA, RoomTest::unasked)).isPresent();
        assertThat(room.isLost()).isFalse();
    }

    @Test
    void missedEventLosesTheRoom() {
        open(whole(5));
        room.heard(joined(7, BRUNO, "member"));
        assertThat(room.isLost()).isTrue();
    }

    @Test
    void roleOfALaterVersionLosesTheRoom() {
        open(whole(5));
        room.heard(joined(6, BRUNO, "archivist"));
        assertThat(room.isLost()).isTrue();
    }

    @Test
    void largeRoomRemembersWhoHasAsked() {
        open(new Roll(new Channel(CHANNEL, new ChannelName("One"), Kind.PUBLIC, NOW), List.of(), false));

        assertThat(room.membership(ANA, user -> Optional.of(member(user)))).isPresent();
        assertThat(room.membership(ANA, RoomTest::unasked)).isPresent();
        assertThat(room.membership(BRUNO, user -> Optional.empty())).isEmpty();
    }

    @Test
    void answerFromBeforeAnEventIsNotRemembered() {
        open(new Roll(new Channel(CHANNEL, new ChannelName("One"), Kind.PUBLIC, NOW), List.of(), false));

        room.membership(ANA, user -> {
            room.heard(new MemberLeft(CHANNEL, 1, ANA, ANA, NOW));
            return Optional.of(member(user));
        });

        assertThat(room.membership(ANA, user -> Optional.empty())).isEmpty();
    }

    @Test
    void roomThatCouldNotBeFurnishedIsAskedForAgain() {
        assertThat(catchThrowable(() -> room.open(() -> {}, () -> {
                    throw new IllegalStateException("away");
                })))
                .hasMessage("away");
        assertThat(room.open(() -> {}, () -> whole(3))).isTrue();
        assertThat(room.lastSeq()).isEqualTo(3);
    }

    @Test
    void closedRoomFollowsNothingAndOpensNoMore() {
        room.close(() -> {
            throw new AssertionError("was never followed");
        });
        assertThat(room.open(
                        () -> {
                            throw new AssertionError("followed");
                        },
                        () -> whole(1)))
                .isFalse();
    }

    private static Optional<Membership> unasked(UserId user) {
        throw new AssertionError("PostgreSQL was asked for " + user);
    }

    private void open(Roll roll) {
        room.open(() -> {}, () -> roll);
    }

    private static Roll whole(long lastSeq, Membership... members) {
        var channel = new Channel(CHANNEL, new ChannelName("One"), Kind.PUBLIC, NOW);
        while (channel.lastSeq() < lastSeq) {
            channel.takeSeq();
        }
        return new Roll(channel, List.of(members), true);
    }

    private static Membership member(UserId user) {
        return new Membership(CHANNEL, user, Role.MEMBER, NOW);
    }

    private static MemberJoined joined(long seq, UserId user, String role) {
        return new MemberJoined(CHANNEL, seq, user, role, user, NOW);
    }
}
