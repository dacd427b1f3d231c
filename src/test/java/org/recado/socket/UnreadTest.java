package org.recado.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import jakarta.json.stream.JsonGenerator;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.recado.channel.Channels;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.id.ChannelId;
import org.recado.id.UserId;
import org.recado.platform.Json;

class UnreadTest {

    private static final ChannelId ONE = new ChannelId("1");
    private static final ChannelId TWO = new ChannelId("2");
    private static final UserId ANA = new UserId("ana");
    private static final UserId BRUNO = new UserId("bruno");

    private final List<String> told = new ArrayList<>();
    private final Set<String> followed = new HashSet<>();
    private final Set<UserId> here = new HashSet<>();
    private final Map<List<?>, Channels.Standing> rows = new HashMap<>();
    private final Unread unread = new Unread();
    private Runnable whileAsked = () -> {};
    private boolean brokerIsAway;

    @SuppressWarnings("UnnecessaryAssignment") // the fields are injected in a container only
    @BeforeEach
    void start() {
        unread.connections = new Connections() {
            @Override
            public boolean hear(TopicName topic) {
                return here.contains(new UserId(topic.id()));
            }

            @Override
            public int broadcast(TopicName topic, String event, Consumer<JsonGenerator> payload) {
                told.add(topic + " " + event + " "
                        + Json.string(g -> {
                            g.writeStartObject();
                            payload.accept(g);
                            g.writeEnd();
                        }));
                return 1;
            }
        };
        unread.channels = new Channels() {
            @Override
            public List<Standing> standings(Collection<UserId> users) {
                var found = rows.values().stream()
                        .filter(r -> users.contains(r.user()))
                        .toList();
                whileAsked.run();
                return found;
            }
        };
        unread.shards = new Shards() {
            @Override
            public void follow(TopicName topic) {
                if (brokerIsAway) {
                    throw new Refused(Reason.UNAVAILABLE, "away");
                }
                assertThat(followed.add(topic.toString())).isTrue();
            }

            @Override
            public void unfollow(TopicName topic) {
                assertThat(followed.remove(topic.toString())).isTrue();
            }
        };
        row(ANA, ONE, 7, 5);
        row(ANA, TWO, 3, 3);
        row(BRUNO, ONE, 7, 0);
    }

    @Test
    void whoComesIsToldOfAllTheirChannelsOnce() {
        comes(ANA);
        assertThat(told).containsExactlyInAnyOrder(frame(ANA, ONE, 2, 7), frame(ANA, TWO, 0, 3));
        assertThat(followed).containsExactlyInAnyOrder("channel:1", "channel:2");
        unread.round();
        assertThat(told).hasSize(2);
    }

    @Test
    void secondDeviceMakesAllBeToldAgain() {
        comes(ANA);
        told.clear();
        comes(ANA);
        assertThat(told).containsExactlyInAnyOrder(frame(ANA, ONE, 2, 7), frame(ANA, TWO, 0, 3));
    }

    @Test
    void manyMessagesOfASecondAreOneCount() {
        comes(ANA);
        comes(BRUNO);
        told.clear();
        for (var seq = 8; seq <= 20; seq++) {
            unread.said(ONE, seq);
        }
        unread.said(ONE, 9);
        unread.round();
        assertThat(told).containsExactlyInAnyOrder(frame(ANA, ONE, 15, 20), frame(BRUNO, ONE, 20, 20));
    }

    @Test
    void readingCountsDownAndNeverUpAgain() {
        comes(ANA);
        told.clear();
        unread.read(ANA, ONE, 7, 7);
        unread.round();
        unread.read(ANA, ONE, 6, 7);
        unread.round();
        assertThat(told).containsExactly(frame(ANA, ONE, 0, 7));
    }

    @Test
    void whatIsReadBeforeItsMessageIsHeardCountsRight() {
        comes(ANA);
        told.clear();
        unread.read(ANA, ONE, 8, 9);
        unread.round();
        unread.said(ONE, 8);
        unread.said(ONE, 9);
        unread.round();
        assertThat(told).containsExactly(frame(ANA, ONE, 1, 9));
    }

    @Test
    void whatIsSaidOrReadWhileItIsLookedUpCounts() {
        whileAsked = () -> {
            unread.said(ONE, 8);
            unread.read(ANA, ONE, 6, 8);
            row(ANA, ONE, 8, 6);
        };
        comes(ANA);
        unread.round();
        assertThat(told.stream().filter(t -> t.contains("\"channel_id\":\"1\"")))
                .last()
                .isEqualTo(frame(ANA, ONE, 2, 8));
    }

