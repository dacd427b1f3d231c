package org.recado.history;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.bson.Document;
import org.recado.event.Event;
import org.recado.event.Event.Housekeeping;
import org.recado.event.Event.MessageCreated;
import org.recado.event.Event.MessageDeleted;
import org.recado.event.Event.MessageEdited;
import org.recado.event.EventCodec;
import org.recado.id.ChannelId;
import org.recado.id.ClientId;
import org.recado.id.MessageId;
import org.recado.id.UserId;

/** One event of a channel as its document in MongoDB, and back. */
final class LogDocument {

    /** The part of a created document that changes. */
    static final String NOW = "now";

    /** What is no message, as it was told. */
    private static final String EVENT = "event";

    /** The type of what is at a seq of which nothing is known any more ({@link Mending}). */
    private static final String EMPTY = "empty";

    private LogDocument() {}

    /** The key of a seq. Padded, so that the keys of a channel sort by seq and a page lies together on the disk. */
    static String key(ChannelId channel, long seq) {
        var digits = Long.toString(seq);
        return channel.value() + "/" + "0".repeat(19 - digits.length()) + digits;
    }

    /** The document of an event. */
    static Document of(Event.OfChannel event) {
        var document = new Document("_id", key(event.channel(), event.seq()))
                .append("type", event.type())
                .append("seq", event.seq());
        if (event instanceof MessageCreated e) {
            document.append("id", e.id().toString());
            e.clientId().ifPresent(c -> document.append("client_id", c.value()));
            document.append("sender_id", e.sender().value());
            document.append("timestamp", date(e.timestamp())).append("stored_at", date(e.storedAt()));
            document.append(NOW, now(e));
        } else if (event instanceof MessageEdited e) {
            document.append("id", e.id().toString()).append("message_seq", e.messageSeq());
            document.append("edited_at", date(e.editedAt()));
        } else if (event instanceof MessageDeleted e) {
            document.append("id", e.id().toString()).append("message_seq", e.messageSeq());
            document.append("deleted_at", date(e.deletedAt()));
        } else if (event instanceof Housekeeping) {
            document.append(EVENT, new String(EventCodec.encode(event), StandardCharsets.UTF_8));
        } else {
            throw new IllegalStateException("no document for " + event.type());
        }
        return document;
    }

    /** The {@code message.created} document of a message as it is now. */
    static Document of(Message m) {
        var document = new Document("_id", key(m.channel(), m.seq()))
                .append("type", MessageCreated.TYPE)
                .append("seq", m.seq())
                .append("id", m.id().toString());
        m.clientId().ifPresent(c -> document.append("client_id", c.value()));
        document.append("sender_id", m.sender().value());
        document.append("timestamp", date(m.timestamp())).append("stored_at", date(m.storedAt()));
        var now = new Document("changed_seq", m.changedSeq());
        m.text().ifPresent(text -> now.append("message", text));
        m.editedAt().filter(at -> m.deletedAt().isEmpty()).ifPresent(at -> now.append("edited_at", date(at)));
        m.deletedAt().ifPresent(at -> now.append("deleted_at", date(at)));
        return document.append(NOW, now);
    }

    /** What keeps a seq taken of which nothing is known. */
    static Document empty(ChannelId channel, long seq) {
        return new Document("_id", key(channel, seq)).append("type", EMPTY).append("seq", seq);
    }

    static boolean isEmpty(Document document) {
        return EMPTY.equals(document.getString("type"));
    }

    /** Whether it is about this message, as its creation or as a later change. */
    static boolean isAbout(Document document, Message m, boolean asCreation) {
        return m.id().toString().equals(document.getString("id"))
                && asCreation == MessageCreated.TYPE.equals(document.getString("type"))
                && place(document).filter(place -> place == m.seq()).isPresent();
    }

    /**
     * How a message is after an event, as the created document keeps it. {@code changed_seq} comes first: documents are
     * compared field by field, so of two the one that is {@code $max} is the later one, whatever order they come in.
     */
    static Document now(Event.OfMessage event) {
        var now = new Document("changed_seq", event.seq());
        if (event instanceof MessageCreated e) {
            now.append("message", e.text());
        } else if (event instanceof MessageEdited e) {
            now.append("message", e.text()).append("edited_at", date(e.editedAt()));
        } else if (event instanceof MessageDeleted e) {
            now.append("deleted_at", date(e.deletedAt()));
        }
        return now;
    }

    /** How a message is once its time is over. */
    static Document now(Expired message) {
        return new Document("changed_seq", message.changedSeq()).append("deleted_at", date(message.deletedAt()));
    }

    static long seq(Document document) {
        return document.getLong("seq");
    }

    /** The place of the message that a document is about; empty where it is about none. */
    static Optional<Long> place(Document document) {
        return switch (document.getString("type")) {
            case MessageCreated.TYPE -> Optional.of(seq(document));
            case MessageEdited.TYPE, MessageDeleted.TYPE -> Optional.of(document.getLong("message_seq"));
            default -> Optional.empty();
        };
    }

    /** The message of a {@code message.created} document, as it is now. */
    static Message message(ChannelId channel, Document document) {
        var now = document.get(NOW, Document.class);
        return new Message(
                MessageId.parse(document.getString("id")),
                seq(document),
                channel,
                Optional.ofNullable(document.getString("client_id")).map(ClientId::new),
                new UserId(document.getString("sender_id")),
                Optional.ofNullable(now.getString("message")),
                document.getDate("timestamp").toInstant(),
                document.getDate("stored_at").toInstant(),
                time(now, "edited_at"),
                time(now, "deleted_at"),
                now.getLong("changed_seq"));
    }

    /**
     * The event of a message's document. The log keeps one text a message, the current one: earlier events carry it too,
     * and every event of a message deleted since is told as {@code message.deleted}, at its own place.
     */
    static Event.OfChannel event(Document document, Message now) {
        var seq = seq(document);
        if (now.deletedAt().isPresent()) {
            return new MessageDeleted(
                    now.channel(),
                    seq,
                    now.id(),
                    now.clientId(),
                    now.sender(),
                    now.timestamp(),
                    now.storedAt(),
                    now.seq(),
                    now.deletedAt().get());
        }
        var text = now.text().orElseThrow();
        if (seq == now.seq()) {
            return new MessageCreated(
                    now.channel(), seq, now.id(), now.clientId(), now.sender(), text, now.timestamp(), now.storedAt());
        }
        return new MessageEdited(
                now.channel(),
                seq,
                now.id(),
                now.clientId(),
                now.sender(),
                text,
                now.timestamp(),
                now.storedAt(),
                now.seq(),
                time(document, "edited_at").or(now::editedAt).orElse(now.storedAt()));
    }

    /** The event of a document that is about no message. */
    static Event.OfChannel event(Document document) {
        return (Event.OfChannel) EventCodec.decode(document.getString(EVENT).getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<Instant> time(Document document, String field) {
        return Optional.ofNullable(document.getDate(field)).map(Date::toInstant);
    }

    private static Date date(Instant instant) {
        return Date.from(instant);
    }
}
