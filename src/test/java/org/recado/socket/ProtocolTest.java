package org.recado.socket;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.recado.auth.Caller;
import org.recado.auth.Scope;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.id.ChannelId;
import org.recado.id.UserId;
import org.recado.limit.Limit;
import org.recado.limit.LimitsOf;
import org.recado.platform.Json;
import org.recado.platform.Meters;
import org.recado.platform.trace.Tracing;

class ProtocolTest {

    private static final TopicName TOPIC = TopicName.of(new ChannelId("1"));

    private final FakeWire wire = FakeWire.fast();
    private final Connections connections = new Connections();
    private final Protocol protocol = new Protocol();
    private final Joins joins = new Joins();
    private final List<String> steps = new ArrayList<>();
    private final Connection ana = new Connection(
            "c",
            new Caller(new UserId("ana"), Set.of()),
            new Outbox(wire, 1 << 20),
            new Turns(Runnable::run, 1 << 20),
            new Inflow(1 << 20, 1 << 20),
            FakeWire.ENTRANCE);

    /** What happens while the history is read. */
    private Runnable meanwhile = () -> {};

    private boolean isLost;

    private Limit tooMany = Limit.MESSAGES_PER_USER;

    private Consumer<TopicName> admits = name -> {};

    @SuppressWarnings("UnnecessaryAssignment") // the fields are injected in a container only
    @BeforeEach
    void start() {
        connections.meters = new Meters();
        joins.connections = connections;
        joins.shards = new Shards() {
            @Override
            public void follow(TopicName topic) {
                steps.add("follow " + topic);
            }

            @Override
            public void unfollow(TopicName topic) {
                steps.add("unfollow " + topic);
            }
        };
        joins.attendance = new Attendance() {
            @Override
            public void joined(Attendee attendee) {
                steps.add("joined " + attendee.place());
            }

            @Override
            public void updated(Attendee attendee, JsonObject own) {
                throw new IllegalStateException("not asked for");
            }

            @Override
            public void left(Attendee attendee) {
                steps.add("left " + attendee.place());
            }
        };
        protocol.maxTopics = 3;
        protocol.joins = joins;
        protocol.tracing = new Tracing();
        protocol.meters = connections.meters;
        protocol.limits =
                LimitsOf.played(limit -> limit == tooMany ? Optional.of(Duration.ofMillis(70)) : Optional.empty());
        protocol.userTopic = new UserTopic();
        protocol.userTopic.unread = new Unread();
        protocol.channelTopic = new ChannelTopic() {
            @Override
            public void admit(UserId user, TopicName name) {
                steps.add("admit " + name);
                admits.accept(name);
            }

            @Override
            public Opening open(UserId user, TopicName name, JsonObject params) {
                steps.add("history " + name);
                meanwhile.run();
                return new Opening(5, () -> isLost, g -> g.write("last_seq", 5));
            }

            @Override
            public void handle(Subscription s, Frame frame, JsonObject payload) {
                if (frame.event().equals("crash")) {
                    throw new IllegalStateException("crashed");
                }
                s.reply(frame, FrameCodec::nothing);
            }
        };
    }

    @Test
    void historyIsReadOnlyWhenTheEventsAreFollowed() {
        received("[\"1\",\"1\",\"channel:1\",\"phx_join\",{}]");

        assertThat(steps)
                .containsExactly(
                        "admit channel:1",
                        "follow channel:1",
                        "admit channel:1",
                        "history channel:1",
                        "joined channel:1");
    }

    @ParameterizedTest
    @EnumSource(names = {"JOINS_PER_CONNECTION", "JOINS_PER_USER"})
    void joinThatIsTooManyIsAnsweredWithTheTimeToWaitAndCostsNothingElse(Limit limit) {
        tooMany = limit;
        received("[\"1\",\"1\",\"channel:1\",\"phx_join\",{}]");

        assertThat(wire.sent).hasSize(1).first().asString().contains("rate_limited", "\"retry_after_ms\":70");
        assertThat(steps).isEmpty();
        assertThat(ana.joined()).isEmpty();
    }

    @Test
    void eventsOfTheMeantimeFollowTheAnswerOnceAndInOrder() {
        meanwhile = () -> {
            event(4);
            event(5);
            event(6);
            event(7);
            event(6);
        };
        received("[\"1\",\"1\",\"channel:1\",\"phx_join\",{}]");
        event(7);
        event(8);

        assertThat(wire.sent)
                .containsExactly(
                        "[\"1\",\"1\",\"channel:1\",\"phx_reply\",{\"status\":\"ok\",\"response\":{\"last_seq\":5}}]",
                        "[null,null,\"channel:1\",\"message\",{\"seq\":6}]",
                        "[null,null,\"channel:1\",\"message\",{\"seq\":7}]",
                        "[null,null,\"channel:1\",\"message\",{\"seq\":8}]");
    }

