package org.recado.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.recado.event.Event;
import org.recado.event.Event.Housekeeping;
import org.recado.event.Event.OfMessage;
import org.recado.history.Finding.What;

/** What is found where the ledger and the log are of different moments, and what the log is to be then. */
class ComparisonTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Talk talk = new Talk();
    private final Map<Long, Event.OfChannel> cached = new HashMap<>();

    /** The facts of the first events, as a ledger has them. */
    private Map<Long, Fact> ledger(int events) {
        var known = talk.events.subList(0, events);
        var messages = new HashMap<Long, Message>();
        known.stream()
                .filter(OfMessage.class::isInstance)
                .map(e -> Message.after((OfMessage) e))
                .forEach(m -> messages.put(m.seq(), m));
        var facts = new HashMap<Long, Fact>();
        known.forEach(e -> facts.put(
                e.seq(),
                e instanceof OfMessage m
                        ? new Fact(e.seq(), at(m), Optional.of(messages.get(m.messageSeq())))
                        : new Fact(e.seq(), ((Housekeeping) e).at(), Optional.empty())));
        return facts;
    }

    private static Instant at(OfMessage event) {
        return event instanceof Event.MessageEdited e
                ? e.editedAt()
                : event instanceof Event.MessageDeleted d ? d.deletedAt() : event.storedAt();
    }

    /** The documents of the first events, as the log has them. */
    private Map<Long, Document> log(int events) {
        var documents = new HashMap<Long, Document>();
        for (var event : talk.events.subList(0, events)) {
            documents.put(event.seq(), LogDocument.of(event));
            if (event instanceof OfMessage e && e.seq() != e.messageSeq()) {
                documents.get(e.messageSeq()).put(LogDocument.NOW, LogDocument.now(e));
            }
        }
        return documents;
    }

    private Comparison compare(Map<Long, Fact> facts, Map<Long, Document> log) {
        var comparison = new Comparison(talk.channel, seq -> Optional.ofNullable(cached.get(seq)), NOW);
        for (var seq = 1L; seq <= talk.lastSeq(); seq++) {
            comparison.look(seq, Optional.ofNullable(facts.get(seq)), Optional.ofNullable(log.get(seq)));
        }
        return comparison;
    }

    private List<String> found(Map<Long, Fact> facts, Map<Long, Document> log) {
        var comparison = compare(facts, log);
        var mended = new HashMap<>(log);
        comparison.mended().forEach(d -> mended.put(LogDocument.seq(d), d));
        var learned = new HashMap<>(facts);
        comparison.findings().stream()
                .filter(f -> f.deletedAt().isPresent())
                .forEach(f -> learned.put(f.seq(), deleted(facts.get(f.seq()), f.deletedAt())));
        assertThat(compare(learned, mended).findings()).as("the second time").isEmpty();
        return comparison.findings().stream()
                .map(f -> f.seq() + " " + f.what().word())
                .toList();
    }

    private static Fact deleted(Fact fact, Optional<Instant> at) {
        var m = fact.message().orElseThrow();
        return new Fact(
                fact.seq(),
                fact.at(),
                Optional.of(new Message(
                        m.id(),
                        m.seq(),
                        m.channel(),
                        m.clientId(),
                        m.sender(),
                        Optional.empty(),
                        m.timestamp(),
                        m.storedAt(),
                        m.editedAt(),
                        at,
                        m.changedSeq())));
    }

    @Test
    void storesOfTheSameMomentAgree() {
        everyKind();
        assertThat(found(ledger(6), log(6))).isEmpty();
    }

    private void everyKind() {
        talk.created("one");
        talk.joined();
        talk.created("two");
        talk.edited(1, "one, mended");
        talk.deleted(3);
        talk.created("three");
    }

    @Test
    void anOlderLogIsMadeGoodAsFarAsTheLedgerAndRedisKnow() {
        everyKind();
        assertThat(found(ledger(6), Map.of()))
                .containsExactly("1 text-lost", "2 empty", "3 rebuilt", "4 rebuilt", "5 rebuilt", "6 text-lost");

        talk.events.forEach(e -> cached.put(e.seq(), e));
        assertThat(found(ledger(6), Map.of()))
                .containsExactly("1 from-cache", "2 from-cache", "3 rebuilt", "4 rebuilt", "5 rebuilt", "6 from-cache");
        assertThat(compare(ledger(6), Map.of()).mended()).containsExactlyElementsOf(log(6).values());
    }

    @Test
    void whatOnlyTheLogKnowsIsTakenOutAndItsSeqStaysTaken() {
        everyKind();
        var comparison = compare(ledger(1), log(6));
        assertThat(found(ledger(1), log(6)))
                .containsExactly(
                        "1 other-text",
                        "2 quarantined",
                        "3 quarantined",
                        "4 quarantined",
                        "5 quarantined",
                        "6 quarantined");
        assertThat(comparison.foreign()).hasSize(5);
        assertThat(comparison.mended().subList(1, 6)).allMatch(LogDocument::isEmpty);
    }

    @Test
    void whatIsDeletedInOneOfThemIsDeleted() {
        talk.created("one");
        talk.created("two");
        talk.deleted(2);
        var older = log(2);
        older.put(3L, log(3).get(3L));
        assertThat(found(ledger(3), older)).containsExactly("2 deleted");
        assertThat(found(ledger(2), log(3))).containsExactly("2 deleted", "3 quarantined");
    }

    @Test
    void anotherMessageInAMessagesPlaceIsTakenOut() {
        talk.created("one");
        var other = new Talk();
        other.created("said before the restore");
        var comparison = compare(ledger(1), Map.of(1L, LogDocument.of(other.events.get(0))));
        assertThat(comparison.findings()).extracting(Finding::what).containsExactly(What.QUARANTINED, What.TEXT_LOST);
    }
}
