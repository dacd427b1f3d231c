package org.recado.posting;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.recado.audit.AuditRow;
import org.recado.audit.Audits;
import org.recado.audit.Lookup;
import org.recado.channel.Kind;
import org.recado.channel.Role;
import org.recado.command.Command;
import org.recado.command.Command.AddMember;
import org.recado.command.Command.ArchiveChannel;
import org.recado.command.Command.BanMember;
import org.recado.command.Command.CreateMessage;
import org.recado.command.Command.DeleteMessage;
import org.recado.command.Command.EditMessage;
import org.recado.command.Command.MuteMember;
import org.recado.command.Command.RemoveMember;
import org.recado.command.Command.RenameChannel;
import org.recado.command.Command.RetainMessages;
import org.recado.command.CommandCodec;
import org.recado.id.ChannelId;
import org.recado.id.ChannelName;
import org.recado.id.ClientId;
import org.recado.id.MessageId;
import org.recado.id.UserId;
import org.recado.platform.Gateways;

/** What is done to a channel is in the record exactly once, written with the fact; what people say is not. */
class DeedsTest {

    private static final Instant SENT = Instant.parse("2026-01-03T12:00:00Z");
    private static final UserId ANA = new UserId("ana");
    private static final UserId BRUNO = new UserId("bruno");
    private static final UserId CARLA = new UserId("carla");

    private final ChannelId channel = new ChannelId("deeds-" + UUID.randomUUID());
    private final Posting posting = Core.posting(null);

    @BeforeAll
    static void people() {
        Core.persons("ana", "bruno", "carla", "stranger");
    }

    @BeforeEach
    void makeChannel() {
        Core.channel(channel, Kind.PUBLIC, Map.of("ana", Role.OWNER, "bruno", Role.MEMBER, "carla", Role.READER));
    }

    @Test
    void whatIsDoneToOthersAndToTheChannelIsInTheRecord() {
        decide(
                new AddMember(ANA, channel, key("1"), SENT, BRUNO, "moderator"),
                new AddMember(ANA, channel, key("2"), SENT, new UserId("stranger"), "member"),
                new MuteMember(
                        BRUNO, channel, key("3"), SENT, CARLA, Optional.of(Instant.parse("2999-01-01T00:00:00Z"))),
                new MuteMember(BRUNO, channel, key("4"), SENT, CARLA, Optional.empty()),
                new RemoveMember(ANA, channel, key("5"), SENT, CARLA),
                new BanMember(ANA, channel, key("6"), SENT, BRUNO, true),
                new BanMember(ANA, channel, key("7"), SENT, BRUNO, false),
                new RenameChannel(ANA, channel, key("8"), SENT, new ChannelName("Other")),
                new ArchiveChannel(ANA, channel, key("9"), SENT, true),
                new ArchiveChannel(ANA, channel, key("10"), SENT, false),
                new RetainMessages(ANA, channel, key("11"), SENT, Optional.of(30)));

        assertThat(record())
                .extracting(DeedsTest::said)
                .containsExactly(
                        "ana member.role_changed user:bruno {\"role\":\"moderator\",\"role_before\":\"member\"}",
                        "ana member.added user:stranger {\"role\":\"member\"}",
                        "bruno member.muted user:carla {\"until\":\"2999-01-01T00:00:00Z\"}",
                        "bruno member.unmuted user:carla ",
                        "ana member.removed user:carla ",
                        "ana member.banned user:bruno ",
                        "ana member.unbanned user:bruno ",
                        "ana channel.renamed  {\"name\":\"Other\",\"name_before\":\"n\"}",
                        "ana channel.archived  ",
                        "ana channel.reopened  ",
                        "ana channel.retention_changed  {\"days\":\"30\"}");
        assertThat(record()).allSatisfy(row -> assertThat(row.result()).isEqualTo("ok"));
    }

    @Test
    void theSameCommandAgainIsInTheRecordOnce() {
        var ban = new BanMember(ANA, channel, key("1"), SENT, BRUNO, true);
        decide(ban, ban);
        decide(ban);
        // the key of another command: a conflict
        decide(new BanMember(ANA, channel, key("1"), SENT, CARLA, true));
        assertThat(record()).extracting(AuditRow::action).containsExactly("member.banned");
    }

