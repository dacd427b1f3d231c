package org.recado.posting;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.recado.channel.Kind;
import org.recado.channel.Role;
import org.recado.event.Event.MessageCreated;
import org.recado.event.Told;
import org.recado.history.Message;
import org.recado.id.ChannelId;
import org.recado.id.MessageId;
import org.recado.id.UserId;
import org.recado.platform.Outside;

/** Messages whose time is over, on real stores. */
class ExpiryTest {

    private static final UserId ANA = new UserId("ana");
    private static final Duration DAY = Duration.ofDays(1);

    private final ChannelId channel = new ChannelId("expiry-" + UUID.randomUUID());
    private final String secret = UUID.randomUUID().toString();
    private final Expiry expiry = new Expiry();

    @BeforeAll
    static void makePeople() {
        Core.persons("ana");
    }

    @BeforeEach
    void wire() {
        Core.channel(channel, Kind.PRIVATE, Map.of("ana", Role.OWNER));
        expiry.rows = new TransactionalRows();
        expiry.archive = Core.ARCHIVE;
        expiry.recent = Core.RECENT;
        expiry.meters = Outside.METERS;
        expiry.retentionDays = Optional.empty();
    }

    @AfterEach
    void keepForGood() {
        retain(null);
    }

    @Test
    void whatIsOlderIsDeletedInItsPlaceAndTheRestStays() {
        said(DAY.multipliedBy(3), DAY.multipliedBy(2), Duration.ofHours(1));
        retain(1);
        expiry.round();

        assertThat(messages())
                .extracting(Message::text)
                .containsExactly(Optional.empty(), Optional.empty(), Optional.of(secret + " 3"));
        assertThat(messages()).extracting(Message::changedSeq).containsExactly(1L, 2L, 3L);
        assertThat(Core.lastSeq(channel)).as("takes no seq").isEqualTo(3);
        assertThat(stores()).doesNotContain(secret + " 1", secret + " 2").contains(secret + " 3");
        expiry.round();
        assertThat(messages()).hasSize(3);
    }

    @Test
    void withoutAWordOfItsOwnerTheInstallationSays() {
        said(DAY.multipliedBy(3));
        expiry.round();
        assertThat(messages().get(0).text()).isPresent();

        retain(30);
        expiry.retentionDays = Optional.of(1);
        expiry.round();
        assertThat(messages().get(0).text()).as("the owner's word counts first").isPresent();
    }

    @Test
    void manyAreTakenInSeveralSteps() {
        said(IntStream.range(0, 1_200).mapToObj(i -> DAY.multipliedBy(2)).toArray(Duration[]::new));
        retain(1);
        expiry.round();

        assertThat(stores()).doesNotContain(secret);
        assertThat(Core.<Number>inTransaction(em -> (Number) em.createNativeQuery(
                                "select count(*) from message where channel_id = :c and deleted_at is not null")
                        .setParameter("c", channel.value())
                        .getSingleResult()))
                .isEqualTo(1_200L);
    }

    @Test
    void whatWasBegunIsFinishedByTheNextRound() {
        said(DAY.multipliedBy(2));
        retain(1);
        // a node that dies between the stores
        var due = expiry.rows.take(Optional.empty());
        assertThat(due).isPresent();
        expiry.round();

        assertThat(stores()).doesNotContain(secret);
        assertThat(messages().get(0).deletedAt())
                .contains(due.get().messages().get(0).deletedAt());
        assertThat(expiry.rows.take(Optional.empty())).isEmpty();
    }

    private void said(Duration... ages) {
        var told = new ArrayList<Told>();
        Core.inTransaction(em -> {
            for (var seq = 1; seq <= ages.length; seq++) {
                var at = Instant.ofEpochMilli(Instant.now().minus(ages[seq - 1]).toEpochMilli());
                told.add(Told.of(row(em, seq, at)));
            }
            return em.createNativeQuery("update channel set last_seq = :last where id = :id")
                    .setParameter("last", ages.length)
                    .setParameter("id", channel.value())
                    .executeUpdate();
        });
        Core.ARCHIVE.write(told);
        Core.RECENT.remember(told, Map.of(channel, (long) ages.length));
    }

    private MessageCreated row(EntityManager em, long seq, Instant at) {
        var row = new MessageRow();
        row.id = UUID.randomUUID();
        row.channelId = channel.value();
        row.seq = seq;
        row.senderId = ANA.value();
        row.sentAt = at;
        row.storedAt = at;
        row.changedSeq = seq;
        em.persist(row);
        return new MessageCreated(
                channel, seq, new MessageId(row.id), Optional.empty(), ANA, secret + " " + seq, at, at);
    }

    private void retain(Integer days) {
        Core.inTransaction(
                em -> em.createNativeQuery("update channel set retention_days = cast(:days as integer) where id = :id")
                        .setParameter("days", days == null ? null : days.toString())
                        .setParameter("id", channel.value())
                        .executeUpdate());
    }

    private List<Message> messages() {
        return Core.HISTORY.newest(channel, 50, Core.lastSeq(channel)).messages();
    }

    private String stores() {
        return Outside.redis().hgetAll("recado:recent:" + channel)
                + Outside.mongo()
                        .getCollection("events")
                        .find()
                        .map(Document::toJson)
                        .into(new ArrayList<>())
                        .toString();
    }

    /** The rows with their transactions, which {@code @Transactional} gives them in a container. */
    private static final class TransactionalRows extends ExpiryRows {
        @Override
        Optional<Due> take(Optional<Integer> otherwise) {
            return Core.inTransaction(em -> {
                this.em = em;
                return super.take(otherwise);
            });
        }

        @Override
        void done(Due due) {
            Core.inTransaction(em -> {
                this.em = em;
                super.done(due);
                return due;
            });
        }
    }
}
