package org.recado.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP.BasicProperties;
import jakarta.persistence.EntityManagerFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.deadletter.DeadLetter.State;
import org.recado.id.UserId;
import org.recado.platform.Database;

/** On a real PostgreSQL. */
class DeadLettersTest {

    private static final EntityManagerFactory DATABASE = Database.of(DeadLetter.class);
    private static final UserId OPS = new UserId("ops");
    private static final Instant TAKEN = Instant.parse("2026-01-01T00:00:00.123456789Z");

    private final DeadLetters letters = Letters.on(DATABASE);
    private final String unique = UUID.randomUUID().toString();

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void aLetterIsKeptAsItCame() {
        var body = new byte[] {'{', 0, (byte) 0xff, '}'};
        var properties = new BasicProperties.Builder()
                .messageId(unique)
                .userId("guest")
                .expiration("5")
                .headers(Map.of("n", 7L, "x-recado-publish-seq", 3L))
                .build();
        var letter = new Letter("a\0b", properties, body, malformed("no JSON"), TAKEN);
        letters.keep(List.of(letter));

        var kept = letters.known(letter.id());
        assertThat(kept.routingKey()).isEqualTo("a?b");
        assertThat(kept.properties())
                .isEqualTo(properties.builder().headers(Map.of("n", 7L)).build());
        assertThat(kept.head()).isEqualTo(body).isEqualTo(letters.body(letter.id()));
        assertThat(kept.isWhole()).isTrue();
        assertThat(kept.reason()).isEqualTo("malformed");
        assertThat(kept.detail()).isEqualTo("no JSON");
        assertThat(kept.times()).isEqualTo(1);
        assertThat(kept.state()).isEqualTo(State.WAITING);
        assertThat(kept.settledAt()).isEmpty();
    }

    @Test
    void aLargeBodyIsShownByItsHeadAndKeptWhole() {
        var letter = letter("x".repeat(DeadLetter.HEAD_BYTES + 1));
        letters.keep(List.of(letter));
        var kept = letters.known(letter.id());
        assertThat(kept.isWhole()).isFalse();
        assertThat(kept.head()).hasSize(DeadLetter.HEAD_BYTES);
        assertThat(letters.body(letter.id())).isEqualTo(letter.body());
    }

    @Test
    void aBatchThatIsTriedAgainCountsOnceAndOneThatIsTakenAgainCountsAgain() {
        var letter = letter("a");
        letters.keep(List.of(letter, letter("b"), letter));
        letters.keep(List.of(letter, letter("b"), letter));
        assertThat(letters.known(letter.id()).times()).isEqualTo(2);
        // another node's clock may be behind
        letters.keep(List.of(again(letter, TAKEN.minusSeconds(9), "later")));
        var kept = letters.known(letter.id());
        assertThat(kept.times()).isEqualTo(3);
        assertThat(kept.detail()).isEqualTo("later");
        assertThat(kept.lastAt()).isAfter(kept.firstAt());
    }

    @Test
    void whatIsReplayedAndComesAgainWaitsAgain() {
        var letter = letter("a");
        letters.keep(List.of(letter));
        letters.replayed(List.of(letters.known(letter.id())), OPS);
        assertThat(letters.known(letter.id()).state()).isEqualTo(State.REPLAYED);
        assertThat(letters.known(letter.id()).settledBy()).contains(OPS);
        letters.keep(List.of(again(letter, TAKEN.plusSeconds(9), "again")));
        assertThat(letters.known(letter.id()).state()).isEqualTo(State.WAITING);
    }

    @Test
    void whatComesAgainBeforeItIsMarkedGoesOnWaiting() {
        var letter = letter("a");
        letters.keep(List.of(letter));
        var read = letters.known(letter.id());
        letters.keep(List.of(again(letter, TAKEN.plusSeconds(9), "again")));
        letters.replayed(List.of(read), OPS);
        assertThat(letters.known(letter.id()).state()).isEqualTo(State.WAITING);
    }

    @Test
    void aDiscardedLetterKeepsItsFirstNoteAndIsNeverGone() {
        var letter = letter("a");
        letters.keep(List.of(letter));
        letters.discard(letter.id(), "spam", OPS);
        letters.discard(letter.id(), "again", OPS);
        var kept = letters.known(letter.id());
        assertThat(kept.state()).isEqualTo(State.DISCARDED);
        assertThat(kept.note()).contains("spam");
        assertThat(kept.settledAt()).isPresent();
        assertThat(letters.settled(Set.of(letter.id(), UUID.randomUUID()))).containsExactly(letter.id());
    }