    @Test
    void repeatCountsAsToldToNobody() {
        received("[\"1\",\"1\",\"channel:1\",\"phx_join\",{}]");
        assertThat(event(6)).isEqualTo(1);
        assertThat(event(6)).isZero();
        assertThat(event(7)).isEqualTo(1);
    }

    @Test
    void holeBehindTheAnswerIsNeverStridden() {
        meanwhile = () -> {
            event(6);
            event(8);
        };
        received("[\"1\",\"1\",\"channel:1\",\"phx_join\",{}]");
        event(9);

        assertThat(wire.sent)
                .containsExactly(
                        "[\"1\",\"1\",\"channel:1\",\"phx_reply\",{\"status\":\"ok\",\"response\":{\"last_seq\":5}}]",
                        "[null,null,\"channel:1\",\"message\",{\"seq\":6}]",
                        "[\"1\",null,\"channel:1\",\"resync\",{\"last_seq\":6}]");
    }

    @Test
    void joinThatMayHaveMissedSomethingIsAskedToComeAgain() {
        isLost = true;
        received("[\"1\",\"1\",\"channel:1\",\"phx_join\",{}]");

        assertThat(wire.sent.get(1)).isEqualTo("[\"1\",null,\"channel:1\",\"resync\",{\"last_seq\":5}]");
    }

    @Test
    void refusedJoinSaysWhyAndLeavesNothingBehind() {
        admits = name -> {
            throw new Refused(Reason.NOT_A_MEMBER, "no");
        };
        received("[\"1\",\"1\",\"channel:1\",\"phx_join\",{}]");

        assertThat(wire.sent)
                .containsExactly("[\"1\",\"1\",\"channel:1\",\"phx_reply\",{\"status\":\"error\",\"response\":"
                        + "{\"reason\":\"not_a_member\",\"detail\":\"no\"}}]");
        assertThat(connections.topics()).isEmpty();
        assertThat(steps).containsExactly("admit channel:1");
    }

    @Test
    void rightThatEndedBeforeTheEventsWereFollowedEndsTheJoin() {
        admits = name -> {
            if (steps.contains("follow channel:1")) {
                throw new Refused(Reason.NOT_A_MEMBER, "no");
            }
        };
        received("[\"1\",\"1\",\"channel:1\",\"phx_join\",{}]");

        assertThat(wire.sent).singleElement().asString().contains("not_a_member");
        assertThat(steps).contains("unfollow channel:1").doesNotContain("joined channel:1");
        assertThat(ana.joined()).isEmpty();
    }

    @Test
    void secondJoinEndsTheFirstUnderItsOwnRef() {
        received("[\"1\",\"1\",\"channel:1\",\"phx_join\",{}]");
        received("[\"2\",\"2\",\"channel:1\",\"phx_join\",{}]");

        assertThat(wire.sent.get(1)).isEqualTo("[\"1\",\"1\",\"channel:1\",\"phx_close\",{}]");
        assertThat(wire.sent.get(2)).startsWith("[\"2\",\"2\",\"channel:1\",\"phx_reply\",{\"status\":\"ok\"");
        event(6);
        assertThat(wire.sent).hasSize(4);
    }

    @Test
    void leaveIsAnsweredBeforeTheClose() {
        received("[\"1\",\"1\",\"channel:1\",\"phx_join\",{}]");
        wire.sent.clear();
        received("[\"1\",\"2\",\"channel:1\",\"phx_leave\",{}]");
        event(6);

        assertThat(wire.sent)
                .containsExactly(
                        "[\"1\",\"2\",\"channel:1\",\"phx_reply\",{\"status\":\"ok\",\"response\":{}}]",
                        "[\"1\",\"1\",\"channel:1\",\"phx_close\",{}]");
        assertThat(steps).endsWith("unfollow channel:1", "left channel:1");
    }

    @Test
    void leaveOfWhatIsNotJoinedIsFine() {
        received("[\"1\",\"2\",\"channel:1\",\"phx_leave\",{}]");

        assertThat(wire.sent)
                .containsExactly("[\"1\",\"2\",\"channel:1\",\"phx_reply\",{\"status\":\"ok\",\"response\":{}}]");
    }

