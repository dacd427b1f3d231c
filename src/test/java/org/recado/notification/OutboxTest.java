package org.recado.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.recado.channel.Kind;
import org.recado.channel.Role;
import org.recado.event.Event.MemberMentioned;
import org.recado.event.Event.MemberNotified;
import org.recado.id.UserId;
import org.recado.notification.Notification.OnItsWay;
import org.recado.notification.Notification.State;
import org.recado.notification.Way.Answer;

/** The rule of who is told of what, on a real PostgreSQL. */
class OutboxTest {

    private Stage stage;
    private UserId ana;
    private UserId bruno;

    @BeforeEach
    void makeChannel() throws ReflectiveOperationException {
        stage = new Stage(Kind.PRIVATE);
        ana = stage.member("Ana", Role.OWNER);
        bruno = stage.member("Bruno");
    }

    @AfterEach
    void close() {
        stage.close();
    }

    private Notification only(UserId user) {
        assertThat(stage.of(user)).hasSize(1);
        return stage.of(user).get(0);
    }

    @Test
    void whoDidNotReadIsToldOnceAndTheSenderIsNot() {
        stage.plan(stage.said(ana, "oi"));
        assertThat(only(bruno).state()).isEqualTo(State.PLANNED);
        stage.settling.round();
        stage.settling.round();

        var told = only(bruno);
        assertThat(told.state()).isEqualTo(State.SENT);
        assertThat(told.reason()).isEmpty();
        assertThat(stage.of(ana)).isEmpty();
        assertThat(stage.told)
                .containsExactly(new MemberNotified(
                        bruno, Long.toString(told.id()), stage.channel, 1, 1, 1, false, ana, told.plannedAt()));
    }

    @Test
    void messagesWithinTheDelayAreOneNotification() {
        stage.plan(stage.said(ana, "a"), stage.said(ana, "b"));
        stage.plan(stage.said(ana, "c"));
        stage.settling.round();
        var told = only(bruno);
        assertThat(told.messages()).isEqualTo(3);
        assertThat(told.seq()).isEqualTo(1);
        assertThat(told.lastSeq()).isEqualTo(3);
        stage.plan(stage.said(ana, "d"));
        assertThat(stage.of(bruno)).hasSize(2);
    }

    @Test
    void theSameMessagesAgainPlanNothing() {
        var first = stage.said(ana, "@bruno a");
        var second = stage.said(ana, "b");
        stage.plan(first, second);
        assertThat(stage.plan(first, second).planned()).isZero();
        stage.settling.round();
        assertThat(stage.plan(second).planned()).isZero();
        assertThat(stage.plan(first, second, stage.said(ana, "c")).planned()).isEqualTo(1);
        assertThat(stage.of(bruno)).extracting(Notification::messages).containsExactly(2, 1);
    }

    @Test
    void whatIsReadWithinTheDelayTellsNothing() {
        stage.plan(stage.said(ana, "a"), stage.said(ana, "b"));
        stage.hasRead(bruno, 2);
        stage.settling.round();
        assertThat(only(bruno).reason()).contains(Why.READ);
        assertThat(stage.told).isEmpty();
    }

    @Test
    void whatIsReadInPartIsTold() {
        stage.plan(stage.said(ana, "a"), stage.said(ana, "b"));
        stage.hasRead(bruno, 1);
        stage.settling.round();
        assertThat(only(bruno).state()).isEqualTo(State.SENT);
    }

    @Test
    void whatIsReadBeforeItIsPlannedIsNotedSo() {
        var said = stage.said(ana, "a");
        stage.hasRead(bruno, 1);
        stage.plan(said);
        assertThat(only(bruno).state()).isEqualTo(State.SUPPRESSED);
        assertThat(only(bruno).reason()).contains(Why.READ);
    }

    @Test
    void levelsAreHeldTo() {
        var carla = stage.member("Carla");
        stage.wants(bruno, Level.MENTIONS);
        stage.wants(carla, Level.NONE);
        stage.plan(stage.said(ana, "all of you"));
        stage.plan(stage.said(ana, "oi @BRUNO e @carla"));
        stage.settling.round();

        assertThat(stage.of(bruno))
                .extracting(Notification::reason)
                .containsExactly(Optional.of(Why.PREFERENCE), Optional.empty());
        assertThat(stage.of(bruno).get(1).mention()).isTrue();
        assertThat(only(carla).reason()).as("said once a minute").contains(Why.PREFERENCE);
        assertThat(stage.told)
                .filteredOn(MemberMentioned.class::isInstance)
                .containsExactlyInAnyOrder(
                        new MemberMentioned(bruno, stage.channel, 2), new MemberMentioned(carla, stage.channel, 2));
    }

