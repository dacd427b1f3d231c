package org.recado.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.stream.JsonGenerator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.recado.command.Kinds;
import org.recado.event.Event;
import org.recado.event.Event.ChannelAdded;
import org.recado.event.Event.CursorsMoved;
import org.recado.event.Event.MemberJoined;
import org.recado.event.Event.MemberLeft;
import org.recado.event.Event.MemberTyping;
import org.recado.event.Event.OfChannel;
import org.recado.event.Event.ReadMoved;
import org.recado.history.History;
import org.recado.id.ChannelId;
import org.recado.id.ChannelName;
import org.recado.id.UserId;
import org.recado.platform.Meters;
import org.recado.socket.Connections;
import org.recado.socket.Joins;
import org.recado.socket.Rooms;
import org.recado.socket.TopicName;
import org.recado.socket.Unread;
import org.recado.timeline.Recorder;

class DeliveryTest {

    private static final ChannelId CHANNEL = new ChannelId("1");
    private static final UserId ANA = new UserId("ana");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final List<String> told = new ArrayList<>();
    private final List<String> counted = new ArrayList<>();
    private final List<Long> known = new ArrayList<>();
    private final List<OfChannel> log = new ArrayList<>();
    private final Delivery delivery = new Delivery();
    private OptionalLong reached = OptionalLong.of(5);
    private boolean heard = true;
    private boolean historyIsAway;
    private Runnable meanwhile = () -> {};

    @SuppressWarnings("UnnecessaryAssignment") // the fields are injected in a container only
    @BeforeEach
    void start() {
        delivery.meters = new Meters();
        delivery.recorder = new Recorder();
        delivery.connections = new Connections() {
            @Override
            public boolean hear(TopicName topic) {
                return heard;
            }

            @Override
            public Set<TopicName> topics() {
                return Set.of(TopicName.of(CHANNEL), TopicName.of(ANA));
            }

            @Override
            public OptionalLong reached(TopicName topic) {
                return reached;
            }

            @Override
            public int broadcast(TopicName topic, long seq, String event, Consumer<JsonGenerator> payload) {
                told.add(topic + " " + event + (seq == 0 ? "" : " " + seq));
                return 1;
            }

            @Override
            public void pass(TopicName topic, UserId butNot, String event, Consumer<JsonGenerator> payload) {
                told.add(topic + " " + event + " but " + butNot);
            }

            @Override
            public void lose(TopicName topic) {
                told.add("lose " + topic);
            }
        };
        delivery.rooms = new Rooms() {
            @Override
            public void heard(OfChannel event) {
                known.add(event.seq());
                meanwhile.run();
            }

            @Override
            public void forget() {
                known.clear();
            }

            @Override
            public void moved(CursorsMoved event) {
                counted.add("room " + event.cursors().size());
            }
        };
        delivery.unread = new Unread() {
            @Override
            public synchronized void said(ChannelId channel, long seq) {
                counted.add("said " + channel + " " + seq);
            }

            @Override
            public synchronized void read(UserId user, ChannelId channel, long readSeq, long lastSeq) {
                counted.add("read " + user + " " + channel + " " + readSeq + " of " + lastSeq);
            }

            @Override
            public synchronized void mentioned(UserId user, ChannelId channel, long seq) {
                counted.add("mentioned " + user + " " + channel + " " + seq);
            }

            @Override
            public synchronized void added(UserId user) {
                counted.add("added " + user);
            }

            @Override
            public synchronized void removed(UserId user, ChannelId channel) {
                counted.add("removed " + user + " " + channel);
            }

            @Override
            public synchronized void lookAgain() {
                counted.add("look again");
            }
        };
        delivery.cursors = new CursorNews() {
            @Override
            synchronized void heard(CursorsMoved event) {
                counted.add("heard " + event.cursors().size());
            }
        };
        delivery.joins = new Joins() {
            @Override
            public void expel(UserId user, ChannelId channel, long seq) {
                told.add("expel " + user + " " + seq);
            }
        };
        delivery.history = new History() {
            @Override
            public List<OfChannel> events(ChannelId channel, long from, long to) {
                if (historyIsAway) {
                    throw new IllegalStateException("away");
                }
                return log.stream()
                        .filter(e -> e.seq() >= from && e.seq() <= to)
                        .toList();
            }
        };
    }

