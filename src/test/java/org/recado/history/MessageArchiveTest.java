package org.recado.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.recado.history.Talk.told;

import com.mongodb.client.MongoDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.recado.event.Event;
import org.recado.platform.Outside;

/** What the log promises of every MongoDB it is given; {@code RECADO_MONGO_URI} gives it another than the stack's. */
class MessageArchiveTest {

    private static final MongoDatabase MONGO = Outside.mongo();

    private final MessageArchive archive = Histories.archive(MONGO);
    private final Talk talk = new Talk();

    @Test
    void everyKindOfEventComesBackAsItWas() {
        talk.created("one");
        talk.created("two\n\t\uD83D\uDE00");
        talk.joined();
        talk.left();
        archive.write(told(talk.events));

        assertThat(archive.events(talk.channel, 1, 10)).isEqualTo(talk.events);
    }

    @Test
    void aMessageIsAsItsLatestChangeLeftIt() {
        talk.created("one");
        talk.created("two");
        talk.edited(1, "one, mended");
        talk.deleted(2);
        archive.write(told(talk.events));

        var messages = archive.messages(talk.channel, Set.of(1L, 2L));
        assertThat(messages.values()).containsExactlyInAnyOrderElementsOf(talk.messages());
    }

    @Test
    void theSameBatchAgainChangesNothing() {
        talk.created("one");
        talk.edited(1, "two");
        talk.edited(1, "three");
        talk.created("gone");
        talk.deleted(4);
        archive.write(told(talk.events));
        var before = documents();

        archive.write(told(talk.events));
        archive.write(told(talk.events.subList(0, 2)));
        archive.write(told(talk.events.subList(3, 4)));

        assertThat(documents()).isEqualTo(before).hasSize(5);
    }

    @Test
    void earlierEventsCarryTheCurrentText() {
        talk.created("one");
        talk.edited(1, "two");
        talk.edited(1, "three");
        archive.write(told(talk.events));

        assertThat(archive.events(talk.channel, 1, 3))
                .extracting(e -> e instanceof Event.MessageCreated c ? c.text() : ((Event.MessageEdited) e).text())
                .containsExactly("three", "three", "three");
        assertThat(archive.events(talk.channel, 3, 3)).isEqualTo(talk.events.subList(2, 3));
    }

    @Test
    void whatIsOverIsDeletedAtItsPlaceAndNothingLateBringsItBack() {
        var first = talk.created("a secret");
        var edit = talk.edited(1, "a deeper secret");
        talk.created("not yet");
        archive.write(told(talk.events));
        var over = new Expired(1, 2, Instant.parse("2026-01-01T00:00:00Z"));
        archive.expire(talk.channel, List.of(over));
        archive.write(told(List.of(first)));
        archive.write(told(List.of(edit)));
        archive.expire(talk.channel, List.of(over));

        assertThat(documents().toString()).doesNotContain("secret").contains("not yet");
        assertThat(archive.messages(talk.channel, Set.of(1L)).get(1L)).satisfies(m -> {
            assertThat(m.deletedAt()).contains(over.deletedAt());
            assertThat(m.changedSeq()).isEqualTo(2);
        });
    }

    @Test
    void noTextOfADeletedMessageStays() {
        talk.created("a secret");
        talk.edited(1, "a deeper secret");
        talk.deleted(1);
        archive.write(told(talk.events));

        assertThat(documents().toString()).doesNotContain("secret");
        assertThat(archive.events(talk.channel, 1, 3))
                .hasSize(3)
                .allSatisfy(e -> assertThat(e).isInstanceOf(Event.MessageDeleted.class));
        assertThat(archive.events(talk.channel, 1, 3))
                .extracting(Event.OfChannel::seq)
                .containsExactly(1L, 2L, 3L);
    }

    @Test
    void aMissingSeqIsMissingInTheAnswerOnly() {
        talk.created("one");
        talk.created("two");
        talk.created("three");
        archive.write(told(List.of(talk.events.get(0), talk.events.get(2))));

        assertThat(archive.events(talk.channel, 1, 3))
                .extracting(Event.OfChannel::seq)
                .containsExactly(1L, 3L);
    }

    @Test
    void channelsWhoseIdsBeginAlikeStayApart() {
        talk.created("mine");
        archive.write(told(talk.events));
        var other = new org.recado.id.ChannelId(talk.channel.value() + "-1");

        assertThat(archive.events(other, 1, 10)).isEmpty();
    }

    @Test
    void theKeysOfAChannelSortBySeq() {
        var keys = List.of(9L, 10L, 99L, 100L, Long.MAX_VALUE).stream()
                .map(seq -> LogDocument.key(talk.channel, seq))
                .toList();
        assertThat(keys).isSorted();
    }

    private List<Document> documents() {
        var keys = talk.events.stream()
                .map(e -> LogDocument.key(e.channel(), e.seq()))
                .toList();
        return MONGO.getCollection("events")
                .find(com.mongodb.client.model.Filters.in("_id", keys))
                .into(new ArrayList<>());
    }
}