    @Test
    void profileCountsWhereTheChannelHasNoWordAndDirectOnesTellAll() throws ReflectiveOperationException {
        stage.preferences.put(new Profile(bruno, Optional.of(Level.NONE), Optional.empty(), false));
        stage.plan(stage.said(ana, "a"));
        assertThat(only(bruno).reason()).contains(Why.PREFERENCE);
        try (var direct = new Stage(Kind.DIRECT)) {
            direct.planner.defaultLevel = "none";
            direct.planner.start();
            var one = direct.member("One");
            var two = direct.member("Two");
            direct.plan(direct.said(one, "a"));
            assertThat(direct.of(two).get(0).state()).isEqualTo(State.PLANNED);
        }
    }

    @Test
    void everyoneIsNamedByWhoModeratesAndByNobodyElse() {
        var carla = stage.member("Carla");
        stage.wants(carla, Level.MENTIONS);
        stage.plan(stage.said(bruno, "@channel olá"));
        assertThat(only(carla).reason()).contains(Why.PREFERENCE);
        stage.plan(stage.said(ana, "@channel olá"));
        assertThat(stage.of(carla)).hasSize(2);
        assertThat(stage.of(carla).get(1).mention()).isTrue();
        assertThat(stage.told)
                .containsExactlyInAnyOrder(
                        new MemberMentioned(carla, stage.channel, 2), new MemberMentioned(bruno, stage.channel, 2));
    }

    @Test
    void mutedChannelsTellNothingUntilTheirTime() {
        stage.preferences.put(new Preference(
                stage.channel,
                bruno,
                Optional.empty(),
                Optional.of(Instant.now().plusSeconds(60))));
        stage.plan(stage.said(ana, "@bruno a"));
        assertThat(only(bruno).reason()).contains(Why.MUTED);
        stage.preferences.put(new Preference(
                stage.channel,
                bruno,
                Optional.empty(),
                Optional.of(Instant.now().minusSeconds(1))));
        stage.plan(stage.said(ana, "b"));
        assertThat(stage.of(bruno).get(1).state()).isEqualTo(State.PLANNED);
        stage.preferences.put(new Preference(
                stage.channel,
                bruno,
                Optional.empty(),
                Optional.of(Instant.now().plusSeconds(60))));
        stage.settling.round();
        assertThat(stage.of(bruno).get(1).reason()).as("muted meanwhile").contains(Why.MUTED);
    }

    @Test
    void quietHoursTellNothing() {
        var allDay = new Quiet(LocalTime.NOON, LocalTime.NOON, ZoneOffset.UTC);
        stage.preferences.put(new Profile(bruno, Optional.empty(), Optional.of(allDay), false));
        stage.plan(stage.said(ana, "a"));
        stage.settling.round();
        assertThat(only(bruno).reason()).contains(Why.QUIET);
    }

    @Test
    void whoLeftAndWhoCameLaterAreNotTold() {
        stage.plan(stage.said(ana, "a"));
        stage.run("delete from membership where user_id = ?1", bruno.value());
        stage.settling.round();
        assertThat(only(bruno).reason()).contains(Why.LEFT);
        var early = stage.said(ana, "b");
        var carla = stage.member("Carla");
        stage.run("update membership set joined_at = now() + interval '1 hour' where user_id = ?1", carla.value());
        stage.plan(early);
        assertThat(stage.of(carla)).isEmpty();
    }

    @Test
    void botsAreNotTold() {
        stage.run("insert into bot (user_id, created_at, created_by) values (?1, now(), 'ops')", bruno.value());
        stage.plan(stage.said(ana, "@bruno a"));
        assertThat(stage.of(bruno)).isEmpty();
    }

    @Test
    void aBrokerThatIsAwayLeavesItPlanned() {
        stage.plan(stage.said(ana, "a"));
        stage.brokerIsAway = true;
        assertThat(catchThrowable(stage.settling::round)).hasMessage("away");
        assertThat(only(bruno).state()).isEqualTo(State.PLANNED);
        stage.brokerIsAway = false;
        stage.settling.round();
        assertThat(only(bruno).state()).isEqualTo(State.SENT);
    }