    @Test
    void nextEventIsTold() {
        delivery.deliver(joined(6));
        assertThat(told).containsExactly("channel:1 member_joined 6");
    }

    @Test
    void eventOfAChannelNobodyHearsIsPassedOver() {
        heard = false;
        delivery.deliver(joined(6));
        assertThat(told).isEmpty();
        assertThat(known).containsExactly(6L);
    }

    @Test
    void whoJoinsBeforeTheEventIsKnownHereIsTold() {
        heard = false;
        reached = OptionalLong.empty();
        meanwhile = () -> heard = true;
        delivery.deliver(joined(6));
        assertThat(told).containsExactly("channel:1 member_joined 6");
    }

    @Test
    void holeIsFilledBeforeWhatFollowsIt() {
        logged(6, 7);
        delivery.deliver(joined(8));
        assertThat(told)
                .containsExactly("channel:1 member_joined 6", "channel:1 member_joined 7", "channel:1 member_joined 8");
        assertThat(known).containsExactly(6L, 7L, 8L);
    }

    @Test
    void holeThatCannotBeFilledWholeAsksTheClientsToJoinAgain() {
        logged(7);
        delivery.deliver(joined(8));
        assertThat(told).startsWith("lose channel:1");
    }

    @Test
    void holeWhileTheHistoryIsAwayAsksTheClientsToJoinAgain() {
        historyIsAway = true;
        delivery.deliver(joined(8));
        assertThat(told).startsWith("lose channel:1");
    }

    @Test
    void hugeHoleIsNotRead() {
        historyIsAway = true;
        delivery.deliver(joined(5 + History.MOST + 2));
        assertThat(told).startsWith("lose channel:1");
    }

    @Test
    void noHoleIsSeenWhereEveryoneIsStillJoining() {
        reached = OptionalLong.empty();
        delivery.deliver(joined(8));
        assertThat(told).containsExactly("channel:1 member_joined 8");
    }

    @Test
    void whoLeftIsToldAndThenExpelled() {
        delivery.deliver(new MemberLeft(CHANNEL, 6, ANA, ANA, NOW));
        assertThat(told).containsExactly("channel:1 member_left 6", "expel ana 6");
    }

    @Test
    void whoIsBannedIsToldAndThenExpelled() {
        delivery.deliver(banned(true));
        assertThat(told).containsExactly("channel:1 member_banned 6", "expel ana 6");
    }

    @Test
    void endOfABanExpelsNobody() {
        delivery.deliver(banned(false));
        assertThat(told).containsExactly("channel:1 member_banned 6");
    }

    private static Event.MemberBanned banned(boolean banned) {
        return new Event.MemberBanned(CHANNEL, 6, ANA, banned, ANA, NOW);
    }

    @Test
    void whoLeftInAHoleIsExpelledToo() {
        log.add(new MemberLeft(CHANNEL, 6, ANA, ANA, NOW));
        delivery.deliver(joined(7));
        assertThat(told).containsExactly("channel:1 member_left 6", "expel ana 6", "channel:1 member_joined 7");
    }

    @Test
    void userHearsWhatConcernsThemAlone() {
        delivery.deliver(new ChannelAdded(ANA, CHANNEL));
        assertThat(told).containsExactly("user:ana channel_added");
    }

    @Test
    void catchingUpTellsWhatWasMissed() {
        logged(6, 7);
        delivery.catchUp();
        assertThat(told).containsExactly("channel:1 member_joined 6", "channel:1 member_joined 7");
    }

    @Test
    void catchingUpWithTooMuchAsksTheClientsToJoinAgain() {
        logged(LongStream.rangeClosed(6, 5 + History.MOST).toArray());
        delivery.catchUp();
        assertThat(told).containsExactly("lose channel:1");
    }

    @Test
    void whatWasReadAndWhatIsNewIsCounted() {
        heard = false;
        delivery.deliver(joined(6));
        delivery.deliver(new ReadMoved(ANA, CHANNEL, 4, 6));
        delivery.deliver(new ChannelAdded(ANA, CHANNEL));
        delivery.deliver(new Event.ChannelRemoved(ANA, CHANNEL));
        delivery.catchUp();
        assertThat(counted)
                .containsExactly("said 1 6", "read ana 1 4 of 6", "added ana", "removed ana 1", "look again");
        assertThat(told).as("the count is told, not each move").noneMatch(t -> t.contains("unread"));
    }