    @Test
    void whoLeftIsForgottenAndTheirShardsAreNotFollowed() {
        comes(ANA);
        comes(BRUNO);
        here.remove(ANA);
        unread.round();
        assertThat(followed).containsExactly("channel:1");
        told.clear();
        unread.said(ONE, 8);
        unread.round();
        assertThat(told).containsExactly(frame(BRUNO, ONE, 8, 8));
    }

    @Test
    void channelTheyCameIntoIsCountedAndOneTheyLeftIsNot() {
        comes(ANA);
        told.clear();
        var three = new ChannelId("3");
        row(ANA, three, 4, 0);
        unread.added(ANA);
        unread.removed(ANA, TWO);
        rows.remove(List.of(ANA, TWO));
        unread.round();
        unread.said(TWO, 9);
        unread.round();
        assertThat(told).containsExactly(frame(ANA, three, 4, 4));
        assertThat(followed).containsExactlyInAnyOrder("channel:1", "channel:3");
    }

    @Test
    void whoIsPutOutWhileTheyAreLookedUpIsNotCounted() {
        comes(ANA);
        comes(BRUNO);
        unread.added(ANA);
        whileAsked = () -> {
            rows.remove(List.of(ANA, ONE));
            unread.removed(ANA, ONE);
        };
        unread.round();
        whileAsked = () -> {};
        unread.round();
        told.clear();
        unread.said(ONE, 8);
        unread.round();
        assertThat(told).containsExactly(frame(BRUNO, ONE, 8, 8));
    }

    @Test
    void whatWasMissedIsFoundByLookingAgain() {
        comes(ANA);
        told.clear();
        row(ANA, ONE, 11, 6);
        rows.remove(List.of(ANA, TWO));
        unread.lookAgain();
        unread.round();
        unread.round();
        assertThat(told).containsExactly(frame(ANA, ONE, 5, 11));
        assertThat(followed).containsExactly("channel:1");
    }

    @Test
    void mentionsCountUntilTheyAreReadHoweverOftenTheyAreHeardOf() {
        rows.put(List.of(ANA, ONE), new Channels.Standing(ANA, ONE, 7, 5, List.of(6L, 7L)));
        comes(ANA);
        assertThat(told).contains(frame(ANA, ONE, 2, 2, 7));
        told.clear();
        unread.mentioned(ANA, ONE, 7);
        unread.mentioned(ANA, ONE, 5);
        unread.round();
        assertThat(told).isEmpty();
        unread.mentioned(ANA, ONE, 8);
        unread.round();
        unread.read(ANA, ONE, 7, 8);
        unread.round();
        assertThat(told).containsExactly(frame(ANA, ONE, 3, 3, 8), frame(ANA, ONE, 1, 1, 8));
    }

    @Test
    void moreThanAHundredMentionsAreAHundred() {
        comes(ANA);
        told.clear();
        for (var seq = 8; seq < 200; seq++) {
            unread.mentioned(ANA, ONE, seq);
        }
        unread.round();
        assertThat(told).containsExactly(frame(ANA, ONE, 194, 100, 199));
    }

    @Test
    void whoCameWhileTheBrokerIsAwayIsToldWhenItIsBack() {
        brokerIsAway = true;
        assertThat(catchThrowable(() -> comes(ANA))).isInstanceOf(Refused.class);
        brokerIsAway = false;
        unread.round();
        assertThat(told).containsExactlyInAnyOrder(frame(ANA, ONE, 2, 7), frame(ANA, TWO, 0, 3));
    }

    private void comes(UserId user) {
        here.add(user);
        unread.came(user);
        unread.round();
    }

    private void row(UserId user, ChannelId channel, long lastSeq, long readSeq) {
        rows.put(List.of(user, channel), new Channels.Standing(user, channel, lastSeq, readSeq, List.of()));
    }

    private static String frame(UserId user, ChannelId channel, long unread, long lastSeq) {
        return frame(user, channel, unread, 0, lastSeq);
    }

    private static String frame(UserId user, ChannelId channel, long unread, int mentions, long lastSeq) {
        return "user:" + user + " unread {\"channel_id\":\"" + channel + "\",\"unread\":" + unread + ",\"mentions\":"
                + mentions + ",\"last_seq\":" + lastSeq + "}";
    }
}
