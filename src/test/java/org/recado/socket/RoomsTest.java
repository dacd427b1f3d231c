package org.recado.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.recado.channel.Channel;
import org.recado.channel.Channels;
import org.recado.channel.Kind;
import org.recado.channel.Membership;
import org.recado.channel.Role;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.event.Event.MemberJoined;
import org.recado.id.ChannelId;
import org.recado.id.ChannelName;
import org.recado.id.UserId;
import org.recado.platform.Deadlines;
import org.recado.platform.Meters;

class RoomsTest {

    private static final ChannelId CHANNEL = new ChannelId("1");
    private static final UserId ANA = new UserId("ana");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final List<String> steps = new ArrayList<>();
    private final Rooms rooms = new Rooms();
    private boolean isThere = true;

    @SuppressWarnings("UnnecessaryAssignment") // the fields are injected in a container only
    @BeforeEach
    void start() {
        rooms.lingerSeconds = 60;
        rooms.rememberedMembers = 1_000;
        rooms.meters = new Meters();
        rooms.workers = new Workers() {
            @Override
            public void execute(Runnable work) {
                work.run();
            }
        };
        rooms.shards = new Shards() {
            @Override
            public void follow(TopicName topic) {
                steps.add("follow " + topic);
            }

            @Override
            public void unfollow(TopicName topic) {
                steps.add("unfollow " + topic);
            }
        };
        rooms.channels = new Channels() {
            @Override
            public Optional<Channel> find(ChannelId id) {
                return isThere
                        ? Optional.of(new Channel(id, new ChannelName("One"), Kind.PUBLIC, NOW))
                        : Optional.empty();
            }

            @Override
            public Optional<Roll> roll(ChannelId id, int most) {
                steps.add("ask " + id);
                var members = List.of(new Membership(id, ANA, Role.MEMBER, NOW));
                return isThere
                        ? Optional.of(
                                new Roll(new Channel(id, new ChannelName("One"), Kind.PUBLIC, NOW), members, true))
                        : Optional.empty();
            }
        };
        rooms.start(Scheduler.disabledScheduler());
    }

    @Test
    void postgresIsAskedOnceForAHerdAndOnlyWhenTheEventsAreFollowed() {
        for (var i = 0; i < 100; i++) {
            assertThat(rooms.member(rooms.of(CHANNEL), ANA).role()).isEqualTo(Role.MEMBER);
        }
        assertThat(steps).containsExactly("follow channel:1", "ask 1");
    }

    @Test
    void strangerIsRefusedWithoutAQuestion() {
        rooms.of(CHANNEL);
        assertThatThrownBy(() -> rooms.member(rooms.of(CHANNEL), new UserId("bruno")))
                .isInstanceOfSatisfying(
                        Refused.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_A_MEMBER));
        assertThat(steps).hasSize(2);
    }

    @Test
    void unknownChannelCostsTheBrokerNothingAndLeavesNothingBehind() {
        isThere = false;
        assertThatThrownBy(() -> rooms.of(CHANNEL))
                .isInstanceOfSatisfying(
                        Refused.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_CHANNEL));
        assertThat(steps).isEmpty();
        isThere = true;
        rooms.of(CHANNEL);

        assertThat(steps).containsExactly("follow channel:1", "ask 1");
    }

    @Test
    void eventsMoveARoomOn() {
        rooms.of(CHANNEL);
        rooms.heard(joined(1));
        assertThat(rooms.of(CHANNEL).lastSeq()).isEqualTo(1);
    }

    @Test
    void roomThatMissedAnEventIsFurnishedAnew() {
        var before = rooms.of(CHANNEL);
        rooms.heard(joined(9));

        assertThat(rooms.of(CHANNEL)).isNotSameAs(before);
        assertThat(steps)
                .containsExactly("follow channel:1", "ask 1", "unfollow channel:1", "follow channel:1", "ask 1");
    }

    @Test
    void deafNodeForgetsAndSaysSoToWhoIsJoining() {
        var before = rooms.of(CHANNEL);
        rooms.forget();

        assertThat(before.isLost()).isTrue();
        assertThat(rooms.of(CHANNEL)).isNotSameAs(before);
    }

    @Test
    void theRoundThatPutsOutWhoHasLingeredIsDueOnTheNodesTimer() {
        var due = new ArrayList<Duration>();
        rooms.deadlines = new Deadlines() {
            @Override
            public Future<?> after(Duration pause, Runnable work) {
                due.add(pause);
                return CompletableFuture.completedFuture(null);
            }
        };
        rooms.start();
        rooms.of(CHANNEL);

        assertThat(due)
                .isNotEmpty()
                .allSatisfy(pause -> assertThat(pause).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(62)));
    }

    private static MemberJoined joined(long seq) {
        return new MemberJoined(CHANNEL, seq, new UserId("carla"), "member", ANA, NOW);
    }
}
