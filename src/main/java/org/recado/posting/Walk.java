package org.recado.posting;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.recado.channel.Access;
import org.recado.channel.Access.Actor;
import org.recado.channel.Access.Target;
import org.recado.channel.Channel;
import org.recado.channel.Membership;
import org.recado.channel.Role;
import org.recado.channel.Sanction;
import org.recado.command.Command;
import org.recado.command.Command.AddMember;
import org.recado.command.Command.ArchiveChannel;
import org.recado.command.Command.BanMember;
import org.recado.command.Command.CreateMessage;
import org.recado.command.Command.Cursor;
import org.recado.command.Command.DeleteMessage;
import org.recado.command.Command.EditMessage;
import org.recado.command.Command.MarkRead;
import org.recado.command.Command.MoveCursors;
import org.recado.command.Command.MuteMember;
import org.recado.command.Command.OfMember;
import org.recado.command.Command.RemoveMember;
import org.recado.command.Command.RenameChannel;
import org.recado.command.Reason;
import org.recado.command.Receipt;
import org.recado.command.Refused;
import org.recado.id.MessageId;

/**
 * Carries out the commands of a batch one after the other, in memory: each sees what those before it did. It decides
 * who may, whether it was done before, and which seq a change takes; it does no I/O.
 */
final class Walk {

    private final Known known;
    private final Rows rows;
    private final Instant now;
    private final Supplier<UUID> ids;
    private final Facts facts;
    private final Deeds deeds;

    /** @param now to the millisecond, the finest that every store keeps */
    Walk(Known known, Rows rows, Instant now, Supplier<UUID> ids) {
        this.known = known;
        this.rows = rows;
        this.now = now;
        this.ids = ids;
        this.facts = new Facts(known);
        this.deeds = new Deeds(known, now);
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
        return new Outcome.Repeated(facts.receipt(asked, seen), facts.told(asked, seen));
    }

    private Outcome first(Asked asked) {
        var command = asked.command();
        checkPerson(command);
        // made before the change, since it says what was there
        var deed = deeds.of(command);
        Posted change;
        if (command instanceof CreateMessage c) {
            change = create(c);
        } else if (command instanceof EditMessage c) {
            change = edit(c);
        } else if (command instanceof DeleteMessage c) {
            change = delete(c);
        } else if (command instanceof AddMember c) {
            change = join(c);
        } else if (command instanceof RemoveMember c) {
            change = leave(c);
        } else if (command instanceof MuteMember c) {
            change = mute(c);
        } else if (command instanceof BanMember c) {
            change = ban(c);
        } else if (command instanceof RenameChannel c) {
            change = rename(c);
        } else if (command instanceof ArchiveChannel c) {
            change = archive(c);
        } else {
            throw new IllegalStateException("no way for " + command.type());
        }
        deed.ifPresent(rows::add);
        var row = record(asked, change);
        return new Outcome.Stored(facts.receipt(asked, row), facts.told(asked, row));
    }

    /** The seq a change took, and the message it is about. */
    private record Posted(long seq, Optional<UUID> message) {}

    private PostedRow record(Asked asked, Posted change) {
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

    private Posted create(CreateMessage command) {
        Access.mayWrite(actor(command), now);
        var channel = channel(command);
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
        return new Posted(row.seq, Optional.of(row.id));
    }

    private Posted edit(EditMessage command) {
        Access.mayWrite(actor(command), now);
        var row = message(command, command.message());
        Access.mayEdit(actor(command), isAuthor(command, row), now);
        row.editedAt = now;
        return changed(command, row);
    }

    private Posted delete(DeleteMessage command) {
        Access.member(actor(command));
        var row = message(command, command.message());
        Access.mayDelete(actor(command), isAuthor(command, row));
        row.deletedAt = now;
        return changed(command, row);
    }

    private Posted changed(Command command, MessageRow row) {
        row.changedSeq = channel(command).takeSeq();
        return new Posted(row.changedSeq, Optional.of(row.id));
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

    // whoever is in already takes a seq as well: what a role is may have changed, and the log tells it
    private Posted join(AddMember command) {
        var role = Role.ofWire(command.role()).orElseThrow();
        var target = known.member(command.channel(), command.user());
        Access.mayAdd(actor(command), target(command), role);
        if (!known.isPerson(command.user())) {
            throw new Refused(Reason.UNKNOWN_USER, "nobody has the id of the new member");
        }
        target.ifPresentOrElse(m -> m.become(role), () -> add(command, role));
        return ofNoMessage(command);
    }

    private void add(AddMember command, Role role) {
        var member = new Membership(command.channel(), command.user(), role, now);
        member.mute(known.sanction(command.channel(), command.user()).flatMap(Sanction::mutedUntil));
        rows.add(member);
        known.add(member);
    }

    private Posted leave(RemoveMember command) {
        Access.mayRemove(actor(command), target(command));
        remove(known.member(command.channel(), command.user())
                .orElseThrow(() -> new Refused(Reason.NOT_FOUND, "no such member")));
        return ofNoMessage(command);
    }

    private void remove(Membership leaving) {
        rows.remove(leaving);
        known.remove(leaving);
    }

    private Posted mute(MuteMember command) {
        var target = target(command);
        Access.maySanction(actor(command), target);
        target.membership()
                .orElseThrow(() -> new Refused(Reason.NOT_FOUND, "no such member"))
                .mute(command.until());
        sanction(command).mute(command.until());
        return ofNoMessage(command);
    }

    private Posted ban(BanMember command) {
        var target = target(command);
        Access.maySanction(actor(command), target);
        if (!known.isPerson(command.user())) {
            throw new Refused(Reason.UNKNOWN_USER, "nobody has this id");
        }
        sanction(command).ban(command.banned());
        if (command.banned()) {
            target.membership().ifPresent(this::remove);
        }
        return ofNoMessage(command);
    }

    private Sanction sanction(OfMember command) {
        return known.sanction(command.channel(), command.user()).orElseGet(() -> {
            var row = new Sanction(command.channel(), command.user());
            rows.add(row);
            known.add(row);
            return row;
        });
    }

    private Posted rename(RenameChannel command) {
        Access.mayRename(actor(command));
        channel(command).rename(command.name());
        return ofNoMessage(command);
    }

    private Posted archive(ArchiveChannel command) {
        Access.mayArchive(actor(command));
        channel(command).archive(command.archived() ? Optional.of(now) : Optional.empty());
        return ofNoMessage(command);
    }

    private Posted ofNoMessage(Command command) {
        return new Posted(channel(command).takeSeq(), Optional.empty());
    }

    // no seq, no key, and no event of the channel: the cursor only moves forward, so the same again changes nothing by
    // itself
    private Outcome read(MarkRead command) {
        checkPerson(command);
        var member = Access.member(actor(command));
        var seq = Math.min(command.seq(), channel(command).lastSeq());
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
        if (!known.isPerson(command.sender())) {
            throw new Refused(Reason.UNKNOWN_USER, "nobody has the id of the sender");
        }
    }

    private Channel channel(Command command) {
        return known.channel(command.channel()).orElseThrow();
    }

    private Actor actor(Command command) {
        return new Actor(
                command.sender(), known.channel(command.channel()), known.member(command.channel(), command.sender()));
    }

    private Target target(OfMember command) {
        return new Target(
                command.user(),
                known.member(command.channel(), command.user()),
                known.sanction(command.channel(), command.user())
                        .filter(Sanction::isBanned)
                        .isPresent(),
                known.owners(command.channel()));
    }
}
