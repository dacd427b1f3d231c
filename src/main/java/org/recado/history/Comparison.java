package org.recado.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.bson.Document;
import org.recado.event.Event;
import org.recado.event.Event.Housekeeping;
import org.recado.event.Event.MessageDeleted;
import org.recado.event.Event.MessageEdited;
import org.recado.history.Finding.What;
import org.recado.id.ChannelId;
import org.recado.id.MessageId;

/** What the ledger knows of a stretch of one channel beside what the log has there; it changes nothing by itself. */
final class Comparison {

    private final ChannelId channel;
    private final LongFunction<Optional<Event.OfChannel>> cached;
    private final Instant now;
    private final List<Finding> findings = new ArrayList<>();
    private final List<Document> foreign = new ArrayList<>();
    private final List<Document> mended = new ArrayList<>();

    /** @param cached the event that Redis has at a seq */
    Comparison(ChannelId channel, LongFunction<Optional<Event.OfChannel>> cached, Instant now) {
        this.channel = channel;
        this.cached = cached;
        this.now = now;
    }

    List<Finding> findings() {
        return findings;
    }

    /** What is to be taken out of the log. */
    List<Document> foreign() {
        return foreign;
    }

    /** What is to be there, each in the place of whatever is. */
    List<Document> mended() {
        return mended;
    }

    void look(long seq, Optional<Fact> fact, Optional<Document> there) {
        var message = fact.flatMap(Fact::message);
        if (message.isEmpty()) {
            other(seq, fact, there);
        } else if (message.get().seq() == seq) {
            creation(message.get(), there);
        } else {
            change(fact.get(), message.get(), there);
        }
    }

    private void other(long seq, Optional<Fact> fact, Optional<Document> there) {
        if (there.filter(d -> LogDocument.isEmpty(d) || isOf(d, fact)).isPresent()) {
            return;
        }
        var wasForeign = takeOut(seq, there);
        var event = fact.flatMap(f -> cached.apply(seq).filter(e -> isAt(e, f)));
        mended.add(event.map(LogDocument::of).orElseGet(() -> LogDocument.empty(channel, seq)));
        if (event.isPresent()) {
            found(seq, What.FROM_CACHE, Optional.empty());
        } else if (!wasForeign) {
            found(seq, What.EMPTY, Optional.empty());
        }
    }

    private static boolean isOf(Document there, Optional<Fact> fact) {
        return LogDocument.place(there).isEmpty()
                && fact.filter(f -> isAt(LogDocument.event(there), f)).isPresent();
    }

    private static boolean isAt(Event.OfChannel event, Fact fact) {
        return event instanceof Housekeeping e && e.at().equals(fact.at());
    }

    private void creation(Message m, Optional<Document> there) {
        var same = there.filter(d -> LogDocument.isAbout(d, m, true));
        if (same.isPresent()) {
            asItIsNow(m, LogDocument.message(channel, same.get()));
            return;
        }
        takeOut(m.seq(), there);
        var text = text(m);
        if (m.deletedAt().isPresent()) {
            mend(m, What.REBUILT);
        } else if (text.isPresent()) {
            mend(text.get(), What.FROM_CACHE);
        } else {
            mended.add(LogDocument.of(deleted(m, now)).append("lost", true));
            foundDeleted(m, What.TEXT_LOST, now);
        }
    }

    private void asItIsNow(Message m, Message there) {
        var isSame = there.changedSeq() == m.changedSeq();
        if (m.deletedAt().isPresent()) {
            if (!isSame || there.deletedAt().isEmpty()) {
                mend(m, What.DELETED);
            }
        } else if (there.deletedAt().isPresent()) {
            // whoever deleted it meant it, also where the ledger has forgotten
            mended.add(LogDocument.of(deleted(m, there.deletedAt().get())));
            foundDeleted(m, What.DELETED, there.deletedAt().get());
        } else if (!isSame) {
            text(m).ifPresentOrElse(
                            found -> mend(found, What.FROM_CACHE),
                            () -> mend(with(m, there.text(), there.editedAt(), Optional.empty()), What.OTHER_TEXT));
        }
    }

    private void change(Fact fact, Message m, Optional<Document> there) {
        if (there.filter(d -> LogDocument.isAbout(d, m, false)).isPresent()) {
            return;
        }
        takeOut(fact.seq(), there);
        var isDeletion = m.changedSeq() == fact.seq()
                && m.deletedAt().filter(fact.at()::equals).isPresent();
        mended.add(LogDocument.of(isDeletion ? deletion(fact, m) : edit(fact, m)));
        found(fact.seq(), What.REBUILT, Optional.of(m.id()));
    }

    private static Event.OfChannel deletion(Fact fact, Message m) {
        return new MessageDeleted(
                m.channel(),
                fact.seq(),
                m.id(),
                m.clientId(),
                m.sender(),
                m.timestamp(),
                m.storedAt(),
                m.seq(),
                fact.at());
    }

    // the document of an edit has no text
    private static Event.OfChannel edit(Fact fact, Message m) {
        return new MessageEdited(
                m.channel(),
                fact.seq(),
                m.id(),
                m.clientId(),
                m.sender(),
                "",
                m.timestamp(),
                m.storedAt(),
                m.seq(),
                fact.at());
    }

    private Optional<Message> text(Message m) {
        return cached.apply(m.changedSeq())
                .filter(e -> e instanceof Event.OfMessage of && of.id().equals(m.id()))
                .map(e -> Message.after((Event.OfMessage) e))
                .filter(found -> found.text().isPresent())
                .map(found -> with(m, found.text(), found.editedAt(), Optional.empty()));
    }

    private static Message deleted(Message m, Instant at) {
        return with(m, Optional.empty(), Optional.empty(), Optional.of(at));
    }

    private static Message with(
            Message m, Optional<String> text, Optional<Instant> editedAt, Optional<Instant> deletedAt) {
        return new Message(
                m.id(),
                m.seq(),
                m.channel(),
                m.clientId(),
                m.sender(),
                text,
                m.timestamp(),
                m.storedAt(),
                editedAt,
                deletedAt,
                m.changedSeq());
    }

    private boolean takeOut(long seq, Optional<Document> there) {
        var known = there.filter(d -> !LogDocument.isEmpty(d));
        known.ifPresent(d -> {
            foreign.add(d);
            found(seq, What.QUARANTINED, Optional.ofNullable(d.getString("id")).map(MessageId::parse));
        });
        return known.isPresent();
    }

    private void mend(Message m, What what) {
        mended.add(LogDocument.of(m));
        found(m.seq(), what, Optional.of(m.id()));
    }

    private void found(long seq, What what, Optional<MessageId> message) {
        findings.add(new Finding(channel, seq, what, message, Optional.empty()));
    }

    private void foundDeleted(Message m, What what, Instant at) {
        findings.add(new Finding(channel, m.seq(), what, Optional.of(m.id()), Optional.of(at)));
    }
}
