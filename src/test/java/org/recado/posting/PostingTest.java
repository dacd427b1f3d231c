package org.recado.posting;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.bson.Document;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.recado.channel.Kind;
import org.recado.channel.Membership;
import org.recado.channel.Role;
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
import org.recado.command.CommandCodec;
import org.recado.command.Reason;
import org.recado.command.Receipt;
import org.recado.command.ReceiptCodec;
import org.recado.event.Event;
import org.recado.event.EventCodec;
import org.recado.event.EventPublisher;
import org.recado.event.Publishers;
import org.recado.event.Shard;
import org.recado.history.Message;
import org.recado.id.ChannelId;
import org.recado.id.ChannelName;
import org.recado.id.ClientId;
import org.recado.id.MessageId;
import org.recado.id.UserId;
import org.recado.platform.Amqp;
import org.recado.platform.Outside;
import org.recado.platform.Topology;

/** The whole core on real stores: what goes in as bytes comes out as rows, documents, events and receipts. */
class PostingTest {

    private static final Instant SENT = Instant.parse("2025-01-03T12:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static Amqp amqp;
    private static EventPublisher publisher;
    private static Channel broker;

    private final ChannelId channel = new ChannelId("posting-" + UUID.randomUUID());
    private final Posting posting = Core.posting(publisher);
    private String replies;

    @BeforeAll
    static void connect() throws Exception {
        amqp = Outside.amqp();
        publisher = Publishers.on(amqp);
        until(() -> amqp.open(Amqp.Use.PUBLISH).isPresent());
        broker = amqp.channel(Amqp.Use.PUBLISH);
        Outside.TOPOLOGY.declare(broker);
        // the publisher opens its own channel a moment after the connection is there
        until(PostingTest::publisherAnswers);
        Core.persons("ana", "bruno", "carla", "stranger");
    }

    private static boolean publisherAnswers() {
        try {
            publisher.await(publisher.publish(List.of(), List.of()));
            return true;
        } catch (java.io.UncheckedIOException e) {
            return false;
        }
    }

    @AfterAll
    static void disconnect() {
        Outside.stop(amqp);
    }

    @BeforeEach
    void makeChannel() throws Exception {
        Core.channel(channel, Kind.PRIVATE, Map.of("ana", Role.OWNER, "bruno", Role.MEMBER, "carla", Role.READER));
        replies = broker.queueDeclare("", false, true, true, null).getQueue();
        broker.queuePurge(Topology.DEAD);
    }

    @Test
    void aBatchOfGoodAndBadCommandsIsToldOneByOne() throws Exception {
        var events = eventsOf(channel);
        post(
                arrival(create("ana", "k1", "olá")),
                arrival("no json".getBytes(StandardCharsets.UTF_8)),
                arrival(create("stranger", "k2", "let me in")),
                arrival(create("carla", "k3", "I only read")),
                arrival(create("nobody", "k4", "who am I")),
                arrival(create("ana", "k5", "\u0007")),
                arrival(create("bruno", "k6", "oi, ana")),
                arrival(new CreateMessage(
                        new UserId("ana"), new ChannelId("nowhere"), key("k7"), SENT, "is anyone here?")));

        assertThat(receipts(8))
                .extracting(r -> r instanceof Receipt.Rejected x ? x.reason() : "stored")
                .containsExactlyInAnyOrder(
                        "stored",
                        "stored",
                        Reason.MALFORMED,
                        Reason.MALFORMED,
                        Reason.NOT_A_MEMBER,
                        Reason.READ_ONLY,
                        Reason.UNKNOWN_USER,
                        Reason.UNKNOWN_CHANNEL);
        assertThat(next(events)).isInstanceOfSatisfying(Event.MessageCreated.class, e -> {
            assertThat(e.seq()).isEqualTo(1);
            assertThat(e.text()).isEqualTo("olá");
            assertThat(e.timestamp()).isEqualTo(SENT);
            assertThat(e.clientId()).contains(new ClientId("k1"));
        });
        assertThat(next(events))
                .isInstanceOfSatisfying(
                        Event.MessageCreated.class, e -> assertThat(e.seq()).isEqualTo(2));
        assertThat(broker.basicGet(events, true)).isNull();
        assertThat(Core.lastSeq(channel)).isEqualTo(2);
    }

    @Test
    void whatIsNoCommandIsKeptWithItsBytesHeadersAndReason() throws Exception {
        var properties = new BasicProperties.Builder()
                .messageId("mine")
                .headers(Map.of("traceparent", "00-x", "CC", List.of(Topology.DEAD)))
                .expiration("1")
                .build();
        Core.carry(
                posting, List.of(Arrival.of("k", properties, "[1]".getBytes(StandardCharsets.UTF_8), Instant.now())));

        var letter = await(Topology.DEAD);
        assertThat(letter.getBody()).isEqualTo("[1]".getBytes(StandardCharsets.UTF_8));
        assertThat(letter.getProps().getMessageId()).isEqualTo("mine");
        assertThat(letter.getProps().getHeaders().get("traceparent")).hasToString("00-x");
        assertThat(letter.getProps().getHeaders().get("x-recado-reason")).hasToString("malformed");
        assertThat(letter.getProps().getHeaders().get("x-recado-detail")).hasToString("not a JSON object");
        assertThat(letter.getProps().getExpiration()).isNull();
        assertThat(broker.basicGet(Topology.DEAD, true)).isNull();
    }

    @Test
    void anErasureOfSomeoneWhoIsNotBeingErasedIsRefused() throws Exception {
        var said = stored(arrival(create("bruno", "k1", "mine"))).message().orElseThrow();
        post(
                arrival(new EraseMember(bruno(), channel, key("k2"), SENT)),
                arrival(new EraseMessage(bruno(), channel, key("k3"), SENT, said)));

        assertThat(receipts(2)).extracting(PostingTest::seqOrReason).containsOnly(Reason.FORBIDDEN);
        assertThat(newest()).extracting(Message::text).containsExactly(Optional.of("mine"));
    }

    @Test
    void anErasureTakesSomeoneOutAndWhatTheySaidAndWhatTheyStillAsk() throws Exception {
        var dora = new UserId("dora-" + UUID.randomUUID());
        var secret = UUID.randomUUID().toString();
        Core.persons(dora.value());
        post(arrival(new AddMember(ana(), channel, key("k1"), SENT, dora, "owner")));
        var hello = create(dora.value(), "k2", secret);
        post(arrival(hello), arrival(create("ana", "k3", "hello, Dora")));
        var said = ((Receipt.Stored) receipts(3).get(1)).message().orElseThrow();
        post(arrival(edit(dora.value(), "k4", said, "again " + secret)));
        Core.inTransaction(em -> em.createQuery("update Person p set p.erasedAt = :now where p.id = :id")
                .setParameter("now", Instant.now())
                .setParameter("id", dora.value())
                .executeUpdate());
        post(
                arrival(create(dora.value(), "k5", "said on the way")),
                arrival(new EraseMember(dora, channel, key("k6"), SENT)),
                arrival(create(dora.value(), "k7", "too late")),
                arrival(new AddMember(ana(), channel, key("k8"), SENT, dora, "member")),
                arrival(new EraseMessage(dora, channel, key("k9"), SENT, said)),
                arrival(new EraseMessage(
                        dora, channel, key("k10"), SENT, newest().get(1).id())),
                // the same again, once its text is gone
                arrival(hello));

        assertThat(receipts(8))
                .extracting(PostingTest::seqOrReason)
                .containsExactly(
                        4L,
                        Reason.UNKNOWN_USER,
                        5L,
                        Reason.UNKNOWN_USER,
                        Reason.UNKNOWN_USER,
                        6L,
                        Reason.NOT_THE_AUTHOR,
                        2L);
        assertThat(newest()).extracting(Message::text).containsExactly(Optional.empty(), Optional.of("hello, Dora"));
        assertThat(Outside.redis().hgetAll("recado:recent:" + channel).toString())
                .doesNotContain(secret);
        assertThat(Outside.mongo()
                        .getCollection("events")
                        .find()
                        .map(Document::toJson)
                        .into(new ArrayList<>())
                        .toString())
                .doesNotContain(secret);
    }

    @Test
    void aRefusalReachesItsSenderAsAnEventToo() throws Exception {
        var events = broker.queueDeclare("", false, true, true, null).getQueue();
        broker.queueBind(events, Topology.EVENTS, "user." + Shard.of("stranger") + ".stranger");
        post(arrival(create("stranger", "k1", "hello")));

        assertThat(next(events))
                .isEqualTo(new Event.CommandRejected(
                        new UserId("stranger"), key("k1"), channel, "not_a_member", "not a member of the channel"));
    }

    @Test
    void whoSpeaksForOthersWithoutBeingTrustedIsADeadLetterAndNobodyHears() throws Exception {
        posting.gateways = Outside.gateways(amqp, "phoenix");
        var toAna = listening("user", "ana");
        var forged = create("ana", "k1", "I resign");
        post(
                arrival(forged, "mallory"),
                arrival(forged),
                arrival(create("ana", "k2", "by myself"), "ana"),
                arrival(create("ana", "k3", "by a gateway"), "phoenix"),
                arrival(new MoveCursors(ana(), channel, key("k4"), SENT, List.of(new Cursor(bruno(), 1, 1))), "ana"));

        assertThat(receipts(5))
                .extracting(PostingTest::seqOrReason)
                .containsExactly(Reason.FORBIDDEN, Reason.FORBIDDEN, Reason.FORBIDDEN, 1L, 2L);
        assertThat(await(Topology.DEAD).getProps().getHeaders().get("x-recado-reason"))
                .hasToString("forbidden");
        assertThat(broker.basicGet(toAna, true)).isNull();
    }

    @Test
    void aReceiptForAQueueThatIsGoneHurtsNobody() throws Exception {
        var lost = new BasicProperties.Builder()
                .replyTo("gone-" + UUID.randomUUID())
                .build();
        Core.carry(
                posting,
                List.of(
                        Arrival.of("k", lost, CommandCodec.encode(create("ana", "k1", "one")), Instant.now()),
                        arrival(create("ana", "k2", "two"))));

        assertThat(receipts(1)).singleElement().isInstanceOf(Receipt.Stored.class);
        assertThat(Core.lastSeq(channel)).isEqualTo(2);
    }

    @Test
    void theSameBatchAgainIsAnsweredTheSameAndChangesNothing() throws Exception {
        var id = stored(arrival(create("ana", "k1", "first"))).message().orElseThrow();
        var batch = List.of(
                arrival(create("bruno", "k2", "second")),
                arrival(edit("ana", "k3", id, "first, mended")),
                arrival(new AddMember(new UserId("ana"), channel, key("k4"), SENT, new UserId("stranger"), "member")),
                arrival(delete("ana", "k5", id)),
                arrival(new RemoveMember(new UserId("ana"), channel, key("k6"), SENT, new UserId("stranger"))));
        Core.carry(posting, batch);
        var events = eventsOf(channel);
        var first = receipts(5);
        var before = Core.ARCHIVE.events(channel, 1, 6);

        Core.carry(posting, batch);

        assertThat(receipts(5)).isEqualTo(first);
        assertThat(first).extracting(r -> ((Receipt.Stored) r).seq()).containsExactly(2L, 3L, 4L, 5L, 6L);
        assertThat(Core.lastSeq(channel)).isEqualTo(6);
        assertThat(Core.ARCHIVE.events(channel, 1, 6)).isEqualTo(before).hasSize(6);
        assertThat(IntStream.range(0, 5).mapToLong(i -> ((Event.OfChannel) next(events)).seq()))
                .containsExactly(2L, 3L, 4L, 5L, 6L);
    }

    @Test
    void aRepeatedCommandWithALaterClockIsTheSameAndKeepsTheFirstTime() throws Exception {
        var first = stored(arrival(create("ana", "k1", "hello")));
        var later =
                stored(arrival(new CreateMessage(new UserId("ana"), channel, key("k1"), SENT.plusSeconds(9), "hello")));

        assertThat(later).isEqualTo(first);
        assertThat(later.timestamp()).isEqualTo(SENT);
    }

    @Test
    void theSameKeyWithAnotherTextIsAConflictEvenInOneBatch() throws Exception {
        post(
                arrival(create("ana", "k1", "one")),
                arrival(create("ana", "k1", "one")),
                arrival(create("ana", "k1", "two")),
                arrival(create("bruno", "k1", "one")));

        var receipts = receipts(4);
        assertThat(receipts.get(1)).isEqualTo(receipts.get(0));
        assertThat(((Receipt.Rejected) receipts.get(2)).reason()).isEqualTo(Reason.CONFLICT);
        assertThat(((Receipt.Stored) receipts.get(3)).seq()).isEqualTo(2);
    }

    @Test
    void anEditThatComesAgainAfterALaterOneDoesNotBringOldTextBack() throws Exception {
        var id = stored(arrival(create("ana", "k1", "one"))).message().orElseThrow();
        var old = arrival(edit("ana", "k2", id, "two"));
        post(old, arrival(edit("ana", "k3", id, "three")), old);
        receipts(3);

        assertThat(newest()).singleElement().satisfies(m -> {
            assertThat(m.text()).contains("three");
            assertThat(m.changedSeq()).isEqualTo(3);
        });
        assertThat(Core.ARCHIVE.events(channel, 1, 1))
                .singleElement()
                .satisfies(e -> assertThat(((Event.MessageCreated) e).text()).isEqualTo("three"));
    }

    @Test
    void onlyTheAuthorChangesAMessageThatIsThere() throws Exception {
        var id = stored(arrival(create("ana", "k1", "mine"))).message().orElseThrow();
        post(
                arrival(edit("bruno", "k2", id, "yours")),
                arrival(delete("bruno", "k3", id)),
                arrival(edit("ana", "k4", new MessageId(UUID.randomUUID()), "what")),
                arrival(delete("ana", "k5", id)),
                arrival(edit("ana", "k6", id, "too late")),
                arrival(delete("ana", "k7", id)));

        assertThat(receipts(6))
                .extracting(r -> r instanceof Receipt.Rejected x ? x.reason() : "stored")
                .containsExactly(
                        Reason.NOT_THE_AUTHOR,
                        Reason.NOT_THE_AUTHOR,
                        Reason.NOT_FOUND,
                        "stored",
                        Reason.NOT_FOUND,
                        Reason.NOT_FOUND);
        assertThat(newest()).singleElement().satisfies(m -> {
            assertThat(m.text()).isEmpty();
            assertThat(m.deletedAt()).isPresent();
        });
    }

    @Test
    void whoComesAndGoesAndComesInOneBatchIsIn() throws Exception {
        var user = new UserId("stranger");
        post(
                arrival(new AddMember(new UserId("ana"), channel, key("k1"), SENT, user, "member")),
                arrival(create("stranger", "k2", "here I am")),
                arrival(new RemoveMember(user, channel, key("k3"), SENT, user)),
                arrival(create("stranger", "k4", "still here?")),
                arrival(new AddMember(new UserId("ana"), channel, key("k5"), SENT, user, "reader")));

        assertThat(receipts(5))
                .extracting(r -> r instanceof Receipt.Rejected x ? x.reason() : ((Receipt.Stored) r).seq())
                .containsExactly(1L, 2L, 3L, Reason.NOT_A_MEMBER, 4L);
        post(arrival(create("stranger", "k6", "reading")));
        assertThat(((Receipt.Rejected) receipts(1).get(0)).reason()).isEqualTo(Reason.READ_ONLY);
    }

    @Test
    void whoIsMutedStaysSoWhenTheyLeaveAndComeBack() throws Exception {
        var ends = Instant.now().plusSeconds(3_600);
        post(
                arrival(mute("m1", Optional.of(ends))),
                arrival(create("bruno", "k1", "psst")),
                arrival(new RemoveMember(bruno(), channel, key("m2"), SENT, bruno())));
        post(
                arrival(new AddMember(ana(), channel, key("m3"), SENT, bruno(), "member")),
                arrival(create("bruno", "k2", "back")),
                arrival(mute("m4", Optional.empty())),
                arrival(create("bruno", "k3", "thanks")));

        assertThat(receipts(7))
                .extracting(PostingTest::seqOrReason)
                .containsExactly(1L, Reason.MUTED, 2L, 3L, Reason.MUTED, 4L, 5L);
        assertThat(Core.ARCHIVE.events(channel, 1, 1))
                .singleElement()
                .isInstanceOfSatisfying(
                        Event.MemberMuted.class, e -> assertThat(e.until()).contains(ends));
    }

    @Test
    void whoIsBannedIsOutUntilThatEnds() throws Exception {
        var toBruno = listening("user", "bruno");
        post(
                arrival(ban("b1", true)),
                arrival(create("bruno", "k1", "hello?")),
                arrival(new AddMember(ana(), channel, key("b2"), SENT, bruno(), "member")),
                arrival(ban("b3", false)),
                arrival(new AddMember(ana(), channel, key("b4"), SENT, bruno(), "member")),
                arrival(create("bruno", "k2", "hello")));

        assertThat(receipts(6))
                .extracting(PostingTest::seqOrReason)
                .containsExactly(1L, Reason.NOT_A_MEMBER, Reason.NOT_A_MEMBER, 2L, 3L, 4L);
        assertThat(next(toBruno)).isEqualTo(new Event.ChannelRemoved(bruno(), channel));
    }

    @Test
    void archivedChannelTakesNothingUntilItIsOpenedAgain() throws Exception {
        var id = stored(arrival(create("ana", "k1", "last words"))).message().orElseThrow();
        post(
                arrival(new RenameChannel(ana(), channel, key("a1"), SENT, new ChannelName("Old"))),
                arrival(new ArchiveChannel(bruno(), channel, key("a2"), SENT, true)),
                arrival(new ArchiveChannel(ana(), channel, key("a3"), SENT, true)),
                arrival(create("ana", "k2", "one more")),
                arrival(delete("ana", "k3", id)),
                arrival(new ArchiveChannel(ana(), channel, key("a4"), SENT, false)),
                arrival(create("ana", "k4", "again")));

        assertThat(receipts(7))
                .extracting(PostingTest::seqOrReason)
                .containsExactly(2L, Reason.READ_ONLY, 3L, Reason.READ_ONLY, Reason.READ_ONLY, 4L, 5L);
        assertThat(Core.ARCHIVE.events(channel, 2, 4))
                .extracting(e -> (Object) e.getClass())
                .containsExactly(Event.ChannelRenamed.class, Event.ChannelArchived.class, Event.ChannelArchived.class);
    }

    @Test
    void moderationThatComesAgainIsAnsweredTheSame() throws Exception {
        var batch = List.of(
                arrival(mute("m1", Optional.of(SENT.plusSeconds(1)))),
                arrival(ban("b1", true)),
                arrival(new RenameChannel(ana(), channel, key("a1"), SENT, new ChannelName("Other"))),
                arrival(new ArchiveChannel(ana(), channel, key("a2"), SENT, true)));
        Core.carry(posting, batch);
        var first = receipts(4);
        var events = eventsOf(channel);
        Core.carry(posting, batch);

        assertThat(receipts(4)).isEqualTo(first);
        assertThat(Core.lastSeq(channel)).isEqualTo(4);
        assertThat(IntStream.range(0, 4).mapToObj(i -> next(events)).toList())
                .isEqualTo(Core.ARCHIVE.events(channel, 1, 4));
    }

    @Test
    void moderatorsDeleteWhatOthersSaidAndTheLastOwnerStays() throws Exception {
        var id = stored(arrival(create("bruno", "k1", "spam"))).message().orElseThrow();
        post(
                arrival(new AddMember(ana(), channel, key("a1"), SENT, new UserId("carla"), "moderator")),
                arrival(edit("carla", "k2", id, "nicer spam")),
                arrival(delete("carla", "k3", id)),
                arrival(new RemoveMember(ana(), channel, key("a2"), SENT, ana())),
                arrival(new AddMember(ana(), channel, key("a3"), SENT, ana(), "member")),
                arrival(new AddMember(ana(), channel, key("a4"), SENT, bruno(), "owner")),
                arrival(new RemoveMember(ana(), channel, key("a5"), SENT, ana())),
                arrival(new RemoveMember(bruno(), channel, key("a6"), SENT, bruno())));

        assertThat(receipts(8))
                .extracting(PostingTest::seqOrReason)
                .containsExactly(
                        2L, Reason.NOT_THE_AUTHOR, 3L, Reason.READ_ONLY, Reason.READ_ONLY, 4L, 5L, Reason.READ_ONLY);
    }

    private static Object seqOrReason(Receipt receipt) {
        return receipt instanceof Receipt.Rejected x ? x.reason() : ((Receipt.Stored) receipt).seq();
    }

    private MuteMember mute(String key, Optional<Instant> until) {
        return new MuteMember(ana(), channel, key(key), SENT, bruno(), until);
    }

    private BanMember ban(String key, boolean banned) {
        return new BanMember(ana(), channel, key(key), SENT, bruno(), banned);
    }

    @Test
    void readingTakesNoSeqAndNeverGoesBeyondTheEndOrBack() throws Exception {
        post(arrival(create("ana", "k1", "one")), arrival(create("ana", "k2", "two")));
        receipts(2);
        post(arrival(read("bruno", 99)), arrival(read("bruno", 1)), arrival(read("stranger", 1)));

        assertThat(receipts(3))
                .extracting(r -> r instanceof Receipt.Rejected x ? x.reason() : ((Receipt.Stored) r).seq())
                .containsExactly(2L, 2L, Reason.NOT_A_MEMBER);
        assertThat(Core.lastSeq(channel)).isEqualTo(2);
    }

    @Test
    void cursorsOnlyMoveForwardAndNeverBeyondTheEnd() throws Exception {
        says("ana", 3);
        post(
                arrival(move(new Cursor(ana(), 2, 1), new Cursor(bruno(), 0, Long.MAX_VALUE))),
                arrival(move(new Cursor(ana(), 1, 0), new Cursor(bruno(), 1, 2))));
        receipts(2);

        assertThat(cursors("ana")).as("reading implies delivered").containsExactly(2L, 2L);
        assertThat(cursors("bruno")).containsExactly(1L, 3L);
        post(arrival(move(new Cursor(ana(), 1, 1), new Cursor(bruno(), 0, 2))));
        receipts(1);
        assertThat(cursors("ana")).containsExactly(2L, 2L);
        assertThat(cursors("bruno")).containsExactly(1L, 3L);
        assertThat(Core.lastSeq(channel)).as("no cursor takes a seq").isEqualTo(3);
    }

    @Test
    void cursorsOfABatchAreOneEventAndWhoReadIsToldAlone() throws Exception {
        says("ana", 3);
        var passing = listening("passing", channel.value());
        var toBruno = listening("user", "bruno");
        post(
                arrival(move(new Cursor(ana(), 0, 3), new Cursor(bruno(), 1, 1))),
                arrival(read("bruno", 2)),
                arrival(move(new Cursor(new UserId("stranger"), 1, 1))));
        assertThat(receipts(3)).allSatisfy(r -> assertThat(r).isInstanceOf(Receipt.Stored.class));

        assertThat(((Event.CursorsMoved) next(passing)).cursors())
                .containsExactlyInAnyOrder(new Event.Cursor(ana(), 0, 3), new Event.Cursor(bruno(), 2, 2));
        assertThat(next(toBruno)).isEqualTo(new Event.ReadMoved(bruno(), channel, 2, 3));
        assertThat(broker.basicGet(passing, true)).isNull();
        assertThat(broker.basicGet(toBruno, true)).isNull();
    }

    @Test
    void readCommandThatComesAgainIsToldAgainAndAnOlderOneIsNot() throws Exception {
        says("ana", 3);
        var toBruno = listening("user", "bruno");
        var again = arrival(read("bruno", 2));
        post(again);
        post(again);
        post(arrival(read("bruno", 1)));
        receipts(3);

        var told = new Event.ReadMoved(bruno(), channel, 2, 3);
        assertThat(List.of(next(toBruno), next(toBruno))).containsExactly(told, told);
        assertThat(broker.basicGet(toBruno, true)).isNull();
    }

    @Test
    void cursorsAreOneStatementWhateverTheirNumber() throws Exception {
        says("ana", 1);
        var statistics = Core.LEDGER.unwrap(SessionFactory.class).getStatistics();
        statistics.setStatisticsEnabled(true);
        statistics.clear();
        post(arrival(create("ana", "k0", "one")));
        var withoutCursors = statistics.getPrepareStatementCount();
        statistics.clear();
        post(
                arrival(create("ana", "k1", "two")),
                arrival(move(new Cursor(ana(), 1, 1), new Cursor(bruno(), 1, 1))),
                arrival(move(new Cursor(new UserId("carla"), 1, 1))));
        var withCursors = statistics.getPrepareStatementCount();
        statistics.setStatisticsEnabled(false);
        receipts(4);

        assertThat(withCursors).isEqualTo(withoutCursors + 1);
    }

    @Test
    void newRoleKeepsTheCursors() throws Exception {
        says("ana", 2);
        post(arrival(read("bruno", 2)));
        post(arrival(new AddMember(ana(), channel, key("r"), SENT, bruno(), "reader")), arrival(read("bruno", 3)));
        receipts(3);
        assertThat(cursors("bruno")).containsExactly(3L, 3L);
    }

    @Test
    void cursorsOfNoChannelAreRefused() throws Exception {
        post(arrival(new MoveCursors(
                ana(), new ChannelId("nowhere"), Optional.empty(), SENT, List.of(new Cursor(ana(), 1, 1)))));
        assertThat(((Receipt.Rejected) receipts(1).get(0)).reason()).isEqualTo(Reason.UNKNOWN_CHANNEL);
    }

    private void says(String sender, int times) throws Exception {
        post(IntStream.range(0, times)
                .mapToObj(i -> arrival(create(sender, "s" + i, "text")))
                .toArray(Arrival[]::new));
        receipts(times);
    }

    private List<Long> cursors(String user) {
        return Core.inTransaction(em -> {
            var m = em.find(Membership.class, new Membership.Key(channel.value(), user));
            return List.of(m.readSeq(), m.deliveredSeq());
        });
    }

    private MoveCursors move(Cursor... cursors) {
        return new MoveCursors(ana(), channel, Optional.empty(), SENT, List.of(cursors));
    }

    private static UserId ana() {
        return new UserId("ana");
    }

    private static UserId bruno() {
        return new UserId("bruno");
    }

    @Test
    void aBatchTakesTheSameFewStatementsWhateverItsSize() throws Exception {
        var statistics = Core.LEDGER.unwrap(SessionFactory.class).getStatistics();
        statistics.setStatisticsEnabled(true);
        statistics.clear();
        post(arrival(create("ana", "k0", "one")));
        receipts(1);
        var ofOne = statistics.getPrepareStatementCount();
        statistics.clear();
        post(IntStream.range(1, 200)
                .mapToObj(i -> arrival(create(i % 2 == 0 ? "ana" : "bruno", "k" + i, "text")))
                .toArray(Arrival[]::new));
        receipts(199);
        var ofMany = statistics.getPrepareStatementCount();
        statistics.setStatisticsEnabled(false);

        assertThat(ofMany).isEqualTo(ofOne).isLessThan(10);
    }

    @Test
    void aThousandMixedCommandsOfEightSendersLeaveNoHoleAndTheStoresAgree() throws Exception {
        var random = new Random(20250103);
        var senders = IntStream.range(0, 8).mapToObj(i -> "sender-" + i).toArray(String[]::new);
        Core.persons(senders);
        var busy = new ChannelId("busy-" + UUID.randomUUID());
        var roles = new HashMap<String, Role>();
        for (var sender : senders) {
            roles.put(sender, Role.MEMBER);
        }
        Core.channel(busy, Kind.PUBLIC, roles);
        var mine = new HashMap<String, List<MessageId>>();
        var last = 0L;
        for (var done = 0; done < 1_000; ) {
            var size = Math.min(1_000 - done, 1 + random.nextInt(100));
            var batch = new ArrayList<Arrival>();
            for (var i = 0; i < size; i++) {
                batch.add(arrival(any(random, busy, senders[random.nextInt(8)], mine, "k" + (done + i))));
            }
            Core.carry(posting, batch);
            var receipts = receipts(size);
            for (var receipt : receipts) {
                if (receipt instanceof Receipt.Stored s) {
                    assertThat(s.seq()).isEqualTo(++last);
                }
            }
            if (random.nextInt(4) == 0) {
                Core.carry(posting, batch);
                last = repeated(receipts, receipts(size), last);
            }
            for (var event : Core.ARCHIVE.events(busy, Math.max(1, last - 2L * size), last)) {
                if (event instanceof Event.MessageCreated e) {
                    mine.computeIfAbsent(e.sender().value(), s -> new ArrayList<>())
                            .add(e.id());
                }
            }
            done += size;
        }

        assertThat(Core.lastSeq(busy)).isEqualTo(last).isGreaterThan(700);
        var log = Core.ARCHIVE.events(busy, 1, last);
        assertThat(log)
                .extracting(Event.OfChannel::seq)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, last).boxed().toList());
        assertThat(Core.HISTORY.newest(busy, 50, last).messages())
                .isEqualTo(Core.HISTORY.before(busy, Long.MAX_VALUE, 50, last).messages())
                .isEqualTo(archived(busy, last));
        assertThat(rows(busy)).isEqualTo(documents(busy, last));
    }

    // what was refused may be allowed by now; what was stored is answered the same
    private static long repeated(List<Receipt> first, List<Receipt> again, long last) {
        var seq = last;
        for (var i = 0; i < first.size(); i++) {
            if (first.get(i) instanceof Receipt.Stored) {
                assertThat(again.get(i)).isEqualTo(first.get(i));
            } else if (again.get(i) instanceof Receipt.Stored s) {
                assertThat(s.seq()).isEqualTo(++seq);
            }
        }
        return seq;
    }

    private static List<Message> archived(ChannelId channel, long last) {
        Outside.redis().del("recado:recent:" + channel);
        return Core.HISTORY.newest(channel, 50, last).messages();
    }

    private static Map<UUID, List<Object>> rows(ChannelId channel) {
        var rows = new HashMap<UUID, List<Object>>();
        Core.inTransaction(em -> em.createQuery("select m from MessageRow m where m.channelId = :c", MessageRow.class)
                        .setParameter("c", channel.value())
                        .getResultList())
                .forEach(m -> rows.put(
                        m.id,
                        List.of(
                                m.seq,
                                m.senderId,
                                m.changedSeq,
                                m.sentAt,
                                m.storedAt,
                                Optional.ofNullable(m.deletedAt))));
        return rows;
    }

    private static Map<UUID, List<Object>> documents(ChannelId channel, long last) {
        var documents = new HashMap<UUID, List<Object>>();
        var page = Core.HISTORY.after(channel, 0, 200, last);
        while (true) {
            page.messages()
                    .forEach(m -> documents.put(
                            m.id().value(),
                            List.of(
                                    m.seq(),
                                    m.sender().value(),
                                    m.changedSeq(),
                                    m.timestamp(),
                                    m.storedAt(),
                                    m.deletedAt())));
            if (!page.more()) {
                return documents;
            }
            page = Core.HISTORY.after(channel, page.nextSeq(), 200, last);
        }
    }

    private static Command any(
            Random random, ChannelId channel, String sender, Map<String, List<MessageId>> mine, String k) {
        var user = new UserId(sender);
        var own = mine.getOrDefault(sender, List.of());
        var dice = random.nextInt(100);
        if (dice < 60 || own.isEmpty()) {
            return new CreateMessage(user, channel, key(k), SENT, "text " + k);
        } else if (dice < 85) {
            return new EditMessage(user, channel, key(k), SENT, own.get(random.nextInt(own.size())), "edit " + k);
        } else if (dice < 89) {
            return new DeleteMessage(user, channel, key(k), SENT, own.get(random.nextInt(own.size())));
        } else if (dice < 90) {
            return new RemoveMember(user, channel, key(k), SENT, user);
        }
        return new AddMember(user, channel, key(k), SENT, user, "member");
    }

    private void post(Arrival... batch) {
        Core.carry(posting, List.of(batch));
    }

    private Receipt.Stored stored(Arrival arrival) throws Exception {
        post(arrival);
        return (Receipt.Stored) receipts(1).get(0);
    }

    private List<Message> newest() {
        return Core.HISTORY.newest(channel, 50, Core.lastSeq(channel)).messages();
    }

    private Arrival arrival(Command command) {
        return arrival(CommandCodec.encode(command));
    }

    private Arrival arrival(byte[] body) {
        return arrival(body, null);
    }

    private Arrival arrival(Command command, String publisher) {
        return arrival(CommandCodec.encode(command), publisher);
    }

    private Arrival arrival(byte[] body, String publisher) {
        var properties = new BasicProperties.Builder()
                .replyTo(replies)
                .correlationId("c")
                .userId(publisher)
                .build();
        return Arrival.of("k", properties, body, Instant.now());
    }

    private CreateMessage create(String sender, String key, String text) {
        return new CreateMessage(new UserId(sender), channel, key(key), SENT, text);
    }

    private EditMessage edit(String sender, String key, MessageId id, String text) {
        return new EditMessage(new UserId(sender), channel, key(key), SENT, id, text);
    }

    private DeleteMessage delete(String sender, String key, MessageId id) {
        return new DeleteMessage(new UserId(sender), channel, key(key), SENT, id);
    }

    private MarkRead read(String sender, long seq) {
        return new MarkRead(new UserId(sender), channel, Optional.empty(), SENT, seq);
    }

    private static Optional<ClientId> key(String key) {
        return Optional.of(new ClientId(key));
    }

    private List<Receipt> receipts(int count) throws Exception {
        var receipts = new ArrayList<Receipt>();
        while (receipts.size() < count) {
            var answer = await(replies);
            assertThat(answer.getProps().getCorrelationId()).isEqualTo("c");
            receipts.add(ReceiptCodec.decode(answer.getBody()));
        }
        assertThat(broker.basicGet(replies, true)).as("one receipt each").isNull();
        return receipts;
    }

    private static String eventsOf(ChannelId channel) throws Exception {
        return listening("channel", channel.value());
    }

    private static String listening(String kind, String id) throws Exception {
        var queue = broker.queueDeclare("", false, true, true, null).getQueue();
        broker.queueBind(queue, Topology.EVENTS, kind + "." + Shard.of(id) + "." + id);
        return queue;
    }

    private static Event next(String queue) {
        try {
            return EventCodec.decode(await(queue).getBody());
        } catch (Exception e) {
            throw new AssertionError("no event", e);
        }
    }

    private static GetResponse await(String queue) throws Exception {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            var response = broker.basicGet(queue, true);
            if (response != null) {
                return response;
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("nothing came to " + queue);
    }

    private static void until(java.util.function.BooleanSupplier condition) throws InterruptedException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(20);
        }
    }
}
