package org.recado.posting;

import java.util.List;
import java.util.Optional;
import org.recado.command.Command;
import org.recado.command.Command.AddMember;
import org.recado.command.Command.ArchiveChannel;
import org.recado.command.Command.BanMember;
import org.recado.command.Command.CreateMessage;
import org.recado.command.Command.DeleteMessage;
import org.recado.command.Command.EditMessage;
import org.recado.command.Command.EraseMember;
import org.recado.command.Command.EraseMessage;
import org.recado.command.Command.MuteMember;
import org.recado.command.Command.RemoveMember;
import org.recado.command.Command.RenameChannel;
import org.recado.command.Command.RetainMessages;
import org.recado.command.Receipt;
import org.recado.event.Event;
import org.recado.event.Told;
import org.recado.id.ChannelId;
import org.recado.id.ClientId;
import org.recado.id.MessageId;
import org.recado.id.UserId;

/**
 * What there is to tell of a command that was carried out, made of its rows alone, so that a command that comes again
 * is told the same as the first time (invariant S1).
 */
final class Facts {

    private final Known known;

    Facts(Known known) {
        this.known = known;
    }

    /** Whether what was carried out is about a message that is deleted by now. */
    boolean isGone(PostedRow posted) {
        return message(posted).filter(row -> row.deletedAt != null).isPresent();
    }

    /** The answer: its timestamp is the message's own, or where there is no message, when the change was stored. */
    Receipt.Stored receipt(Asked asked, PostedRow posted) {
        var message = message(posted);
        return new Receipt.Stored(
                asked.command().clientId(),
                message.map(row -> new MessageId(row.id)),
                posted.seq,
                asked.command().channel(),
                message.map(row -> row.sentAt).orElse(posted.postedAt),
                posted.postedAt);
    }

    /** The event of the channel, then those of a user; encoded here, so that what cannot be told is not stored. */
    List<Told> told(Asked asked, PostedRow posted) {
        return events(asked, posted).stream().map(Told::of).toList();
    }

    private List<Event> events(Asked asked, PostedRow posted) {
        var command = asked.command();
        if (command instanceof CreateMessage c) {
            return List.of(created(posted, c));
        } else if (command instanceof EditMessage c) {
            return List.of(edited(posted, c));
        } else if (command instanceof DeleteMessage || command instanceof EraseMessage) {
            return List.of(deleted(posted));
        } else if (command instanceof AddMember c) {
            return joined(posted, c);
        } else if (command instanceof RemoveMember c) {
            return left(posted, c, c.user());
        } else if (command instanceof EraseMember c) {
            return left(posted, c, c.sender());
        } else if (command instanceof MuteMember c) {
            return List.of(
                    new Event.MemberMuted(c.channel(), posted.seq, c.user(), c.until(), c.sender(), posted.postedAt));
        } else if (command instanceof BanMember c) {
            return banned(posted, c);
        } else if (command instanceof RenameChannel c) {
            return List.of(new Event.ChannelRenamed(c.channel(), posted.seq, c.name(), c.sender(), posted.postedAt));
        } else if (command instanceof ArchiveChannel c) {
            return List.of(
                    new Event.ChannelArchived(c.channel(), posted.seq, c.archived(), c.sender(), posted.postedAt));
        }
        if (command instanceof RetainMessages c) {
            return List.of(new Event.ChannelRetained(c.channel(), posted.seq, c.days(), c.sender(), posted.postedAt));
        }
        throw new IllegalStateException("no event for " + command.type());
    }

    private Event created(PostedRow posted, CreateMessage c) {
        var row = message(posted).orElseThrow();
        return new Event.MessageCreated(
                channel(row), posted.seq, id(row), key(row), sender(row), c.text(), row.sentAt, row.storedAt);
    }

    private Event edited(PostedRow posted, EditMessage c) {
        var row = message(posted).orElseThrow();
        return new Event.MessageEdited(
                channel(row),
                posted.seq,
                id(row),
                key(row),
                sender(row),
                c.text(),
                row.sentAt,
                row.storedAt,
                row.seq,
                posted.postedAt);
    }

    private Event deleted(PostedRow posted) {
        var row = message(posted).orElseThrow();
        return new Event.MessageDeleted(
                channel(row),
                posted.seq,
                id(row),
                key(row),
                sender(row),
                row.sentAt,
                row.storedAt,
                row.seq,
                posted.postedAt);
    }

    private List<Event> joined(PostedRow posted, AddMember c) {
        var event = new Event.MemberJoined(c.channel(), posted.seq, c.user(), c.role(), c.sender(), posted.postedAt);
        var isNew = known.member(c.channel(), c.user())
                .filter(m -> m.joinedAt().equals(posted.postedAt))
                .isPresent();
        return isNew ? List.of(event, new Event.ChannelAdded(c.user(), c.channel())) : List.of(event);
    }

    private List<Event> left(PostedRow posted, Command c, UserId who) {
        return gone(c, who, new Event.MemberLeft(c.channel(), posted.seq, who, c.sender(), posted.postedAt));
    }

    private List<Event> banned(PostedRow posted, BanMember c) {
        var event = new Event.MemberBanned(c.channel(), posted.seq, c.user(), c.banned(), c.sender(), posted.postedAt);
        return c.banned() ? gone(c, c.user(), event) : List.of(event);
    }

    private List<Event> gone(Command c, UserId who, Event event) {
        var isGone = known.member(c.channel(), who).isEmpty();
        return isGone ? List.of(event, new Event.ChannelRemoved(who, c.channel())) : List.of(event);
    }

    private Optional<MessageRow> message(PostedRow posted) {
        return Optional.ofNullable(posted.messageId).map(id -> known.message(id).orElseThrow());
    }

    private static ChannelId channel(MessageRow row) {
        return new ChannelId(row.channelId);
    }

    private static MessageId id(MessageRow row) {
        return new MessageId(row.id);
    }

    private static Optional<ClientId> key(MessageRow row) {
        return Optional.ofNullable(row.clientId).map(ClientId::new);
    }

    private static UserId sender(MessageRow row) {
        return new UserId(row.senderId);
    }
}