    @Test
    void whoIsNamedIsCountedAndWhoIsNotifiedIsToldSo() {
        delivery.deliver(new Event.MemberMentioned(ANA, CHANNEL, 6));
        delivery.deliver(notified());
        assertThat(counted).containsExactly("mentioned ana 1 6");
        assertThat(told).containsExactly("user:ana notification");
    }

    private static Event notified() {
        return new Event.MemberNotified(ANA, "1", CHANNEL, 6, 7, 2, true, new UserId("bruno"), NOW);
    }

    @Test
    void cursorsAreKeptForTheNextRound() {
        delivery.deliver(new CursorsMoved(CHANNEL, List.of(new Event.Cursor(ANA, 1, 2))));
        assertThat(counted).containsExactly("room 1", "heard 1");
        assertThat(told).isEmpty();
    }

    @Test
    void typingIsToldToTheOthersOnceInThreeSeconds() {
        for (var ms : List.of(0, 1, 2_999, 3_000, 5_999, 6_000)) {
            delivery.deliver(new MemberTyping(CHANNEL, ANA, NOW.plusMillis(ms)));
        }
        delivery.deliver(new MemberTyping(CHANNEL, new UserId("bruno"), NOW));
        assertThat(told)
                .containsExactly(
                        "channel:1 typing but ana",
                        "channel:1 typing but ana",
                        "channel:1 typing but ana",
                        "channel:1 typing but bruno");
    }

    @Test
    void everyEventHasAFrame() {
        assertThat(Kinds.of(Event.class))
                .extracting(Class::getSimpleName)
                .containsExactlyInAnyOrder(
                        "MessageCreated",
                        "MessageEdited",
                        "MessageDeleted",
                        "MemberJoined",
                        "MemberLeft",
                        "MemberMuted",
                        "MemberBanned",
                        "ChannelRenamed",
                        "ChannelArchived",
                        "ChannelRetained",
                        "CommandRejected",
                        "ChannelAdded",
                        "ChannelRemoved",
                        "ReadMoved",
                        "MemberMentioned",
                        "MemberNotified",
                        "CursorsMoved",
                        "MemberTyping");
        assertThat(Delivery.frame(new Event.MemberMuted(CHANNEL, 1, ANA, Optional.empty(), ANA, NOW)))
                .isEqualTo("member_muted");
        assertThat(Delivery.frame(banned(true))).isEqualTo("member_banned");
        assertThat(Delivery.frame(new Event.ChannelRenamed(CHANNEL, 1, new ChannelName("n"), ANA, NOW)))
                .isEqualTo("channel_renamed");
        assertThat(Delivery.frame(new Event.ChannelArchived(CHANNEL, 1, true, ANA, NOW)))
                .isEqualTo("channel_archived");
        assertThat(Delivery.frame(new Event.ChannelRetained(CHANNEL, 1, Optional.empty(), ANA, NOW)))
                .isEqualTo("channel_retained");
        assertThat(Delivery.frame(new ReadMoved(ANA, CHANNEL, 1, 2))).isEqualTo("unread");
        assertThat(Delivery.frame(new Event.MemberMentioned(ANA, CHANNEL, 1))).isEqualTo("unread");
        assertThat(Delivery.frame(notified())).isEqualTo("notification");
        assertThat(Delivery.frame(new CursorsMoved(CHANNEL, List.of()))).isEqualTo("receipt");
        assertThat(Delivery.frame(new Event.CommandRejected(ANA, Optional.empty(), CHANNEL, "x", "")))
                .isEqualTo("message_ack");
        assertThat(Delivery.frame(new Event.ChannelRemoved(ANA, CHANNEL))).isEqualTo("channel_removed");
    }

    private void logged(long... seqs) {
        Arrays.stream(seqs).forEach(seq -> log.add(joined(seq)));
    }

    private static MemberJoined joined(long seq) {
        return new MemberJoined(CHANNEL, seq, ANA, "member", ANA, NOW);
    }
}
