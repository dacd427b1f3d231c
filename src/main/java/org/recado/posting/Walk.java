package org.recado.posting;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.recado.channel.Access;
import org.recado.command.Command;
import org.recado.command.Command.AddMember;
import org.recado.command.Command.ArchiveChannel;
import org.recado.command.Command.BanMember;
import org.recado.command.Command.CreateMessage;
import org.recado.command.Command.Cursor;
import org.recado.command.Command.DeleteMessage;
import org.recado.command.Command.EditMessage;
import org.recado.command.Command.EraseMember;
import org.recado.command.Command.EraseMessage;
import org.recado.command.Command.MarkRead;
import org.recado.command.Command.MoveCursors;
import org.recado.command.Command.MuteMember;
import org.recado.command.Command.OfErased;
import org.recado.command.Command.RemoveMember;
import org.recado.command.Command.RenameChannel;
import org.recado.command.Command.RetainMessages;
import org.recado.command.Reason;
import org.recado.command.Receipt;
import org.recado.command.Refused;

/**
 * Carries out the commands of a batch one after the other, in memory: each sees what those before it did. It decides
 * who may, whether it was done before, and which seq a change takes; it does no I/O.
 */
final class Walk {

    private final Known known;
    private final Rows rows;
    private final Instant now;
    private final Facts facts;
    private final Deeds deeds;
    private final MessageChanges messages;
    private final ChannelChanges channels;

    /** @param now to the millisecond, the finest that every store keeps */
    Walk(Known known, Rows rows, Instant now, Supplier<UUID> ids) {
        this.known = known;
        this.rows = rows;
        this.now = now;
        this.facts = new Facts(known);
        this.deeds = new Deeds(known, now);
        this.messages = new MessageChanges(known, rows, now, ids);
        this.channels = new ChannelChanges(known, rows, now);
    }

    Outcome take(Asked asked) {
        try {
            if (asked.command() instanceof MarkRead c) {
                return read(c);
            } else if (asked.command() instanceof MoveCursors c) {
                return move(c);
            }
            var seen = known.posted(asked.rowKey());
            return seen.isPresent() ? again(asked, seen.get()) : first(asked);
        } catch (Refused e) {
            return new Outcome.Rejected(e);
        }
    }

    private Outcome again(Asked asked, PostedRow seen) {
        if (!Arrays.equals(asked.digest(), seen.digest)) {
            throw new Refused(Reason.CONFLICT, "the key belongs to another command");
        }
        return new Outcome.Repeated(facts.receipt(asked, seen), facts.told(asked, seen), facts.isGone(seen));
    }

    private Outcome first(Asked asked) {
        var command = asked.command();
        checkPerson(command);
        // made before the change, since it says what was there
        var deed = deeds.of(command);
        var row = record(asked, change(command));
        deed.ifPresent(rows::add);
        return new Outcome.Stored(facts.receipt(asked, row), facts.told(asked, row));
    }

    private Change change(Command command) {
        if (command instanceof CreateMessage c) {
            return messages.create(c);
        } else if (command instanceof EditMessage c) {
            return messages.edit(c);
        } else if (command instanceof DeleteMessage c) {
            return messages.delete(c);
        } else if (command instanceof AddMember c) {
            return channels.join(c);
        } else if (command instanceof RemoveMember c) {
            return channels.leave(c);
        } else if (command instanceof MuteMember c) {
            return channels.mute(c);
        } else if (command instanceof BanMember c) {
            return channels.ban(c);
        } else if (command instanceof RenameChannel c) {
            return channels.rename(c);
        } else if (command instanceof ArchiveChannel c) {
            return channels.archive(c);
        } else if (command instanceof RetainMessages c) {
            return channels.retain(c);
        } else if (command instanceof EraseMember c) {
            return channels.erase(c);
        } else if (command instanceof EraseMessage c) {
            return messages.erase(c);
        }
        throw new IllegalStateException("no way for " + command.type());
    }

    private PostedRow record(Asked asked, Change change) {
        var row = new PostedRow();
        row.channelId = asked.command().channel().value();
        row.senderId = asked.command().sender().value();
        row.commandKey = asked.key();
        row.digest = asked.digest();
        row.seq = change.seq();
        row.messageId = change.message().orElse(null);
        row.postedAt = now;
        rows.add(row);
        known.add(row);
        return row;
    }

    // no seq, no key, and no event of the channel: the cursor only moves forward, so the same again changes nothing by
    // itself
    private Outcome read(MarkRead command) {
        checkPerson(command);
        var member = Access.member(known.actor(command));
        var seq = Math.min(command.seq(), known.channel(command).lastSeq());
        member.reach(seq, seq);
        rows.move(command.channel(), new Cursor(command.sender(), seq, seq));
        var receipt = new Receipt.Stored(
                command.clientId(), Optional.empty(), member.readSeq(), command.channel(), command.timestamp(), now);
        return new Outcome.Stored(receipt, List.of());
    }

    private Outcome move(MoveCursors command) {
        var end = known.channel(command.channel())
                .orElseThrow(() -> new Refused(Reason.UNKNOWN_CHANNEL, "no such channel"))
                .lastSeq();
        for (var c : command.cursors()) {
            var read = Math.min(c.read(), end);
            var delivered = Math.max(read, Math.min(c.delivered(), end));
            rows.move(command.channel(), new Cursor(c.user(), read, delivered));
        }
        var receipt = new Receipt.Stored(
                command.clientId(), Optional.empty(), end, command.channel(), command.timestamp(), now);
        return new Outcome.Stored(receipt, List.of());
    }

    private void checkPerson(Command command) {
        if (command instanceof OfErased && !known.isErased(command.sender())) {
            throw new Refused(Reason.FORBIDDEN, "the sender is not being erased");
        }
        if (!(command instanceof OfErased) && !known.isPerson(command.sender())) {
            throw new Refused(Reason.UNKNOWN_USER, "nobody has the id of the sender");
        }
    }
}