    @Test
    void frameOfAnOldJoinIsDroppedSilently() {
        received("[\"1\",\"1\",\"channel:1\",\"phx_join\",{}]");
        received("[\"2\",\"2\",\"channel:1\",\"phx_join\",{}]");
        wire.sent.clear();
        received("[\"1\",\"3\",\"channel:1\",\"message\",{}]");
        received("[\"1\",\"4\",\"channel:1\",\"phx_leave\",{}]");

        assertThat(wire.sent).isEmpty();
    }

    @Test
    void frameWithoutAJoinRefIsTaken() {
        received("[\"1\",\"1\",\"channel:1\",\"phx_join\",{}]");
        wire.sent.clear();
        received("[null,\"3\",\"channel:1\",\"message\",{}]");

        assertThat(wire.sent)
                .containsExactly("[\"1\",\"3\",\"channel:1\",\"phx_reply\",{\"status\":\"ok\",\"response\":{}}]");
    }

    @Test
    void topicThatIsNotJoinedOrUnknownIsUnmatched() {
        received("[\"1\",\"3\",\"channel:1\",\"message\",{}]");
        received("[\"1\",\"4\",\"room:1\",\"phx_join\",{}]");

        var response = ",\"phx_reply\",{\"status\":\"error\",\"response\":{\"reason\":\"unmatched topic\"}}]";
        assertThat(wire.sent)
                .containsExactly("[null,\"3\",\"channel:1\"" + response, "[null,\"4\",\"room:1\"" + response);
    }

    @Test
    void oneTopicTooManyIsRefused() {
        for (var i = 1; i <= 4; i++) {
            received("[\"" + i + "\",\"" + i + "\",\"channel:" + i + "\",\"phx_join\",{}]");
        }

        assertThat(wire.sent)
                .last()
                .isEqualTo("[\"4\",\"4\",\"channel:4\",\"phx_reply\",{\"status\":\"error\",\"response\":"
                        + "{\"reason\":\"too many channels joined\"}}]");
    }

    @Test
    void someoneElsesUserTopicIsRefused() {
        received("[\"1\",\"1\",\"user:bruno\",\"phx_join\",{}]");
        received("[\"2\",\"2\",\"user:ana\",\"phx_join\",{}]");

        assertThat(wire.sent.get(0)).contains("not_a_member");
        assertThat(wire.sent.get(1)).contains("\"ok\"");
    }

    @Test
    void failureIsAnsweredAndTheConnectionStays() {
        received("[\"1\",\"1\",\"channel:1\",\"phx_join\",{}]");
        wire.sent.clear();
        received("[\"1\",\"2\",\"channel:1\",\"crash\",{}]");
        received("[\"1\",\"3\",\"channel:1\",\"message\",{}]");

        assertThat(wire.sent.get(0)).contains("\"reason\":\"unavailable\"");
        assertThat(wire.sent.get(1)).contains("\"ok\"");
        assertThat(wire.closed).isEmpty();
    }

    @Test
    void bytesInsteadOfAnObjectAreMalformed() {
        received("[\"1\",\"1\",\"channel:1\",\"phx_join\",{}]");
        wire.sent.clear();
        protocol.received(ana, new Frame(Json.value("1"), Json.value("2"), "channel:1", "message", Optional.empty()));

        assertThat(wire.sent).singleElement().asString().contains("\"reason\":\"malformed\"");
    }

    @Test
    void expelledUserHearsTheCloseAndNothingAfterIt() {
        received("[\"1\",\"1\",\"channel:1\",\"phx_join\",{}]");
        wire.sent.clear();
        event(6);
        joins.expel(new UserId("ana"), new ChannelId("1"), 6);
        event(7);

        assertThat(wire.sent)
                .containsExactly(
                        "[null,null,\"channel:1\",\"message\",{\"seq\":6}]",
                        "[\"1\",\"1\",\"channel:1\",\"phx_close\",{}]");
        assertThat(ana.joined()).isEmpty();
    }

    @Test
    void expulsionFromBeforeTheJoinIsPassedOver() {
        meanwhile = () -> joins.expel(new UserId("ana"), new ChannelId("1"), 4);
        received("[\"1\",\"1\",\"channel:1\",\"phx_join\",{}]");
        joins.expel(new UserId("ana"), new ChannelId("1"), 4);

        assertThat(ana.joined()).hasSize(1);
    }