    @Test
    void whatIsRefusedIsNotDone() {
        decide(
                new BanMember(CARLA, channel, key("1"), SENT, BRUNO, true),
                new RemoveMember(ANA, channel, key("2"), SENT, ANA),
                new RenameChannel(BRUNO, channel, key("3"), SENT, new ChannelName("Mine")));
        assertThat(record()).isEmpty();
    }

    @Test
    void whatPeopleSayAndComingAndGoingByThemselvesIsNot() {
        var stranger = new UserId("stranger");
        decide(
                new AddMember(stranger, channel, key("1"), SENT, stranger, "member"),
                new CreateMessage(stranger, channel, key("2"), SENT, "olá"),
                new RemoveMember(stranger, channel, key("3"), SENT, stranger),
                new AddMember(ANA, channel, key("4"), SENT, BRUNO, "member"));
        var message = lastMessage();
        decide(new CreateMessage(BRUNO, channel, key("5"), SENT, "oi"));
        var brunos = lastMessage();
        assertThat(brunos).isNotEqualTo(message);
        decide(
                new EditMessage(BRUNO, channel, key("6"), SENT, brunos, "oi!"),
                new DeleteMessage(BRUNO, channel, key("7"), SENT, brunos));
        assertThat(record()).isEmpty();
    }

    @Test
    void aModeratorWhoDeletesWhatAnotherSaidIsWithoutTheText() {
        decide(new CreateMessage(BRUNO, channel, key("1"), SENT, "something bad"));
        var message = lastMessage();
        decide(new DeleteMessage(ANA, channel, key("2"), SENT, message));
        assertThat(record())
                .extracting(DeedsTest::said)
                .containsExactly("ana message.deleted message:" + message + " {\"author\":\"bruno\"}");
    }

    @Test
    void aGatewayThatIsNotBelievedIsInTheRecordAsTheBrokerKnowsIt() {
        var gateway = "g-" + UUID.randomUUID();
        posting.gateways = new Gateways() {
            @Override
            public boolean areTrusted(Optional<String> publisher) {
                return false;
            }
        };
        var forged = new CreateMessage(ANA, channel, key("1"), SENT, "I resign");
        var by = new BasicProperties.Builder().userId(gateway).build();
        for (var i = 0; i < 3; i++) {
            posting.decide(List.of(Arrival.of(channel.value(), by, CommandCodec.encode(forged), Instant.now())));
        }
        Audits.write(posting.refusals);

        assertThat(about("gateway:" + gateway)).singleElement().satisfies(row -> {
            assertThat(row.action()).isEqualTo("gateway.refused");
            assertThat(row.result()).isEqualTo("forbidden");
            assertThat(row.actor()).isEmpty();
            assertThat(row.times()).isEqualTo(3);
            assertThat(row.detail().orElseThrow().getString("sender")).isEqualTo("ana");
        });
    }

    private void decide(Command... commands) {
        posting.decide(Arrays.stream(commands)
                .map(c -> Arrival.of(channel.value(), new BasicProperties(), CommandCodec.encode(c), Instant.now()))
                .toList());
    }

    private MessageId lastMessage() {
        return Core.inTransaction(em -> new MessageId((UUID) em.createNativeQuery(
                        "select id from message where channel_id = :channel order by seq desc limit 1", UUID.class)
                .setParameter("channel", channel.value())
                .getSingleResult()));
    }

    /** Oldest first. */
    private List<AuditRow> record() {
        var rows = new ArrayList<>(about("channel:" + channel));
        Collections.reverse(rows);
        return rows;
    }

    private static List<AuditRow> about(String subject) {
        var lookup = new Lookup(
                Optional.empty(), Optional.empty(), Optional.of(subject), Optional.empty(), Optional.empty());
        return Core.AUDIT.page(lookup, OptionalLong.empty(), 100);
    }

    private static String said(AuditRow row) {
        return String.join(
                " ",
                row.actor().orElse(""),
                row.action(),
                row.target().orElse(""),
                row.detail().map(Object::toString).orElse(""));
    }

    private static Optional<ClientId> key(String key) {
        return Optional.of(new ClientId(key));
    }
}