    @Test
    void onlyWhatWaitsIsDiscarded() {
        var letter = letter("a");
        letters.keep(List.of(letter));
        letters.replayed(List.of(letters.known(letter.id())), OPS);
        assertThatThrownBy(() -> letters.discard(letter.id(), "no", OPS))
                .isInstanceOfSatisfying(
                        Refused.class, r -> assertThat(r.reason()).isEqualTo(Reason.CONFLICT));
        assertThatThrownBy(() -> letters.discard(UUID.randomUUID(), "no", OPS))
                .isInstanceOfSatisfying(
                        Refused.class, r -> assertThat(r.reason()).isEqualTo(Reason.NOT_FOUND));
    }

    @Test
    void pagesWalkAllLettersOfAStateNewestFirst() {
        List<UUID> kept = new ArrayList<>();
        for (var i = 0; i < 7; i++) {
            var letter = new Letter(unique, new BasicProperties(), (unique + i).getBytes(UTF_8), expired(), TAKEN);
            letters.keep(List.of(letter));
            kept.add(0, letter.id());
        }
        List<UUID> seen = new ArrayList<>();
        var before = Optional.<DeadLetter>empty();
        for (var page = expired(before); !page.isEmpty(); page = expired(before)) {
            page.forEach(l -> seen.add(l.id()));
            before = Optional.of(page.get(page.size() - 1));
        }
        assertThat(seen).doesNotHaveDuplicates().startsWith(kept.toArray(UUID[]::new));
        assertThat(letters.page(State.WAITING, Optional.of(Reason.MUTED), Optional.empty(), 3))
                .isEmpty();
    }

    @Test
    void aSelectionHasTheWaitingLettersThatWereThereInTheOrderTheyCame() {
        var first = letter("1");
        var second = letter("2");
        letters.keep(List.of(first));
        letters.keep(List.of(second));
        var ids = Set.of(first.id(), second.id());
        var selection = new Selection(Optional.of(Reason.MALFORMED), Optional.of(ids), letters.now());
        assertThat(letters.waiting(selection, Optional.empty(), 9))
                .extracting(DeadLetter::id)
                .containsExactly(first.id(), second.id());
        var seen = letters.find(first.id());
        assertThat(letters.waiting(selection, seen, 9))
                .extracting(DeadLetter::id)
                .containsExactly(second.id());
        letters.keep(List.of(again(first, TAKEN.plusSeconds(9), "after")));
        assertThat(letters.count(selection)).isEqualTo(1);
        assertThat(letters.waiting(selection, letters.find(second.id()), 9)).isEmpty();
        assertThat(letters.count(new Selection(Optional.of(Reason.EXPIRED), Optional.of(ids), letters.now())))
                .isZero();
    }

    @Test
    void aLetterHasTheSameIdBeforeAndAfterItsReplay() {
        var body = "{\"channel_id\":\"general\",\"sender_id\":\"a b\"}".getBytes(UTF_8);
        var byQueue = new Letter("recado.commands.0", new BasicProperties(), body, malformed("x"), TAKEN);
        var byChannel = new Letter("general", new BasicProperties(), body, malformed("x"), TAKEN);
        assertThat(byQueue.id())
                .isEqualTo(byChannel.id())
                .isNotEqualTo(letter("a").id());
        assertThat(byQueue.id().version()).isEqualTo(8);
        assertThat(byQueue.id().variant()).isEqualTo(2);
    }

    @Test
    void theCopySaysWhyAndCarriesNothingThatTheBrokerWouldActOn() {
        var properties = new BasicProperties.Builder()
                .headers(Map.of("CC", List.of("elsewhere"), "BCC", List.of("too"), "traceparent", "00-1"))
                .expiration("1")
                .userId("guest")
                .build();
        var letter = new Letter("key", properties, new byte[0], malformed("no JSON"), TAKEN);
        var copy = letter.copy();
        assertThat(copy.getHeaders())
                .containsOnlyKeys("traceparent", "x-recado-reason", "x-recado-detail", Letter.ID_HEADER)
                .containsEntry("x-recado-reason", "malformed")
                .containsEntry(Letter.ID_HEADER, letter.id().toString());
        assertThat(copy.getExpiration()).isNull();
        assertThat(copy.getUserId()).isNull();
        assertThat(copy.getDeliveryMode()).isEqualTo(2);
    }

    private List<DeadLetter> expired(Optional<DeadLetter> before) {
        return letters.page(State.WAITING, Optional.of(Reason.EXPIRED), before, 3);
    }

    private Letter letter(String body) {
        var properties = new BasicProperties.Builder().messageId(unique).build();
        return new Letter("key", properties, body.getBytes(UTF_8), malformed("no JSON"), TAKEN);
    }

    private static Letter again(Letter letter, Instant taken, String detail) {
        return new Letter(letter.routingKey(), letter.properties(), letter.body(), malformed(detail), taken);
    }

    private static Refused malformed(String detail) {
        return new Refused(Reason.MALFORMED, detail);
    }

    private static Refused expired() {
        return new Refused(Reason.EXPIRED, "too old");
    }
}