    @Test
    void expulsionDuringTheJoinEndsIt() {
        meanwhile = () -> joins.expel(new UserId("ana"), new ChannelId("1"), 6);
        received("[\"1\",\"1\",\"channel:1\",\"phx_join\",{}]");

        assertThat(wire.sent).last().isEqualTo("[\"1\",\"1\",\"channel:1\",\"phx_close\",{}]");
        assertThat(steps).doesNotContain("joined channel:1");
        assertThat(ana.joined()).isEmpty();
    }

    @Test
    void closedConnectionLeavesEverything() {
        received("[\"1\",\"1\",\"channel:1\",\"phx_join\",{}]");
        received("[\"2\",\"2\",\"user:ana\",\"phx_join\",{}]");
        protocol.closed(ana);

        assertThat(connections.topics()).isEmpty();
        assertThat(steps).contains("unfollow channel:1", "unfollow user:ana", "left channel:1");
    }

    @Test
    void attendanceIsOfChannelsOnly() {
        received("[\"1\",\"1\",\"user:ana\",\"phx_join\",{}]");

        assertThat(steps).doesNotContain("joined user:ana");
    }

    @Test
    void announcementIsEncodedOnceForAllAndOnceForOneJoin() {
        received("[\"1\",\"1\",\"channel:1\",\"phx_join\",{}]");
        wire.sent.clear();
        var announcement = Announcement.of(TOPIC, "presence_state", g -> g.write("é\"", 1));
        var join = ana.joined("channel:1").orElseThrow();
        join.pass(announcement, () -> {});
        join.passOwn(announcement, () -> {});

        assertThat(announcement.broadcast()).isSameAs(announcement.broadcast());
        assertThat(wire.sent)
                .containsExactly(
                        "[null,null,\"channel:1\",\"presence_state\",{\"é\\\"\":1}]",
                        "[\"1\",null,\"channel:1\",\"presence_state\",{\"é\\\"\":1}]");
    }

    @Test
    void nothingIsAnnouncedToAJoinThatHasEnded() {
        received("[\"1\",\"1\",\"channel:1\",\"phx_join\",{}]");
        var join = ana.joined("channel:1").orElseThrow();
        received("[\"1\",\"2\",\"channel:1\",\"phx_leave\",{}]");
        wire.sent.clear();
        join.pass(Announcement.of(TOPIC, "presence_diff", g -> {}), () -> steps.add("dropped"));

        assertThat(wire.sent).isEmpty();
        assertThat(steps).doesNotContain("dropped");
    }

    @Test
    void keyThatReadsHearsAndSaysHowFarItHasRead() {
        var reader = reader();
        received(reader, "[\"1\",\"1\",\"channel:1\",\"phx_join\",{}]");
        for (var event : List.of("history", "read", "presence")) {
            wire.sent.clear();
            received(reader, "[\"1\",\"2\",\"channel:1\",\"" + event + "\",{}]");
            assertThat(wire.sent).as(event).singleElement().asString().contains("\"status\":\"ok\"");
        }
        event(6);
        assertThat(wire.sent).last().asString().contains("\"seq\":6");
        received(reader, "[\"1\",\"3\",\"channel:1\",\"phx_leave\",{}]");
        assertThat(reader.joined()).isEmpty();
    }

    @Test
    void keyThatReadsPushesNothingElse() {
        var reader = reader();
        received(reader, "[\"1\",\"1\",\"channel:1\",\"phx_join\",{}]");
        for (var event : List.of("message", "edit", "delete", "typing", "what comes later")) {
            wire.sent.clear();
            received(reader, "[\"1\",\"2\",\"channel:1\",\"" + event + "\",{}]");
            assertThat(wire.sent).as(event).singleElement().asString().contains("\"reason\":\"forbidden\"");
        }
    }

    private Connection reader() {
        return new Connection(
                "r",
                new Caller(new UserId("bot"), Set.of(), Set.of(Scope.READ), Optional.empty(), Optional.of("k")),
                new Outbox(wire, 1 << 20),
                new Turns(Runnable::run, 1 << 20),
                new Inflow(1 << 20, 1 << 20),
                FakeWire.ENTRANCE);
    }

    private void received(String text) {
        received(ana, text);
    }

    private void received(Connection connection, String text) {
        protocol.received(connection, FrameCodec.decode(text));
    }

    @CanIgnoreReturnValue
    private int event(long seq) {
        return connections.broadcast(TOPIC, seq, "message", g -> g.write("seq", seq));
    }
}
