package org.recado.history;

import java.time.Instant;
import java.util.Optional;
import org.recado.event.Event;
import org.recado.id.ChannelId;
import org.recado.id.ClientId;
import org.recado.id.MessageId;
import org.recado.id.UserId;

/**
 * A message as it is now.
 *
 * @param seq its place in the channel: the seq of its creation
 * @param text absent once it is deleted; so is {@code editedAt} then
 * @param timestamp the sender's clock
 * @param changedSeq the seq of its latest change
 */
public record Message(
        MessageId id,
        long seq,
        ChannelId channel,
        Optional<ClientId> clientId,
        UserId sender,
        Optional<String> text,
        Instant timestamp,
        Instant storedAt,
        Optional<Instant> editedAt,
        Optional<Instant> deletedAt,
        long changedSeq) {

    /** The message as this event left it. */
    static Message after(Event.OfMessage event) {
        Optional<String> text = Optional.empty();
        Optional<Instant> editedAt = Optional.empty();
        Optional<Instant> deletedAt = Optional.empty();
        if (event instanceof Event.MessageCreated e) {
            text = Optional.of(e.text());
        } else if (event instanceof Event.MessageEdited e) {
            text = Optional.of(e.text());
            editedAt = Optional.of(e.editedAt());
        } else if (event instanceof Event.MessageDeleted e) {
            deletedAt = Optional.of(e.deletedAt());
        } else {
            throw new IllegalStateException("no message after " + event.type());
        }
        return new Message(
                event.id(),
                event.messageSeq(),
                event.channel(),
                event.clientId(),
                event.sender(),
                text,
                event.timestamp(),
                event.storedAt(),
                editedAt,
                deletedAt,
                event.seq());
    }
}