    @Test
    void thousandsAreSettledByManyNodesAndNobodyTwice() {
        stage.run(
                "insert into person (id, name, created_at) select ?1 || i, 'P', now() from generate_series(1, 1200) i",
                stage.channel + "-");
        stage.run(
                "insert into membership (channel_id, user_id, role, joined_at, read_seq) select ?1, ?2 || i, 'MEMBER',"
                        + " now() - interval '1 hour', 0 from generate_series(1, 1200) i",
                stage.channel.value(),
                stage.channel + "-");
        assertThat(stage.plan(stage.said(ana, "@channel a")).planned()).isEqualTo(1_201);
        var nodes = IntStream.range(0, 3)
                .mapToObj(node -> CompletableFuture.runAsync(stage.settling::round))
                .toList();
        nodes.forEach(CompletableFuture::join);
        stage.settling.round();
        assertThat(stage.told)
                .filteredOn(MemberNotified.class::isInstance)
                .extracting(told -> ((MemberNotified) told).user())
                .as("each once, whoever settles")
                .hasSize(1_201)
                .doesNotHaveDuplicates();
    }

    private OnItsWay delivery(UserId user) {
        assertThat(only(user).deliveries()).hasSize(1);
        return only(user).deliveries().get(0);
    }

    /** A way that answers what it is told to. */
    private record Scripted(Way.Name name, boolean isDigest) implements Way {
        @Override
        public boolean isOn() {
            return true;
        }

        @Override
        public Answer send(List<Parcel> parcels) {
            throw new IllegalStateException("the test answers");
        }
    }

    private static final Way PUSH = new Scripted(Way.Name.PUSH, false);
    private static final Way EMAIL = new Scripted(Way.Name.EMAIL, true);

    private void isToldOfOne() {
        stage.plan(stage.said(ana, "a"));
        stage.settling.round();
    }

    @Test
    void whoHasAnAddressIsToldThereOnce() {
        stage.address(bruno, Way.Name.PUSH);
        isToldOfOne();
        var claimed = stage.deliveries.claim(PUSH);
        assertThat(claimed).hasSize(1);
        assertThat(claimed.get(0).user()).contains(bruno);
        assertThat(claimed.get(0).notification().orElseThrow().senderName()).isEqualTo("Ana");
        assertThat(stage.deliveries.claim(PUSH)).as("another node").isEmpty();
        stage.deliveries.settle(claimed, new Answer.Sent("201"));
        assertThat(delivery(bruno).state()).isEqualTo("SENT");
        assertThat(delivery(bruno).answer()).contains("201");
        assertThat(delivery(bruno).attempts()).isEqualTo(1);
    }

    @Test
    void aWayThatIsOffGetsNothingToKeepUntilItIsOnAgain() {
        stage.on.remove("PUSH");
        stage.on.remove("WEBHOOK");
        stage.address(bruno, Way.Name.PUSH);
        stage.addresses.add(Address.of(stage.channel, Way.Name.WEBHOOK, "https://x", "s", "l", ana)
                .confirmed());
        isToldOfOne();
        assertThat(only(bruno).state()).isEqualTo(State.SENT);
        assertThat(only(bruno).deliveries()).isEmpty();
        assertThat(stage.deliveries.claim(new Scripted(Way.Name.WEBHOOK, false)))
                .isEmpty();
    }

    @Test
    void aNodeThatDiesLeavesItToAnother() {
        stage.address(bruno, Way.Name.PUSH);
        isToldOfOne();
        var first = stage.deliveries.claim(PUSH);
        stage.run("update notification_delivery set next_at = now()");
        var second = stage.deliveries.claim(PUSH);
        assertThat(second.get(0).id()).isEqualTo(first.get(0).id());
        assertThat(second.get(0).attempt()).isEqualTo(2);
    }

    @Test
    void whatIsNotTakenIsTriedForADay() {
        stage.address(bruno, Way.Name.PUSH);
        isToldOfOne();
        stage.deliveries.settle(stage.deliveries.claim(PUSH), new Answer.Later("500", Optional.empty()));
        assertThat(delivery(bruno).state()).isEqualTo("WAITING");
        assertThat(delivery(bruno).nextAt().orElseThrow())
                .isBetween(Instant.now(), Instant.now().plusSeconds(6));
        stage.run("update notification_delivery set next_at = now(), created_at = now() - interval '24 hours'");
        stage.deliveries.settle(stage.deliveries.claim(PUSH), new Answer.Later("503", Optional.empty()));
        assertThat(delivery(bruno).state()).isEqualTo("FAILED");
        assertThat(delivery(bruno).reason()).contains(Why.EXPIRED);
        assertThat(delivery(bruno).answer()).contains("503");
    }

