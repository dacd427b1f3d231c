package org.recado.posting;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.recado.channel.Access;
import org.recado.command.Command;
import org.recado.command.Command.CreateMessage;
import org.recado.command.Command.DeleteMessage;
import org.recado.command.Command.EditMessage;
import org.recado.command.Command.EraseMessage;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.id.MessageId;

/** What is said, changed and taken away: each is refused, or is a row and a seq. */
final class MessageChanges {

    private final Known known;
    private final Rows rows;
    private final Instant now;
    private final Supplier<UUID> ids;

    MessageChanges(Known known, Rows rows, Instant now, Supplier<UUID> ids) {
        this.known = known;
        this.rows = rows;
        this.now = now;
        this.ids = ids;
    }

    Change create(CreateMessage command) {
        Access.mayWrite(known.actor(command), now);
        var channel = known.channel(command);
        var row = new MessageRow();
        row.id = ids.get();
        row.channelId = command.channel().value();
        row.seq = channel.takeSeq();
        row.senderId = command.sender().value();
        row.clientId = command.clientId().map(c -> c.value()).orElse(null);
        row.sentAt = command.timestamp().truncatedTo(ChronoUnit.MILLIS);
        row.storedAt = now;
        row.changedSeq = row.seq;
        channel.lastMessage(new MessageId(row.id), now);
        rows.add(row);
        known.add(row);
        return new Change(row.seq, Optional.of(row.id));
    }

    Change edit(EditMessage command) {
        Access.mayWrite(known.actor(command), now);
        var row = message(command, command.message());
        Access.mayEdit(known.actor(command), isAuthor(command, row), now);
        row.editedAt = now;
        return changed(command, row);
    }

    Change delete(DeleteMessage command) {
        Access.member(known.actor(command));
        var row = message(command, command.message());
        Access.mayDelete(known.actor(command), isAuthor(command, row));
        row.deletedAt = now;
        return changed(command, row);
    }

    // wherever its author is by now, and whatever has become of the channel
    Change erase(EraseMessage command) {
        var row = message(command, command.message());
        if (!isAuthor(command, row)) {
            throw new Refused(Reason.NOT_THE_AUTHOR, "somebody else said it");
        }
        row.deletedAt = now;
        return changed(command, row);
    }

    private Change changed(Command command, MessageRow row) {
        row.changedSeq = known.channel(command).takeSeq();
        return new Change(row.changedSeq, Optional.of(row.id));
    }

    private MessageRow message(Command command, MessageId id) {
        var row = known.message(id.value())
                .filter(m -> m.channelId.equals(command.channel().value()))
                .orElseThrow(() -> new Refused(Reason.NOT_FOUND, "no such message in the channel"));
        if (row.deletedAt != null) {
            throw new Refused(Reason.NOT_FOUND, "the message is deleted");
        }
        return row;
    }

    private static boolean isAuthor(Command command, MessageRow row) {
        return row.senderId.equals(command.sender().value());
    }
}