    @Test
    void pausesDoubleUpToAnHourAndHeedTheOtherSide() {
        var later = new Answer.Later("x", Optional.empty());
        assertThat(Deliveries.pause(1, later)).isEqualTo(Duration.ofSeconds(5));
        assertThat(Deliveries.pause(4, later)).isEqualTo(Duration.ofSeconds(40));
        assertThat(Deliveries.pause(1_000, later)).isEqualTo(Duration.ofHours(1));
        assertThat(Deliveries.pause(1, new Answer.Later("x", Optional.of(Duration.ofMinutes(2)))))
                .isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void anAddressThatIsGoneIsNotUsedAgain() {
        stage.address(bruno, Way.Name.PUSH);
        isToldOfOne();
        stage.deliveries.settle(stage.deliveries.claim(PUSH), new Answer.Gone("410"));
        assertThat(delivery(bruno).reason()).contains(Why.GONE);
        assertThat(stage.addresses.of(bruno).get(0).goneAt()).isPresent();
        stage.plan(stage.said(ana, "b"));
        stage.settling.round();
        assertThat(stage.of(bruno).get(1).deliveries()).isEmpty();
    }

    @Test
    void readingCancelsWhatWaits() {
        stage.address(bruno, Way.Name.PUSH);
        isToldOfOne();
        stage.hasRead(bruno, 1);
        assertThat(stage.deliveries.claim(PUSH)).isEmpty();
        assertThat(delivery(bruno).reason()).contains(Why.READ);
    }

    @Test
    void whoseClientWasToldIsNotToldAgainUnlessTheyWantIt() {
        stage.address(bruno, Way.Name.PUSH);
        var said = stage.said(ana, "a");
        stage.wasTold(bruno, 1);
        stage.plan(said);
        stage.settling.round();
        assertThat(delivery(bruno).reason()).contains(Why.ONLINE);
        stage.preferences.put(new Profile(bruno, Optional.empty(), Optional.empty(), true));
        stage.wasTold(bruno, 2);
        stage.plan(stage.said(ana, "b"));
        stage.settling.round();
        assertThat(stage.deliveries.claim(PUSH)).hasSize(1);
    }

    @Test
    void aNewerOneTakesThePlaceOfOneThatWaits() {
        stage.address(bruno, Way.Name.PUSH);
        isToldOfOne();
        stage.plan(stage.said(ana, "b"));
        stage.settling.round();
        assertThat(stage.of(bruno))
                .extracting(n -> n.deliveries().get(0).reason())
                .containsExactly(Optional.of(Why.COLLAPSED), Optional.empty());
        assertThat(stage.deliveries.claim(PUSH)).extracting(Parcel::lastSeq).containsExactly(2L);
    }

    @Test
    void aDigestTakesAllThatWaits() {
        stage.address(bruno, Way.Name.EMAIL);
        isToldOfOne();
        stage.plan(stage.said(ana, "b"));
        stage.settling.round();
        var claimed = stage.deliveries.claim(EMAIL);
        assertThat(claimed).hasSize(2);
        assertThat(stage.deliveries.claim(EMAIL)).isEmpty();
        stage.deliveries.settle(claimed, new Answer.Sent("250"));
        assertThat(stage.of(bruno))
                .extracting(n -> n.deliveries().get(0).state())
                .containsExactly("SENT", "SENT");
        assertThat(stage.of(bruno))
                .extracting(n -> n.deliveries().get(0).reason())
                .containsExactly(Optional.of(Why.COLLAPSED), Optional.empty());
    }

    @Test
    void aChannelsAddressIsToldOfEachMessageOnce() {
        stage.addresses.add(Address.of(stage.channel, Way.Name.WEBHOOK, "https://x", "s", "l", ana)
                .confirmed());
        var said = stage.said(ana, "a");
        stage.plan(said);
        stage.plan(said, stage.said(bruno, "b"));
        var claimed = stage.deliveries.claim(new Scripted(Way.Name.WEBHOOK, false));
        assertThat(claimed).extracting(Parcel::lastSeq).containsExactly(1L, 2L);
        assertThat(claimed.get(0).notification()).isEmpty();
        assertThat(claimed.get(0).user()).isEmpty();
    }

    @Test
    void nothingIsLeftOfWhoIsErasedAndOfWhatIsOld() {
        stage.address(bruno, Way.Name.PUSH);
        stage.wants(bruno, Level.ALL);
        stage.preferences.put(new Profile(bruno, Optional.of(Level.ALL), Optional.empty(), true));
        stage.plan(stage.said(ana, "@bruno a"));
        stage.settling.round();
        assertThat(stage.notifications.forget(Duration.ofHours(1))).isZero();
        stage.hasRead(bruno, 1);
        assertThat(stage.notifications.forget(Duration.ZERO)).isEqualTo(2);
        stage.plan(stage.said(ana, "@bruno b"));
        stage.notifications.erase(bruno);
        assertThat(stage.of(bruno)).isEmpty();
        assertThat(stage.addresses.of(bruno)).isEmpty();
        assertThat(stage.preferences.of(bruno)).isEmpty();
        assertThat(stage.preferences.profile(bruno).level()).isEmpty();
    }
}
